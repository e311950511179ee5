"""A sign-in with Spotify and the connection of Google, over the sandbox's own consent pages."""

import pytest
import requests
from django.utils import timezone
from social_django.models import UserSocialAuth

from accounts.models import Credential, User
from accounts.sealing import unseal
from accounts.signals import reconnected
from sheets.models import LinkedSheet
from tests.support.oauth_browser import DRIVE_FILE, GOOGLE, Browser, connect_google

pytestmark = pytest.mark.django_db


def google_of(user: User) -> Credential:
    return Credential.objects.get(user=user, provider="google")


def problem_of(page) -> str:
    return page.content.decode().split('data-problem="')[1].split('"')[0]


def test_the_first_sign_in_creates_the_person(sandbox, browser):
    back = browser.sign_in("ada")
    assert (back.status_code, back["Location"]) == (302, "/sheet/")
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


def test_signing_in_starts_a_new_session(browser):
    browser.begin()
    before = browser.site.session.session_key
    browser.sign_in("ada")
    assert browser.site.session.session_key != before


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
    received = []

    def receive(user, provider, **_):
        received.append((user.username, provider))

    reconnected.connect(receive)
    try:
        browser.sign_in("ada")
    finally:
        reconnected.disconnect(receive)
    credential = Credential.objects.get()
    assert (credential.state, credential.unconfirmed_since) == (Credential.State.ACTIVE, None)
    assert credential.authorized_at > old
    assert received == [(User.objects.get().username, "spotify")]


def test_a_sign_in_returns_to_the_page_it_began_on(browser):
    page = browser.begin(next="/sheet/")
    back = browser.come_back(browser.decide(requests.get(page["Location"], timeout=10), "ada"))
    assert back["Location"] == "/sheet/"


def test_a_sign_in_never_returns_to_another_site(browser):
    page = browser.begin(next="https://evil.example/")
    back = browser.come_back(browser.decide(requests.get(page["Location"], timeout=10), "ada"))
    assert back["Location"] == "/sheet/"


# Google


def test_connecting_google_stores_a_refresh_token_for_created_files(sandbox, signed_in):
    assert connect_google(signed_in, "ada").status_code == 302
    credential = google_of(User.objects.get())
    assert credential.account == "ada@example.com"
    assert DRIVE_FILE in credential.scopes.split()
    assert unseal(credential.access_sealed) in sandbox.world.google.grants.access
    assert unseal(credential.refresh_sealed) in sandbox.world.google.grants.refresh
    assert UserSocialAuth.objects.get(provider=GOOGLE).extra_data == {}


def test_a_box_left_unticked_at_google_is_refused(signed_in):
    page = connect_google(signed_in, "ada", granted="nothing")
    assert (page.status_code, problem_of(page)) == (403, "permission_not_given")
    assert not Credential.objects.filter(provider="google").exists()


def test_declining_at_google_connects_nothing(signed_in):
    page = connect_google(signed_in, "ada", decision="cancel")
    assert (page.status_code, problem_of(page)) == (403, "google_authorization_declined")


def test_google_cannot_be_connected_after_signing_out(signed_in):
    address = signed_in.decide(signed_in.consent_page(GOOGLE), "ada")
    signed_in.site.logout()
    page = signed_in.come_back(address)
    assert (page.status_code, problem_of(page)) == (403, "google_session_context_missing")


@pytest.mark.parametrize(("service", "kind"), [("google-token", "token"), ("google-userinfo", "userinfo")])
@pytest.mark.parametrize(
    "effect", [{"status": 503}, {"html": True, "status": 200}, {"drop": "after"}, {"cut": 9}]
)
def test_a_failure_at_google_is_a_page(sandbox, signed_in, service, kind, effect):
    sandbox.world.faults.add(service, kind, effect)
    page = connect_google(signed_in, "ada")
    assert page.status_code in {502, 503}
    assert problem_of(page).startswith("google_")


def test_one_google_account_serves_one_person(signed_in):
    connect_google(signed_in, "ada")
    other = Browser()
    other.sign_in("ben")
    page = connect_google(other, "ada")
    assert (page.status_code, problem_of(page)) == (409, "google_identity_in_use")
    assert Credential.objects.filter(provider="google").count() == 1


def test_another_google_account_can_replace_the_first_without_a_sheet(signed_in):
    connect_google(signed_in, "ada")
    assert connect_google(signed_in, "ben").status_code == 302
    assert google_of(User.objects.get()).account == "ben@example.com"
    assert UserSocialAuth.objects.filter(provider=GOOGLE).count() == 1


def test_another_google_account_cannot_replace_the_one_with_the_sheet(signed_in):
    connect_google(signed_in, "ada")
    user = User.objects.get()
    LinkedSheet.objects.create(
        user=user, spreadsheet_id="s", url="https://x.example", method="created", gid=1
    )
    page = connect_google(signed_in, "ben")
    assert (page.status_code, problem_of(page)) == (403, "another_google_account")
    assert google_of(user).account == "ada@example.com"
    assert connect_google(signed_in, "ada").status_code == 302
