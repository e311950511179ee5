"""Sessions belong to people, end when they are ended, and hold nothing that opens anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.test import Client
from django.utils import timezone

from accounts.deletion import delete_account
from accounts.models import Credential, Session, User
from accounts.sealing import unseal
from accounts.sessions import SessionStore, describe_device, end_sessions, hash_key, sessions_of
from syncer.retention import tidy_up
from tests.support.cast import make_user, make_users
from tests.support.oauth_browser import Browser, connect_google

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0"
AGENTS = {
    FIREFOX: "firefox/linux",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36": (
        "chrome/windows"
    ),
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0": (
        "edge/windows"
    ),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18 Safari/605": (
        "safari/macos"
    ),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML) CriOS/141.0 Safari/604.1": (
        "chrome/ios"
    ),
    "Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 SamsungBrowser/28 Chrome/130 Safari/537.36": (
        "samsung/android"
    ),
    "Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 OPR/120": (
        "opera/chromeos"
    ),
    "curl/8.9": "/",
    "": "/",
}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.Spotify")
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/settings/").status_code == 200


def key_of(client: Client) -> str:
    return client.cookies["sessionid"].value


@pytest.mark.parametrize(("agent", "device"), AGENTS.items(), ids=AGENTS.values())
def test_a_device_is_known_by_browser_and_system_alone(agent: str, device: str) -> None:
    assert describe_device(agent) == device


def test_a_session_is_stored_under_the_hash_of_its_key_with_its_owner() -> None:
    ada = make_user()
    client = signed_in(ada)
    session = Session.objects.get()
    assert session.pk == hash_key(key_of(client))
    assert key_of(client) not in str(Session.objects.values().get())
    assert session.user == ada
    assert abs(session.begun_at - timezone.now()) < timedelta(seconds=10)


def test_the_hash_of_a_key_signs_nobody_in() -> None:
    signed_in(make_user())
    thief = Client()
    thief.cookies["sessionid"] = Session.objects.get().pk
    assert not is_signed_in(thief)


def test_sessions_in_which_nobody_is_signed_in_belong_to_nobody(sandbox) -> None:
    Browser().begin()
    assert Session.objects.get().user is None


def test_only_the_persons_own_sessions_are_listed_and_ended() -> None:
    ada, ben = make_users(2)
    clients = [signed_in(ada), signed_in(ada), signed_in(ben)]
    assert {session.pk for session in sessions_of(ada)} == {hash_key(key_of(one)) for one in clients[:2]}
    assert end_sessions(ada) == 2
    assert not sessions_of(ada)
    assert not is_signed_in(clients[0])
    assert is_signed_in(clients[2])


def test_expired_sessions_are_neither_listed_nor_used() -> None:
    ada = make_user()
    client = signed_in(ada)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert not sessions_of(ada)
        assert not is_signed_in(client)
        SessionStore.clear_expired()
    assert not Session.objects.exists()


def test_use_is_noted_at_most_once_a_minute(django_assert_num_queries) -> None:
    client = signed_in(make_user())
    began = Session.objects.get().last_used_at
    with time_machine.travel(began + timedelta(seconds=59), tick=False):
        with django_assert_num_queries(1):
            SessionStore(key_of(client)).load()
        assert Session.objects.get().last_used_at == began
    later = began + timedelta(seconds=61)
    with time_machine.travel(later, tick=False):
        with django_assert_num_queries(2):
            SessionStore(key_of(client)).load()
        assert Session.objects.get().last_used_at == later
        with django_assert_num_queries(1):
            SessionStore(key_of(client)).load()


def test_the_use_of_an_anonymous_session_is_not_noted(sandbox, django_assert_num_queries) -> None:
    browser = Browser()
    browser.begin()
    with time_machine.travel(timezone.now() + timedelta(minutes=59)), django_assert_num_queries(1):
        assert SessionStore(key_of(browser.site)).load()


def test_a_session_that_was_ended_is_not_stored_again_by_a_request_under_way() -> None:
    ada = make_user()
    store = SessionStore(key_of(signed_in(ada)))
    store["page"] = "half-way"
    end_sessions(ada)
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.exists()


def test_a_key_is_not_used_twice() -> None:
    store = SessionStore(key_of(signed_in(make_user())))
    assert store.exists(store.session_key)
    with pytest.raises(CreateError):
        store.save(must_create=True)


def test_deleting_a_person_ends_their_sessions() -> None:
    ada, ben = make_users(2)
    signed_in(ada)
    signed_in(ben)
    delete_account(ada)
    assert [session.user for session in Session.objects.all()] == [ben]


def test_signing_in_gives_the_session_another_key(sandbox) -> None:
    browser = Browser()
    page = browser.consent_page()
    before = key_of(browser.site)
    browser.come_back(browser.decide(page, "ada"))
    assert key_of(browser.site) != before
    assert Session.objects.count() == 1


def test_the_device_is_that_of_the_browser_that_signs_in(sandbox) -> None:
    browser = Browser()
    browser.site.defaults["HTTP_USER_AGENT"] = FIREFOX
    browser.sign_in("ada")
    assert Session.objects.get().device == "firefox/linux"


@pytest.mark.parametrize("backend", ["spotify", "google-oauth2"])
def test_connecting_an_account_gives_the_session_another_key_and_leaves_its_beginning(
    sandbox, backend: str
) -> None:
    browser = Browser()
    browser.sign_in("ada")
    before, began = key_of(browser.site), Session.objects.get().begun_at
    browser.sign_in("ada", backend=backend)
    session = Session.objects.get()
    assert key_of(browser.site) != before
    assert session.pk == hash_key(key_of(browser.site))
    assert session.begun_at == began
    assert is_signed_in(browser.site)


def test_who_signs_in_again_in_the_same_session_gets_another_key() -> None:
    ada = make_user()
    client = signed_in(ada)
    before = key_of(client)
    client.force_login(ada, backend="accounts.backends.Spotify")
    assert key_of(client) != before
    assert Session.objects.count() == 1


def test_sessions_hold_no_tokens(sandbox) -> None:
    browser = Browser()
    browser.sign_in("ada")
    connect_google(browser, "ada")
    sealed = [text for row in Credential.objects.all() for text in (row.access_sealed, row.refresh_sealed)]
    assert len(sealed) == 4
    held = str([SessionStore().decode(session.session_data) for session in Session.objects.all()])
    assert "_auth_user_id" in held
    assert not [text for text in sealed if text in held or unseal(text) in held]


def test_a_session_of_nobody_signs_nobody_in() -> None:
    """What is left when a person is deleted in the moment in which they sign in."""
    client = signed_in(make_user())
    User.objects.all()._raw_delete(using="default")
    assert not is_signed_in(client)


def test_an_unknown_key_is_an_empty_session() -> None:
    store = SessionStore("x" * 32)
    assert dict(store.items()) == {}
    assert store.session_key is None


def test_a_session_without_a_person_lives_an_hour_and_one_with_a_person_two_weeks(sandbox):
    browser = Browser()
    browser.begin()
    assert Session.objects.get().expire_date - timezone.now() <= timedelta(hours=1)
    assert int(browser.site.cookies["sessionid"]["max-age"]) == 3600
    browser.sign_in("ada")
    assert timedelta(days=13) < Session.objects.get(user__isnull=False).expire_date - timezone.now()
    age = int(browser.site.cookies["sessionid"]["max-age"])
    assert settings.SESSION_COOKIE_AGE - 60 < age <= settings.SESSION_COOKIE_AGE


def test_a_session_ends_two_weeks_after_the_sign_in_whatever_is_done_in_it(sandbox):
    browser = Browser()
    browser.sign_in("ada")
    began = Session.objects.get().begun_at
    with time_machine.travel(began + timedelta(days=10), tick=False) as clock:
        connect_google(browser, "ada")
        assert Session.objects.get().expire_date == began + timedelta(days=14)
        assert int(browser.site.cookies["sessionid"]["max-age"]) == 4 * 86_400
        clock.move_to(began + timedelta(days=14, minutes=-1))
        assert is_signed_in(browser.site)
        clock.move_to(began + timedelta(days=14))
        assert not is_signed_in(browser.site)


def test_a_new_sign_in_begins_the_two_weeks_anew():
    ada = make_user()
    client = signed_in(ada)
    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        client.force_login(ada, backend="accounts.backends.Spotify")
        assert Session.objects.get().expire_date == timezone.now() + timedelta(days=14)


def test_tidying_up_deletes_sessions_of_nobody_after_an_hour(sandbox):
    Browser().begin()
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        tidy_up(timezone.now())
        assert not Session.objects.exists()
