"""The admin's sign-in: who is let in, for how long, and that guessing locks it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.core.cache.backends.locmem import LocMemCache
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import Session, User
from accounts.second_factor import begin_enrolment, store_enrolment
from accounts.security_log import LOGGER
from accounts.sessions import PASSWORD_BACKEND
from tests.accounts.test_second_factor import shown
from tests.support.cast import make_superuser, make_user
from tests.support.oauth_browser import Browser

pytestmark = pytest.mark.django_db

INDEX = "/admin/"
AT = '<span class="together">at '
LOGIN = "/admin/login/"


@pytest.fixture
def root() -> User:
    return make_superuser()


def log_in(
    client: Client, name: str = "root", password: str = "root", code: str = "", **more: str
) -> HttpResponse:
    data = {"username": name, "password": password, "code": code, "next": INDEX}
    return client.post(LOGIN, data, **more)


def is_in(client: Client) -> bool:
    return client.get(INDEX).status_code == 200


def test_the_password_lets_staff_in_where_no_second_factor_is_required(client, root) -> None:
    assert log_in(client)["Location"] == INDEX
    assert is_in(client)


def test_who_has_enrolled_is_asked_for_a_code_all_the_same(client, root) -> None:
    enrolment = begin_enrolment(root)
    store_enrolment(enrolment)
    assert log_in(client).status_code == 200
    assert not is_in(client)
    log_in(client, code=shown(enrolment))
    assert is_in(client)


def test_where_it_is_required_nobody_is_let_in_without(client, root, settings) -> None:
    settings.ADMIN_SECOND_FACTOR = True
    assertContains(log_in(client, code="123456"), "username, password or code")
    assert not is_in(client)
    codes = store_enrolment(begin_enrolment(root))
    log_in(client, code=codes[0])
    assert is_in(client)
    other = Client()
    log_in(other, code=codes[0])
    assert not is_in(other)


def test_a_session_from_before_it_was_required_is_asked_for_a_code(client, root, settings) -> None:
    log_in(client)
    settings.ADMIN_SECOND_FACTOR = True
    assert not is_in(client)


def test_a_wrong_password_and_a_wrong_code_get_the_same_answer(client, root, settings) -> None:
    settings.ADMIN_SECOND_FACTOR = True
    codes = store_enrolment(begin_enrolment(root))
    answers = [
        log_in(client, password="wrong", code=codes[0]),
        log_in(client, code="000000"),
        log_in(client, "nobody", code=codes[0]),
    ]
    assert {answer.status_code for answer in answers} == {200}
    errors = {str(answer.context["form"].errors) for answer in answers}
    assert len(errors) == 1


def test_a_person_who_is_no_staff_is_not_let_in_by_a_password(client) -> None:
    ada = make_user("ada")
    ada.set_password("a-long-secret")
    ada.save()
    log_in(client, "ada", "a-long-secret")
    assert not Session.objects.filter(user=ada).exists()


def test_a_sign_in_with_spotify_opens_no_admin_also_for_staff(client, root) -> None:
    client.force_login(root, backend="accounts.backends.Spotify")
    assert not is_in(client)
    assertContains(client.get(LOGIN), "for the password again")
    assertNotContains(client.get(LOGIN), "for the staff")
    log_in(client)
    assert is_in(client)


def test_somebody_else_is_told_that_it_is_for_staff_by_their_name_and_led_home(client) -> None:
    ada = make_user("sandbox.ada", display_name="Ada Lindqvist")
    client.force_login(ada, backend="accounts.backends.Spotify")
    page = client.get(LOGIN)
    assertContains(
        page,
        "You are signed in as <bdi>Ada Lindqvist</bdi>. The admin is for the staff of this site.",
        html=True,
    )
    assertNotContains(page, "sandbox.ada")
    assertContains(page, '<a href="/">Back to your own pages</a>', html=True)


def test_a_stranger_is_led_to_the_first_page(client) -> None:
    assertContains(client.get(LOGIN), '<a href="/">To the first page</a>', html=True)


def test_every_page_of_the_admin_has_the_sites_style_and_icon(client, root) -> None:
    log_in(client)
    for page in (client.get(INDEX), client.get("/admin/accounts/user/"), Client().get(LOGIN)):
        assertContains(page, 'href="/static/site/staff.css"')
        assertContains(page, 'href="/static/site/mark.svg"')


def test_after_an_hour_without_use_everything_is_asked_again(client, root) -> None:
    enrolment = begin_enrolment(root)
    store_enrolment(enrolment)
    start = timezone.now().replace(second=15, microsecond=0)
    with time_machine.travel(start, tick=False) as clock:
        log_in(client, code=shown(enrolment))
        for _ in range(3):
            clock.shift(59 * 60)
            assert is_in(client)
        clock.shift(60 * 60)
        answer = client.get("/admin/accounts/user/")
        assert answer["Location"] == f"{LOGIN}?next=/admin/accounts/user/"
        assert client.post("/admin/accounts/user/", {"action": "pause"}).status_code == 302
        log_in(client)
        assert not is_in(client)
        log_in(client, code=shown(enrolment))
        assert is_in(client)


def test_a_persons_pages_stay_open_when_the_admin_closes(client, root) -> None:
    client.force_login(root, backend="accounts.backends.Spotify")
    log_in(client)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert not is_in(client)
        assert client.get("/settings/").status_code == 200


def test_use_of_the_admin_is_stored_at_most_once_a_minute(client, root) -> None:
    log_in(client)
    client.get("/admin/jsi18n/")
    before = Session.objects.get().session_data
    client.get("/admin/jsi18n/")
    assert Session.objects.get().session_data == before
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        client.get("/admin/jsi18n/")
    assert Session.objects.get().session_data != before


def test_the_admins_sign_in_gives_the_session_another_key(client, root) -> None:
    client.force_login(root, backend="accounts.backends.Spotify")
    before = client.cookies["sessionid"].value
    log_in(client)
    assert client.cookies["sessionid"].value != before
    assert Session.objects.count() == 1


def test_a_new_second_factor_ends_what_was_signed_in(client, root) -> None:
    log_in(client)
    store_enrolment(begin_enrolment(root))
    assert not is_in(client)


@pytest.fixture
def lock_with_our_clock(monkeypatch) -> LocMemCache:
    """Counts in memory also where the tests run on Redis, whose clock nobody can move."""
    memory = LocMemCache("the admin's lock", {})
    memory.clear()
    monkeypatch.setattr(AxesProxyHandler.get_implementation(), "cache", memory)
    return memory


def test_five_failures_close_the_door_to_the_name_for_a_quarter_of_an_hour(root, lock_with_our_clock) -> None:
    for number in range(5):
        answer = log_in(Client(), password="wrong", REMOTE_ADDR=f"203.0.113.{number}")
    assertContains(answer, "closed for a while", status_code=429)
    assert 890 < int(answer["Retry-After"]) <= 900
    right = Client()
    assert log_in(right, REMOTE_ADDR="203.0.113.200").status_code == 429
    assert not is_in(right)
    with time_machine.travel(timezone.now() + timedelta(minutes=14)):
        assert log_in(right, REMOTE_ADDR="203.0.113.201").status_code == 429
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        log_in(right, REMOTE_ADDR="203.0.113.202")
        assert is_in(right)


def test_a_script_is_told_the_same_and_nothing_of_it_is_for_other_origins(root) -> None:
    for _ in range(5):
        answer = log_in(Client(), password="wrong", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assertContains(answer, "closed for a while", status_code=429)
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_page_says_from_when_it_opens_again_and_what_is_counted(root, lock_with_our_clock) -> None:
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
    with time_machine.travel(noon, tick=False) as clock:
        for _ in range(5):
            first = log_in(Client(), password="wrong")
        clock.shift(timedelta(minutes=4, seconds=30))
        # Another try while it is closed, also from elsewhere, changes nothing of that.
        again, elsewhere = log_in(Client()), log_in(Client(), REMOTE_ADDR="203.0.113.9")
    assertContains(first, f"<strong>15 minutes</strong>, {AT}12:15 UTC", status_code=429)
    for answer in (again, elsewhere):
        assertContains(answer, f"<strong>11 minutes</strong>, {AT}12:15 UTC", status_code=429)
        assert answer["Retry-After"] == "630"
        assertContains(answer, "After 5 of them the admin is closed", status_code=429)
        assertContains(answer, 'href="/">To the first page</a>', status_code=429)
        # It is shown to strangers.
        assertNotContains(answer, "manage.py", status_code=429)


def test_the_later_of_two_locks_is_said(root, lock_with_our_clock) -> None:
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
    with time_machine.travel(noon, tick=False) as clock:
        for number in range(5):
            log_in(Client(), password="wrong", REMOTE_ADDR=f"203.0.113.{number}")
        clock.shift(timedelta(minutes=5))
        for number in range(5):
            log_in(Client(), f"name{number}", REMOTE_ADDR="198.51.100.7")
        both = log_in(Client(), REMOTE_ADDR="198.51.100.7")
        name_alone = log_in(Client(), REMOTE_ADDR="192.0.2.1")
    assertContains(both, f"{AT}12:20 UTC", status_code=429)
    assertContains(name_alone, f"{AT}12:15 UTC", status_code=429)


def test_five_failures_close_it_to_the_address_whatever_the_names(root) -> None:
    for number in range(5):
        log_in(Client(), f"name{number}", REMOTE_ADDR="203.0.113.7")
    assert log_in(Client(), REMOTE_ADDR="203.0.113.7").status_code == 429
    assert log_in(Client(), REMOTE_ADDR="203.0.113.8").status_code == 302


def test_it_is_closed_to_a_home_whichever_of_its_addresses_of_ipv6_it_uses(root) -> None:
    for number in range(5):
        log_in(Client(), f"name{number}", REMOTE_ADDR=f"2001:db8:1:2::{number}")
    assert log_in(Client(), REMOTE_ADDR="2001:db8:1:2:ffff::9").status_code == 429
    assert log_in(Client(), REMOTE_ADDR="2001:db8:1:3::9").status_code == 302


def test_wrong_codes_count_like_wrong_passwords(root) -> None:
    codes = store_enrolment(begin_enrolment(root))
    for number in range(5):
        log_in(Client(), code="000000", REMOTE_ADDR=f"203.0.113.{number}")
    assert log_in(Client(), code=codes[0], REMOTE_ADDR="203.0.113.9").status_code == 429


def test_a_success_begins_the_count_anew(root) -> None:
    for _ in range(3):
        for _ in range(4):
            log_in(Client(), password="wrong")
        assert log_in(Client()).status_code == 302


def test_the_operator_opens_it_at_once(root) -> None:
    for number in range(5):
        log_in(Client(), password="wrong", REMOTE_ADDR=f"203.0.113.{number}")
    call_command("axes_reset_username", "root", verbosity=0)
    assert log_in(Client(), REMOTE_ADDR="203.0.113.9").status_code == 302


def test_neither_names_nor_addresses_of_those_who_try_are_kept_or_logged(root, caplog) -> None:
    for _ in range(6):
        log_in(Client(), "somename", REMOTE_ADDR="203.0.113.7")
    log_in(Client(), REMOTE_ADDR="203.0.113.8")
    assert not any(model.objects.exists() for model in (AccessAttempt, AccessFailureLog, AccessLog))
    assert "somename" not in caplog.text
    assert "203.0.113" not in caplog.text
    told = [record.getMessage() for record in caplog.records if record.name == LOGGER]
    assert told.count("locked_out person=-") == 2


def test_failures_are_kept_as_hashes_for_a_quarter_of_an_hour(root, lock_with_our_clock) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        log_in(Client(), password="wrong", REMOTE_ADDR="203.0.113.7")
        kept, until = lock_with_our_clock._cache, lock_with_our_clock._expire_info
        assert len(kept) == 2, "the name and the address"
        assert not [text for text in ("root", "203.0.113.7") if text in str(kept)]
        assert set(until.values()) == {timezone.now().timestamp() + 900}


def test_the_lock_keeps_nobody_from_signing_in_with_spotify(root, sandbox) -> None:
    for _ in range(5):
        log_in(Client(), password="wrong", REMOTE_ADDR="127.0.0.1")
    browser = Browser()
    browser.sign_in("ada")
    assert browser.site.get("/settings/").status_code == 200


def test_every_page_of_the_admin_is_behind_the_door(client, root) -> None:
    """Staff that is signed in with Spotify gets to none of them."""
    client.force_login(root, backend="accounts.backends.Spotify")
    names = {pattern.name for pattern in admin.site.urls[0] if getattr(pattern, "name", None)}
    open_pages = [
        name for name in names - {"login", "view_on_site", "app_list", None} if not is_closed(client, name)
    ]
    assert open_pages == []
    listed = [
        f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist"
        for page in admin.site._registry.values()
    ]
    assert [name for name in listed if not reverse(name) or not is_closed(client, name[6:])] == []


def is_closed(client: Client, name: str) -> bool:
    answer = client.get(reverse(f"admin:{name}"))
    return answer.status_code == 302 and answer["Location"].startswith((LOGIN, INDEX))


def test_a_session_of_the_admin_has_its_backend(client, root) -> None:
    log_in(client)
    assert client.session["_auth_user_backend"] == PASSWORD_BACKEND
