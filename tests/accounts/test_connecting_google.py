"""Connect Google over the sandbox's own consent page, and let go of it."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.utils import timezone
from social_django.models import UserSocialAuth

from accounts.deletion import delete_account, disconnect_google
from accounts.models import Credential, User
from accounts.sealing import unseal
from accounts.token_refresh import access_token
from problems.kinds import Reconnect, TryLater
from sheets.models import LinkedSheet
from tests.accounts.signing_in import Browser

pytestmark = pytest.mark.django_db
GOOGLE = "google-oauth2"
DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"


@pytest.fixture
def browser(sandbox) -> Browser:
    browser = Browser()
    browser.sign_in("ada")
    return browser


def google_of(user: User) -> Credential:
    return Credential.objects.get(user=user, provider="google")


def problem_of(page) -> str:
    return page.content.decode().split('data-problem="')[1].split('"')[0]


def connect(browser: Browser, person: str, **more: object):
    return browser.come_back(browser.decide(browser.consent_page(GOOGLE), person, **more))


def test_connecting_google_stores_a_refresh_token_for_created_files(sandbox, browser):
    assert connect(browser, "ada").status_code == 302
    credential = google_of(User.objects.get())
    assert credential.account == "ada@example.com"
    assert DRIVE_FILE in credential.scopes.split()
    assert unseal(credential.access_sealed) in sandbox.world.google.grants.access
    assert unseal(credential.refresh_sealed) in sandbox.world.google.grants.refresh
    assert UserSocialAuth.objects.get(provider=GOOGLE).extra_data == {}


def test_google_is_asked_for_offline_access_to_created_files_only(browser):
    fields = parse_qs(urlsplit(browser.begin(GOOGLE)["Location"]).query)
    assert set(fields["scope"][0].split()) == {DRIVE_FILE, "openid", "email"}
    assert (fields["access_type"], fields["prompt"]) == (["offline"], ["consent"])
    assert fields["code_challenge_method"] == ["S256"]


def test_reconnecting_google_preselects_the_account(browser):
    connect(browser, "ada")
    fields = parse_qs(urlsplit(browser.begin(GOOGLE)["Location"]).query)
    assert fields["login_hint"] == ["ada@example.com"]


def test_a_box_left_unticked_at_google_is_refused(browser):
    page = connect(browser, "ada", granted="nothing")
    assert (page.status_code, problem_of(page)) == (403, "permission_not_given")
    assert not Credential.objects.filter(provider="google").exists()


def test_declining_at_google_connects_nothing(browser):
    page = connect(browser, "ada", decision="cancel")
    assert (page.status_code, problem_of(page)) == (403, "google_authorization_declined")


def test_google_cannot_be_connected_after_signing_out(browser):
    address = browser.decide(browser.consent_page(GOOGLE), "ada")
    browser.site.logout()
    page = browser.come_back(address)
    assert (page.status_code, problem_of(page)) == (403, "google_session_context_missing")


@pytest.mark.parametrize(("service", "kind"), [("google-token", "token"), ("google-userinfo", "userinfo")])
@pytest.mark.parametrize(
    "effect", [{"status": 503}, {"html": True, "status": 200}, {"drop": "after"}, {"cut": 9}]
)
def test_a_failure_at_google_is_a_page(sandbox, browser, service, kind, effect):
    sandbox.world.faults.add(service, kind, effect)
    page = connect(browser, "ada")
    assert page.status_code in {502, 503}
    assert problem_of(page).startswith("google_")


def test_one_google_account_serves_one_person(browser):
    connect(browser, "ada")
    other = Browser()
    other.sign_in("ben")
    page = connect(other, "ada")
    assert (page.status_code, problem_of(page)) == (409, "google_identity_in_use")
    assert Credential.objects.filter(provider="google").count() == 1


def test_another_google_account_can_replace_the_first_without_a_sheet(browser):
    connect(browser, "ada")
    assert connect(browser, "ben").status_code == 302
    assert google_of(User.objects.get()).account == "ben@example.com"
    assert UserSocialAuth.objects.filter(provider=GOOGLE).count() == 1


def test_another_google_account_cannot_replace_the_one_with_the_sheet(browser):
    connect(browser, "ada")
    user = User.objects.get()
    LinkedSheet.objects.create(
        user=user, spreadsheet_id="s", url="https://x.example", method="created", gid=1
    )
    page = connect(browser, "ben")
    assert (page.status_code, problem_of(page)) == (403, "another_google_account")
    assert google_of(user).account == "ada@example.com"
    assert connect(browser, "ada").status_code == 302


def test_a_refresh_at_google_keeps_the_refresh_token(sandbox, browser):
    connect(browser, "ada")
    user = User.objects.get()
    before = google_of(user)
    token = access_token(user, "google", force=True)
    assert token in sandbox.world.google.grants.access
    assert token != unseal(before.access_sealed)
    assert google_of(user).refresh_sealed == before.refresh_sealed


def test_a_permission_revoked_at_google_is_unconfirmed_first_and_then_ended(sandbox, browser):
    connect(browser, "ada")
    user = User.objects.get()
    sandbox.world.google.revoke("ada")
    with pytest.raises(TryLater):
        access_token(user, "google", force=True)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)), pytest.raises(Reconnect) as over:
        access_token(user, "google", force=True)
    assert over.value.vendor == "google"


def test_disconnecting_google_revokes_the_permission_first(sandbox, browser):
    connect(browser, "ada")
    assert browser.site.post(f"/disconnect/{GOOGLE}/").status_code == 302
    assert not sandbox.world.google.grants.refresh
    assert not Credential.objects.filter(provider="google").exists()
    assert not UserSocialAuth.objects.filter(provider=GOOGLE).exists()
    assert connect(browser, "ada").status_code == 302


def test_google_can_be_disconnected_while_it_does_not_answer(sandbox, browser, settings):
    connect(browser, "ada")
    settings.GOOGLE_TOKEN_URL = "http://127.0.0.1:9/token"
    disconnect_google(User.objects.get())
    assert not Credential.objects.filter(provider="google").exists()


def test_deleting_an_account_revokes_google_and_deletes_all_rows(sandbox, browser):
    connect(browser, "ada")
    delete_account(User.objects.get())
    assert not User.objects.exists()
    assert not Credential.objects.exists()
    assert not UserSocialAuth.objects.exists()
    assert not sandbox.world.google.grants.refresh
