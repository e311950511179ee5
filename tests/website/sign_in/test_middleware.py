"""Every way a sign-in can fail is a page that says what happened and what to do."""

import re

import pytest
from social_django.models import Nonce

from accounts.models import Credential, Session, User
from accounts.rate_limits import person_key
from providers.models import SpotifyApp
from providers.spotify.page_budget import PageBudget
from providers.spotify.problems import SpotifyPagesLater
from tests.support.oauth_browser import Browser
from tests.support.waiting import wait_for

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def browser(sandbox) -> Browser:
    return Browser()


def problem_of(page) -> str:
    """The problem's code; the page has one sentence, one button, and no secret."""
    text = page.content.decode()
    assert "Traceback" not in text
    assert 'role="button"' in text or "<button" in text
    return text.split('data-problem="')[1].split('"')[0]


def fails(page, status: int, code: str) -> None:
    assert page.status_code == status
    assert problem_of(page) == code
    assert "no-store" in page["Cache-Control"]


def test_declining_at_spotify_stores_nothing(browser):
    fails(browser.sign_in("ada", decision="cancel"), 403, "spotify_authorization_declined")
    assert not User.objects.exists()


def test_a_callback_address_works_once(browser):
    address = browser.decide(browser.consent_page(), "ada")
    browser.come_back(address)
    fails(browser.come_back(address), 403, "spotify_session_context_missing")


def test_a_callback_address_is_bound_to_its_browser(browser):
    address = browser.decide(browser.consent_page(), "ada")
    fails(Browser().come_back(address), 403, "spotify_session_context_missing")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x&code=y", "?error=server_error&state=x", "?state=x"]
)
def test_a_made_up_callback_address_is_refused(browser, query):
    page = browser.site.get(f"/complete/spotify/{query}")
    assert page.status_code in {400, 403}
    assert problem_of(page).startswith("spotify_")


def test_an_old_state_is_refused(browser, settings):
    settings.SOCIAL_AUTH_STATE_LIFETIME = 1
    address = browser.decide(browser.consent_page(), "ada")
    import time_machine
    from django.utils import timezone

    with time_machine.travel(timezone.now() + timezone.timedelta(seconds=5)):
        fails(browser.come_back(address), 403, "spotify_state_mismatch")


def test_a_code_that_spotify_rejects_is_stale(sandbox, browser):
    address = browser.decide(browser.consent_page(), "ada")
    sandbox.world.spotify.grants.codes.clear()
    fails(browser.come_back(address), 403, "spotify_authorization_code_rejected")


@pytest.mark.parametrize(
    ("effect", "code"),
    [("not_registered", "spotify_not_on_allow_list"), ("premium", "spotify_owner_without_premium")],
)
def test_a_profile_that_spotify_refuses_creates_no_one(sandbox, browser, effect, code):
    sandbox.world.faults.add("spotify-api", "me", {"spotify": effect})
    page = browser.sign_in("ada")
    fails(page, 503, code)
    assert not User.objects.exists()
    assert not Credential.objects.exists()


def test_the_older_message_about_the_allow_list_is_recognised(sandbox, browser):
    body = "User not registered in the Developer Dashboard"
    sandbox.world.faults.add("spotify-api", "me", {"status": 403, "body": body, "content_type": "text/plain"})
    fails(browser.sign_in("ada"), 503, "spotify_not_on_allow_list")


def test_a_refused_profile_without_a_reason(sandbox, browser):
    sandbox.world.faults.add("spotify-api", "me", {"status": 403, "body": "", "content_type": "text/plain"})
    fails(browser.sign_in("ada"), 503, "spotify_refused_profile")


OUTAGES = [
    {"status": 500, "body": '{"error":"server_error"}', "content_type": JSON},
    {"status": 503, "body": "no healthy upstream", "content_type": "text/plain"},
    {"html": True, "status": 502},
    {"html": True, "status": 200},
    {"status": 200, "body": "[]", "content_type": JSON},
    {"status": 200, "body": "null", "content_type": JSON},
    {"status": 429, "body": "Too many requests", "content_type": "text/plain"},
    {"drop": "before"},
    {"drop": "after"},
    {"cut": 12},
]


