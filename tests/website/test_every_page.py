"""What holds for every page: the security policy, forms that are guarded, words that are there."""

from __future__ import annotations

import re
import struct
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.utils import timezone

from accounts.api_tokens import make_token
from accounts.models import ApiToken, User
from accounts.trigger_links import make_link
from library.models import SavedTrack
from library.rules.conditions import Rules
from library.rules.serialization import rules_to_json
from notifications.models import CHOSEN_EVENTS
from notifications.webhooks import make_webhook
from sheets.models import SmartTab, StatisticsTab
from spotistats.settings import form_action
from syncer.models import SyncRun
from tests.support.songs import Song, save
from website.urls import urlpatterns

PAGES = {
    "home": "/",
    "syncs": "/syncs/",
    "run": "/runs/{run}/",
    "library": "/library/",
    "library-timeline": "/library/timeline/",
    "library-track": "/library/tracks/{track}/",
    "statistics": "/statistics/",
    "statistics-every-genre": "/statistics/every-genre/",
    "statistics-saved": "/statistics/saved/",
    "statistics-sound": "/statistics/sound/",
    "statistics-top": "/statistics/top/",
    "statistics-years": "/statistics/years/",
    "statistics-year": "/statistics/{year}/",
    "sheet": "/sheet/",
    "sheet-unlink": "/sheet/unlink/",
    "missing": "/missing/",
    "missing-remove": "/missing/remove/",
    "missing-release": "/missing/kept/remove/",
    "smart": "/smart/",
    "smart-new": "/smart/new/",
    "smart-edit": "/smart/{tab}/",
    "smart-remove": "/smart/{tab}/remove/",
    "smart-find": "/smart/{tab}/why/",
    "smart-why": "/smart/{tab}/why/{saved}/",
    "optional-tab-remove": "/smart/by-month/genres/remove/",
    "preferences": "/settings/",
    "api-tokens": "/settings/api/",
    "revoke-api-token": "/settings/api/{token}/revoke/",
    "trigger-links": "/settings/api/links/",
    "revoke-trigger-link": "/settings/api/links/{link}/revoke/",
    "webhooks": "/settings/webhooks/",
    "webhook": "/settings/webhooks/{webhook}/",
    "delete-webhook": "/settings/webhooks/{webhook}/delete/",
    "leave": "/leave/",
    "button": "/button/",
    "privacy": "/privacy/",
    "design": "/design/",
    "not-found": "/gone/",
}
# They answer with a redirect, or with a part of a page.
NO_PAGES = {
    "library-csv",
    "library-jsonl",
    "library-genres",
    "sync-now",
    "sheet-check",
    "run-progress",
    "missing-keep",
    "dismiss-hint",
    "contents",
    "sheet-preview",
    "sheet-next-write",
    "sheet-create",
    "sheet-everything",
    "sheet-share",
    "sheet-tab-again",
    "smart-preview",
    "smart-conditions",
    "optional-tab",
    "smart-again",
    "sheet-time-zone",
    "language",
    "pause",
    "resume",
    "try-again",
    "disconnect-google",
    "events-csv",
    "events-jsonl",
    "syncs-csv",
    "syncs-jsonl",
    "switch-trigger-link",
    "test-webhook",
    "switch-webhook",
    "button-offline",
    "manifest",
    "service-worker",
    "trigger",  # a page that is seen without a session, and has no CSRF token: tests/website/trigger_links
    "sign-out",
    "sign-out-elsewhere",
    "sign-out-everywhere",
}


def names_of(patterns: list[URLPattern | URLResolver]) -> set[str]:
    return {
        name
        for one in patterns
        for name in (names_of(one.url_patterns) if isinstance(one, URLResolver) else {str(one.name)})
    }


def test_every_address_is_a_page_that_is_visited_here_or_no_page():
    assert names_of(urlpatterns) == (PAGES.keys() | NO_PAGES) - {"not-found"}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """What has been shown so far, by address."""
    return {}


@pytest.fixture(params=PAGES.values(), ids=PAGES)
def page(request, pages) -> str:
    if request.param not in pages:
        pages[request.param] = show(request.param, *map(request.getfixturevalue, ("as_alice", "alice")))
    return pages[request.param]


