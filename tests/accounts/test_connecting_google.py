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


def test_connecting_stores_a_lasting_permission_for_files_of_ours(sandbox, browser):
    assert connect(browser, "ada").status_code == 302
    credential = google_of(User.objects.get())
    assert credential.account == "ada@example.com"
    assert DRIVE_FILE in credential.scopes.split()
    assert unseal(credential.access_sealed) in sandbox.world.google.grants.access
    assert unseal(credential.refresh_sealed) in sandbox.world.google.grants.refresh
    assert UserSocialAuth.objects.get(provider=GOOGLE).extra_data == {}


def test_it_asks_offline_with_consent_for_files_of_ours_only(browser):
    fields = parse_qs(urlsplit(browser.begin(GOOGLE)["Location"]).query)
    assert set(fields["scope"][0].split()) == {DRIVE_FILE, "openid", "email"}
    assert (fields["access_type"], fields["prompt"]) == (["offline"], ["consent"])
    assert fields["code_challenge_method"] == ["S256"]


def test_who_connects_again_finds_their_account_chosen(browser):
    connect(browser, "ada")
    fields = parse_qs(urlsplit(browser.begin(GOOGLE)["Location"]).query)
    assert fields["login_hint"] == ["ada@example.com"]


def test_a_box_left_unticked_is_noticed(browser):
    page = connect(browser, "ada", granted="nothing")
    assert (page.status_code, problem_of(page)) == (403, "permission_not_given")
    assert not Credential.objects.filter(provider="google").exists()


def test_saying_no_at_google(browser):
    page = connect(browser, "ada", decision="cancel")
    assert (page.status_code, problem_of(page)) == (403, "google_authorization_declined")


def test_an_answer_for_somebody_who_signed_out_meanwhile(browser):
    address = browser.decide(browser.consent_page(GOOGLE), "ada")
    browser.site.logout()
    page = browser.come_back(address)
    assert (page.status_code, problem_of(page)) == (403, "google_session_context_missing")


@pytest.mark.parametrize(("service", "kind"), [("google-token", "token"), ("google-userinfo", "userinfo")])
@pytest.mark.parametrize(
    "effect", [{"status": 503}, {"html": True, "status": 200}, {"drop": "after"}, {"cut": 9}]
)
def test_google_in_trouble(sandbox, browser, service, kind, effect):
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


def test_another_google_account_can_take_over_while_no_sheet_depends_on_it(browser):
    connect(browser, "ada")
    assert connect(browser, "ben").status_code == 302
    assert google_of(User.objects.get()).account == "ben@example.com"
    assert UserSocialAuth.objects.filter(provider=GOOGLE).count() == 1


def test_another_google_account_cannot_reach_the_sheet_in_the_first_ones_drive(browser):
    connect(browser, "ada")
    user = User.objects.get()
    LinkedSheet.objects.create(
        user=user, spreadsheet_id="s", url="https://x.example", method="created", gid=1
    )
    page = connect(browser, "ben")
    assert (page.status_code, problem_of(page)) == (403, "another_google_account")
    assert google_of(user).account == "ada@example.com"
    assert connect(browser, "ada").status_code == 302


def test_googles_token_is_renewed_and_keeps_the_old_refresh_token(sandbox, browser):
    connect(browser, "ada")
    user = User.objects.get()
    before = google_of(user)
    token = access_token(user, "google", force=True)
    assert token in sandbox.world.google.grants.access
    assert token != unseal(before.access_sealed)
    assert google_of(user).refresh_sealed == before.refresh_sealed


def test_a_permission_taken_back_at_google_is_doubted_first_and_then_over(sandbox, browser):
    connect(browser, "ada")
    user = User.objects.get()
    sandbox.world.google.revoke("ada")
    with pytest.raises(TryLater):
        access_token(user, "google", force=True)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)), pytest.raises(Reconnect) as over:
        access_token(user, "google", force=True)
    assert over.value.vendor == "google"


def test_disconnecting_takes_the_permission_back_at_google_and_forgets_it(sandbox, browser):
    connect(browser, "ada")
    assert browser.site.post(f"/disconnect/{GOOGLE}/").status_code == 302
    assert not sandbox.world.google.grants.refresh
    assert not Credential.objects.filter(provider="google").exists()
    assert not UserSocialAuth.objects.filter(provider=GOOGLE).exists()
    assert connect(browser, "ada").status_code == 302


def test_disconnecting_works_while_google_is_away(sandbox, browser, settings):
    connect(browser, "ada")
    settings.GOOGLE_TOKEN_URL = "http://127.0.0.1:9/token"
    disconnect_google(User.objects.get())
    assert not Credential.objects.filter(provider="google").exists()


def test_deleting_an_account_leaves_nothing_behind(sandbox, browser):
    connect(browser, "ada")
    delete_account(User.objects.get())
    assert not User.objects.exists()
    assert not Credential.objects.exists()
    assert not UserSocialAuth.objects.exists()
    assert not sandbox.world.google.grants.refresh