@pytest.mark.parametrize("effect", OUTAGES)
@pytest.mark.parametrize(("service", "kind"), [("spotify-accounts", "token"), ("spotify-api", "me")])
def test_a_failure_at_spotify_is_a_page_and_the_next_sign_in_works(sandbox, browser, service, kind, effect):
    sandbox.world.faults.add(service, kind, effect)
    page = browser.sign_in("ada")
    assert page.status_code in {502, 503}
    assert problem_of(page).startswith("spotify_")
    assert not User.objects.exists()
    SpotifyApp.objects.update(blocked_until=None)  # as if the minute that a 429 asks for were over
    browser.sign_in("ada")
    assert User.objects.count() == 1


@pytest.mark.slow
@pytest.mark.parametrize(("service", "kind"), [("spotify-accounts", "token"), ("spotify-api", "me")])
def test_a_timeout_at_spotify_is_a_page(sandbox, browser, settings, service, kind):
    address = browser.decide(browser.consent_page(), "ada")
    settings.SOCIAL_AUTH_REQUESTS_TIMEOUT = 0.5
    sandbox.world.faults.add(service, kind, {"hang": 0.8})
    fails(browser.come_back(address), 503, "spotify_timeout")
    wait_for(lambda: sandbox.world.count(service, kind) == 1)


def test_an_unreachable_spotify_is_a_page(browser, settings):
    address = browser.decide(browser.consent_page(), "ada")
    settings.SPOTIFY_ACCOUNTS_URL = "http://127.0.0.1:9"
    fails(browser.come_back(address), 503, "spotify_connection_failed")


@pytest.mark.parametrize("body", ["{}", '{"display_name":"Ada"}', '{"id":null,"account_id":""}'])
def test_a_profile_without_any_id_is_refused(sandbox, browser, body):
    sandbox.world.faults.add("spotify-api", "me", {"status": 200, "body": body, "content_type": JSON})
    fails(browser.sign_in("ada"), 502, "spotify_missing_claim")
    assert not User.objects.exists()


def test_a_profile_with_only_an_account_id_is_enough(sandbox, browser):
    body = '{"account_id":"A1","display_name":null}'
    sandbox.world.faults.add("spotify-api", "me", {"status": 200, "body": body, "content_type": JSON})
    assert browser.sign_in("ada").status_code == 302
    assert User.objects.get().spotify_account_id == "A1"


@pytest.mark.parametrize("name", ["SPOTIFY_CLIENT_ID", "SPOTIFY_CLIENT_SECRET"])
def test_a_site_without_an_app_names_the_missing_settings(browser, settings, name):
    setattr(settings, name, "")
    page = browser.begin()
    fails(page, 503, "not_configured")
    assert name in page.content.decode()


def test_a_wrong_client_secret_is_the_operators_problem(browser, settings):
    settings.SPOTIFY_CLIENT_SECRET = "wrong"
    fails(browser.sign_in("ada"), 503, "spotify_invalid_setting")


def test_another_persons_spotify_account_is_refused(browser):
    browser.sign_in("ada")
    fails(browser.sign_in("ben"), 403, "another_spotify_account")
    Browser().sign_in("ben")
    fails(browser.sign_in("ben"), 409, "spotify_identity_in_use")
    assert User.objects.count() == 2


def test_a_switched_off_person_cannot_sign_in(browser):
    browser.sign_in("ada")
    User.objects.update(is_active=False)
    fails(Browser().sign_in("ada"), 403, "spotify_authentication_disallowed")


def test_a_permission_without_the_library_scope_is_refused(sandbox, browser):
    body = '{"access_token":"x","token_type":"Bearer","expires_in":3600,"refresh_token":"y","scope":"other"}'
    sandbox.world.faults.add("spotify-accounts", "token", {"status": 200, "body": body, "content_type": JSON})
    profile = '{"id":"ada"}'
    sandbox.world.faults.add("spotify-api", "me", {"status": 200, "body": profile, "content_type": JSON})
    fails(browser.sign_in("ada"), 403, "permission_not_given")
    assert not User.objects.exists()


def test_a_permission_without_a_refresh_token_is_refused(sandbox, browser):
    body = '{"access_token":"x","token_type":"Bearer","expires_in":3600}'
    sandbox.world.faults.add("spotify-accounts", "token", {"status": 200, "body": body, "content_type": JSON})
    profile = '{"id":"ada"}'
    sandbox.world.faults.add("spotify-api", "me", {"status": 200, "body": profile, "content_type": JSON})
    fails(browser.sign_in("ada"), 403, "no_lasting_permission")
    assert not User.objects.exists()


