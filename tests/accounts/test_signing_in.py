"""Sign in with Spotify over the sandbox's own OAuth pages."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from social_django.models import UserSocialAuth

from accounts.models import Credential, User
from accounts.sealing import unseal
from accounts.signals import reconnected
from tests.accounts.signing_in import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(sandbox) -> Browser:
    return Browser()


def asked(location: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def test_the_first_sign_in_makes_the_person(sandbox, browser):
    back = browser.sign_in("ada")
    assert (back.status_code, back["Location"]) == (302, "/")
    user = User.objects.get()
    account = sandbox.world.spotify.account("ada")
    assert (user.spotify_id, user.spotify_account_id) == (account.id, account.account_id)
    assert user.display_name == "Ada Lindqvist"
    assert not user.has_usable_password()
    assert browser.site.session["_auth_user_id"] == str(user.pk)


def test_the_next_sign_in_finds_them(browser):
    browser.sign_in("ada")
    Browser().sign_in("ada")
    assert User.objects.count() == Credential.objects.count() == UserSocialAuth.objects.count() == 1


def test_two_people_are_two_people(browser):
    browser.sign_in("ada")
    Browser().sign_in("ben")
    assert User.objects.count() == 2


def test_it_asks_for_the_library_only_and_proves_itself_with_pkce(browser):
    fields = asked(browser.begin()["Location"])
    assert fields["scope"] == "user-library-read"
    assert fields["code_challenge_method"] == "S256"
    assert len(fields["state"]) >= 32
    assert "show_dialog" not in fields


def test_who_reconnects_is_asked_who_they_are(browser):
    browser.sign_in("ada")
    assert asked(browser.begin()["Location"])["show_dialog"] == "true"


def test_signing_in_starts_a_new_session(browser):
    browser.begin()
    before = browser.site.session.session_key
    browser.sign_in("ada")
    assert browser.site.session.session_key != before


def test_beginning_takes_a_post(browser):
    assert browser.site.get("/login/spotify/").status_code == 405


def test_the_tokens_are_sealed_and_good(sandbox, browser):
    browser.sign_in("ada")
    credential = Credential.objects.get()
    assert unseal(credential.access_sealed) in sandbox.world.spotify.grants.access
    assert unseal(credential.refresh_sealed) in sandbox.world.spotify.grants.by_refresh
    assert credential.scopes == "user-library-read"
    assert credential.client_id == "sandbox-spotify-client"
    assert UserSocialAuth.objects.get().extra_data == {}


def test_reconnecting_starts_the_six_months_anew_and_tells_who_waits(browser):
    browser.sign_in("ada")
    old = timezone.now() - timezone.timedelta(days=170)
    Credential.objects.update(authorized_at=old, state=Credential.State.ENDED, unconfirmed_since=old)
    heard = []

    def hear(user, provider, **_):
        heard.append((user.username, provider))

    reconnected.connect(hear)
    try:
        browser.sign_in("ada")
    finally:
        reconnected.disconnect(hear)
    credential = Credential.objects.get()
    assert (credential.state, credential.unconfirmed_since) == (Credential.State.ACTIVE, None)
    assert credential.authorized_at > old
    assert heard == [(User.objects.get().username, "spotify")]


def test_the_page_one_came_from_is_the_page_one_comes_back_to(browser):
    page = browser.begin(next="/sheet/")
    import requests

    back = browser.come_back(browser.decide(requests.get(page["Location"], timeout=10), "ada"))
    assert back["Location"] == "/sheet/"


def test_another_sites_page_is_not(browser):
    import requests

    page = browser.begin(next="https://evil.example/")
    back = browser.come_back(browser.decide(requests.get(page["Location"], timeout=10), "ada"))
    assert back["Location"] == "/"