def show(address: str, as_alice: Client, alice: User) -> str:
    run = SyncRun.objects.create(user=alice, trigger="person", state="done")
    tab = SmartTab.objects.create(user=alice, name="All", rules=rules_to_json(Rules()))
    StatisticsTab.objects.create(user=alice, kind="genres")
    for state in ("held", "kept"):
        missing = save(alice, Song(timezone.now()))
        SavedTrack.objects.filter(pk=missing.pk).update(missing=state, missing_since=timezone.now())
    saved = save(alice, Song(timezone.now()))
    webhook, _ = make_webhook(alice, url="https://hooks.example/", events=CHOSEN_EVENTS)
    token, _ = make_token(alice, name="My phone", scopes=[ApiToken.Scope.READ])
    link, _ = make_link(alice, name="My button")
    values = {"run": run.pk, "tab": tab.pk, "saved": saved.pk, "webhook": webhook.pk}
    values |= {"token": token.pk, "link": link.pk, "track": saved.track_id, "year": saved.added_at.year}
    return as_alice.get(address.format(**values)).content.decode()


def test_there_are_no_inline_styles_or_scripts(page):
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert "<style" not in page
    # A document of a chart is data, which no browser runs.
    assert not re.search(r'<script(?![^>]*\ssrc=)(?! type="application/json">)', page)
    assert not re.search(r"<[^>]+\son[a-z]+=", page)


def test_nothing_but_covers_is_loaded_from_elsewhere(page):
    elsewhere = re.findall(r'<(?:script|img|link)[^>]+(?:src|href)="(?:https?:)?//[^"]*"', page)
    assert all(re.match(r'<img class="cover[^"]*" src="https://i\.scdn\.co/', one) for one in elsewhere)


def test_no_other_site_is_told_the_page(client, db):
    assert client.get("/")["Referrer-Policy"] == "same-origin"


def test_htmx_adds_no_styles_of_its_own(page):
    assert '"includeIndicatorStyles": false' in page


def test_every_form_that_posts_is_guarded(page):
    forms = re.findall(r'<form method="post".*?</form>', page, flags=re.DOTALL)
    assert forms
    assert all("csrfmiddlewaretoken" in form for form in forms)


def test_it_has_a_title_a_heading_and_the_attribution(page):
    assert re.search(r"<title>[^<]+</title>", page)
    assert len(re.findall(r"<h1", page)) == 1
    assert "Saved tracks come from" in page


def test_a_link_that_opens_another_tab_gives_nothing_away(page):
    for link in re.findall(r"<a [^>]*target=[^>]*>", page):
        assert "noopener" in link


def test_the_policy_is_sent(as_alice):
    policy = as_alice.get("/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy


def test_the_static_files_of_the_page_exist(client):
    from django.contrib.staticfiles import finders

    assert finders.find("site/site.css")
    assert finders.find("site/mark.svg")
    assert (django_settings.ROOT / "package-lock.json").is_file()


def test_the_icon_is_where_browsers_look_for_one(client):
    answer = client.get("/favicon.ico")
    icon = b"".join(answer.streaming_content)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/x-icon")
    kind, count = struct.unpack("<HH", icon[2:6])
    assert (kind, [icon[6 + 16 * number] for number in range(count)]) == (1, [16, 32, 48])


def test_every_form_that_leads_to_a_vendor_has_its_return_address(page):
    """Otherwise an earlier sign-in's destination, which the session remembers, would be used again."""
    for form in re.findall(r'<form method="post" action="/login/.*?</form>', page, flags=re.DOTALL):
        assert 'name="next"' in form


def hosts(sources: list[str]) -> set[str]:
    return {source for source in sources if "'" not in source and source != "data:"}


def test_the_policy_names_the_hosts_that_a_form_leads_to_and_no_other(client, as_alice, as_bob, settings):
    """Each is where a form of a page ends: Chromium follows the redirects of a form with this rule."""
    settings.SPOTIFY_ACCOUNTS_URL = "https://accounts.spotify.com"
    settings.GOOGLE_ACCOUNTS_URL = "https://accounts.google.com"
    settings.SPOTIFY_CLIENT_SECRET = settings.GOOGLE_CLIENT_SECRET = "secret"
    pages = [client.get("/"), as_alice.get("/"), as_alice.get("/settings/"), as_bob.get("/sheet/")]
    forms = "".join(page.content.decode() for page in pages)
    sign_ins = set(re.findall(r'action="(/login/[^"]+)"', forms))
    places = [urlsplit(as_bob.post(address)["Location"]) for address in sign_ins]
    allowed = form_action(("app", settings.SPOTIFY_ACCOUNTS_URL), ("app", settings.GOOGLE_ACCOUNTS_URL))
    assert {f"{place.scheme}://{place.netloc}" for place in places} == hosts(allowed)


def test_the_policy_lets_a_page_load_from_nowhere_else():
    directives = django_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert {name for name in directives if hosts(directives[name])} <= {"form-action", "img-src"}
    assert directives["img-src"] == ["'self'", "data:", "https://i.scdn.co"]