def test_google_cannot_be_connected_before_signing_in(browser):
    page = browser.begin("google-oauth2")
    fails(page, 403, "sign_in_first")
    assert "Try again" not in page.content.decode()


def test_spotify_cannot_be_disconnected(browser):
    browser.sign_in("ada")
    fails(browser.site.post("/disconnect/spotify/"), 403, "spotify_disconnect_disallowed")


def test_an_error_outside_of_a_sign_in_is_not_caught(browser, settings):
    settings.ROOT_URLCONF = "tests.website.sign_in.broken_urls"
    with pytest.raises(ZeroDivisionError):
        browser.site.get("/")


def test_sign_ins_from_one_address_are_limited_and_leave_no_session(sandbox, settings):
    settings.SIGN_INS_PER_ADDRESS_PER_HOUR = 2
    for _ in range(2):
        assert Browser().begin().status_code == 302
    for _ in range(20):
        fails(Browser().begin(next="/settings/"), 429, "sign_in_limit")
    assert Session.objects.count() == Nonce.objects.count() == 2
    answer = Browser().begin()
    assert 0 < int(answer["Retry-After"]) <= 3660
    page = answer.content.decode()
    assert "The next one can begin in an hour." in page
    # A button that would be refused is none, and there is a way home.
    assert "Try again" not in page
    assert '<a role="button" href="/">To the first page</a>' in page


def test_another_address_is_let_in_as_the_server_in_front_saw_it(sandbox, settings):
    settings.SIGN_INS_PER_ADDRESS_PER_HOUR = 1
    settings.PUBLIC = True

    def begin(forwarded):
        return Browser().site.post("/login/spotify/", headers={"x-forwarded-for": forwarded}).status_code

    assert begin("203.0.113.7") == 302
    # What stands before the last entry is the client's word.
    assert begin("198.51.100.1, 203.0.113.7") == 429
    assert begin("203.0.113.8") == 302


def test_who_is_signed_in_connects_again_as_often_as_their_hour_allows(sandbox, browser):
    for _ in range(10):
        browser.sign_in("ada")
    asked = sandbox.world.count("spotify-api")
    refused = browser.begin()
    fails(refused, 429, "person_sign_in_limit")
    assert re.search(r"You can sign in again in (an hour|\d+ minutes)\.", refused.content.decode())
    assert 3000 < int(refused["Retry-After"]) <= 3660
    assert sandbox.world.count("spotify-api") == asked
    # Still signed in, and others sign in.
    assert browser.site.get("/settings/").status_code == 200
    assert Browser().sign_in("ben").status_code == 302


def test_who_signs_out_before_each_sign_in_uses_up_the_address(sandbox, settings):
    settings.SIGN_INS_PER_PERSON_PER_HOUR = 3
    for _ in range(3):
        Browser().sign_in("ada")
    fails(Browser().sign_in("ada"), 429, "person_sign_in_limit")
    asked = sandbox.world.count("spotify-api")
    fails(Browser().begin(), 429, "sign_in_limit")
    assert sandbox.world.count("spotify-api") == asked


def test_deleting_everything_gives_no_new_sign_ins(sandbox, settings):
    settings.SIGN_INS_PER_PERSON_PER_HOUR = 2
    for _ in range(2):
        browser = Browser()
        browser.sign_in("ada")
        browser.site.post("/leave/")
    assert not User.objects.exists()
    fails(Browser().sign_in("ada"), 429, "person_sign_in_limit")
    assert not User.objects.exists()


def test_the_limit_of_an_address_holds_for_who_is_signed_in(browser, settings):
    settings.SIGN_INS_PER_ADDRESS_PER_HOUR = 2
    browser.sign_in("ada")
    assert browser.begin().status_code == 302
    fails(browser.begin(), 429, "sign_in_limit")


def test_sign_ins_count_for_the_persons_share_of_the_day(browser, settings):
    settings.SPOTIFY_REQUESTS_PER_DAY = 9
    for _ in range(3):
        browser.sign_in("ada")
    budget = PageBudget(
        settings.SPOTIFY_CLIENT_ID, person_key(User.objects.get()), 0, are_others_waiting=True
    )
    with pytest.raises(SpotifyPagesLater):
        budget.take_request()


@pytest.mark.parametrize(
    "path", ["/", "/privacy/", "/complete/spotify/", "/complete/spotify/?state=a&code=b", "/settings/"]
)
def test_a_look_leaves_no_session(sandbox, path):
    Browser().site.get(path)
    assert not Session.objects.exists()
