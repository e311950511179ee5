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


def test_the_first_sign_in_creates_the_person(sandbox, browser):
    back = browser.sign_in("ada")
    assert (back.status_code, back["Location"]) == (302, "/")
    user = User.objects.get()
    account = sandbox.world.spotify.account("ada")
    assert (user.spotify_id, user.spotify_account_id) == (account.id, account.account_id)
    assert user.display_name == "Ada Lindqvist"
    assert not user.has_usable_password()
    assert browser.site.session["_auth_user_id"] == str(user.pk)


def test_the_next_sign_in_finds_the_person(browser):
    browser.sign_in("ada")
    Browser().sign_in("ada")
    assert User.objects.count() == Credential.objects.count() == UserSocialAuth.objects.count() == 1


def test_two_spotify_accounts_are_two_people(browser):
    browser.sign_in("ada")
    Browser().sign_in("ben")
    assert User.objects.count() == 2


def test_spotify_is_asked_for_the_library_only_and_with_pkce(browser):
    fields = asked(browser.begin()["Location"])
    assert fields["scope"] == "user-library-read"
    assert fields["code_challenge_method"] == "S256"
    assert len(fields["state"]) >= 32
    assert "show_dialog" not in fields


def test_reconnecting_spotify_shows_the_consent_dialog(browser):
    browser.sign_in("ada")
    assert asked(browser.begin()["Location"])["show_dialog"] == "true"


def test_signing_in_starts_a_new_session(browser):
    browser.begin()
    before = browser.site.session.session_key
    browser.sign_in("ada")
    assert browser.site.session.session_key != before


def test_a_sign_in_begins_with_a_post(browser):
    assert browser.site.get("/login/spotify/").status_code == 405


def test_the_tokens_of_a_sign_in_are_sealed(sandbox, browser):
    browser.sign_in("ada")
    credential = Credential.objects.get()
    assert unseal(credential.access_sealed) in sandbox.world.spotify.grants.access
    assert unseal(credential.refresh_sealed) in sandbox.world.spotify.grants.by_refresh
    assert credential.scopes == "user-library-read"
    assert credential.client_id == "sandbox-spotify-client"
    assert UserSocialAuth.objects.get().extra_data == {}


def test_reconnecting_renews_the_consent_and_sends_a_signal(browser):
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


def test_a_sign_in_returns_to_the_page_it_began_on(browser):
    page = browser.begin(next="/sheet/")
    import requests

    back = browser.come_back(browser.decide(requests.get(page["Location"], timeout=10), "ada"))
    assert back["Location"] == "/sheet/"


def test_a_sign_in_never_returns_to_another_site(browser):
    import requests

    page = browser.begin(next="https://evil.example/")
    back = browser.come_back(browser.decide(requests.get(page["Location"], timeout=10), "ada"))
    assert back["Location"] == "/"
