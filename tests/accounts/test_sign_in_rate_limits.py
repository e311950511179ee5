"""A sign-in's request is counted with all others, never refused by the site's own budget, and obeys Spotify's bans."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisGone

from accounts.models import Credential, User
from problems.kinds import TryLater
from providers.models import SpotifyApp
from providers.spotify import request_budget
from providers.spotify.problems import SpotifyLimit, SpotifyQuotaSpent, SpotifyRateLimited
from tests.support.oauth_browser import Browser

pytestmark = pytest.mark.django_db
APP = "sandbox-spotify-client"


@pytest.fixture
def browser(sandbox) -> Browser:
    return Browser()


def asked(sandbox) -> int:
    return sandbox.world.count("spotify-api", "me")


def waits(page, code: str) -> str:
    """The sentence on the page."""
    text = page.content.decode()
    assert page.status_code == 503
    assert f'data-problem="{code}"' in text
    assert "Spotify asks this site to wait" in text
    return text.split('<p class="lead">')[1].split("</p>")[0]


def ban(hours: int, problem: type[SpotifyLimit] = SpotifyQuotaSpent) -> None:
    request_budget.block_spotify(APP, problem(when=timezone.now() + timedelta(hours=hours)))


def test_a_sign_in_is_one_request_of_the_budget(sandbox, browser, settings):
    settings.SPOTIFY_REQUESTS_PER_DAY = 2
    browser.sign_in("ada")
    request_budget.take_spotify(client_id=APP, interactive=True)
    with pytest.raises(TryLater) as problem:
        request_budget.take_spotify(client_id=APP, interactive=True)
    assert problem.value.code == "spotify_budget"


def test_a_spent_budget_stops_no_sign_in(sandbox, browser, settings):
    settings.SPOTIFY_REQUESTS_PER_DAY = settings.SPOTIFY_REQUESTS_PER_30_SECONDS = 1
    request_budget.take_spotify(client_id=APP, interactive=True)
    assert browser.sign_in("ada").status_code == 302
    assert User.objects.count() == 1


def test_during_a_ban_the_page_names_its_end(sandbox, browser):
    with time_machine.travel("2026-11-22 14:05:30Z", tick=False):
        ban(hours=2)
        sentence = waits(browser.begin(), "spotify_quota")
    assert "until 16:06 UTC on 22 November: its allowance for this site is used up." in sentence
    assert sandbox.world.count("spotify-accounts") == 0, "no one is sent to Spotify in vain"


def test_a_ban_during_a_sign_in_gets_no_further_request(sandbox, browser):
    address = browser.decide(browser.consent_page(), "ada")
    ban(hours=2, problem=SpotifyRateLimited)
    cache.clear()
    assert "this site asked too fast" in waits(browser.come_back(address), "spotify_rate_limit")
    assert asked(sandbox) == 0
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("effect", "code", "wait"),
    [
        ({"spotify": "quota", "retry_after": 7200}, "spotify_quota", 7200),
        ({"spotify": "rate_limit", "retry_after": 40}, "spotify_rate_limit", 40),
        (
            {"status": 429, "body": "Too many requests", "content_type": "text/plain"},
            "spotify_rate_limit",
            60,
        ),
    ],
)
def test_a_429_at_sign_in_blocks_the_app(sandbox, browser, effect, code, wait):
    sandbox.world.faults.add("spotify-api", "me", effect)
    before = timezone.now()
    waits(browser.sign_in("ada"), code)
    app = SpotifyApp.objects.get(client_id=APP)
    seconds = timedelta(seconds=wait)
    assert before + seconds <= app.blocked_until <= timezone.now() + seconds
    with pytest.raises(TryLater) as problem:
        request_budget.take_spotify(client_id=APP, interactive=True)
    assert problem.value.code == code
    waits(Browser().begin(), code)
    assert asked(sandbox) == 1
    assert not Credential.objects.exists()


def test_sign_in_works_after_the_ban(sandbox, browser):
    ban(hours=1)
    waits(browser.begin(), "spotify_quota")
    SpotifyApp.objects.update(blocked_until=timezone.now())
    assert browser.sign_in("ada").status_code == 302


def test_a_sign_in_works_without_redis(sandbox, browser, monkeypatch, caplog):
    def away() -> None:
        raise RedisGone("connection refused")

    monkeypatch.setattr("providers.rate_limits.limiter", away)
    assert browser.sign_in("ada").status_code == 302
    assert "a sign-in at Spotify is not counted: connection refused" in caplog.text
