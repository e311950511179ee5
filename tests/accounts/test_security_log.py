"""What a line of the security log looks like, and that no name, address or token gets into one."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.admin import LoggedAdmin
from accounts.api_tokens import make_token, revoke_token
from accounts.deletion import delete_account
from accounts.key_rollout import remember_keys
from accounts.models import ApiToken, Credential, User
from accounts.sealing import reseal_all, unseal
from accounts.second_factor import begin_enrolment, store_enrolment, verify_code
from accounts.security_log import LOGGER, SecurityEvent, log_event
from accounts.sessions import PASSWORD_BACKEND
from accounts.trigger_links import change_link, make_link, revoke_link
from tests.support.cast import make_superuser
from tests.support.oauth_browser import Browser, connect_google
from tests.support.redis_away import redis_away

__all__ = ["redis_away"]

ROOT = Path(__file__).parents[2]
# An event, and values that are numbers, codes, or none.
LINE = re.compile(r"[a-z_]+( [a-z]+=(-|[A-Za-z0-9_.]+))*")


@pytest.fixture
def lines(caplog) -> Callable[[], list[str]]:
    """A function that returns the lines of the security log."""
    return lambda: [record.getMessage() for record in caplog.records if record.name == LOGGER]


def test_values_are_numbers_and_codes(lines) -> None:
    log_event(SecurityEvent.ADMIN_ACTION, by=1, action="pause", model="accounts.user", row=None)
    assert lines() == ["admin_action by=1 action=pause model=accounts.user row=-"]


@pytest.mark.parametrize(
    "text", ["Ada Lindqvist", "ada@example.org", "a\nsigned_in person=1", "", "x" * 81, "Zoë", "10.0.0.1/8"]
)
def test_what_is_no_code_is_not_written(lines, text: str) -> None:
    log_event(SecurityEvent.SIGNED_IN, person=text)
    assert lines() == ["signed_in person=?"]


def test_failures_are_warnings_and_the_log_is_not_silenced_by_its_level(caplog) -> None:
    log_event(SecurityEvent.SIGN_IN_FAILED, person=1)
    log_event(SecurityEvent.SIGNED_IN, person=1)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert logging.getLogger(LOGGER).level == logging.INFO


def test_every_event_is_written_somewhere() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for package in ("accounts", "website", "spotistats", "syncer")
        for path in (ROOT / package).rglob("*.py")
    )
    assert [
        event for event in SecurityEvent if not re.search(rf"SecurityEvent\.{event.name}[,)]", source)
    ] == []


def test_every_page_of_the_admin_is_logged_or_read_only(rf) -> None:
    request = rf.get("/")
    request.user = User(is_superuser=True, is_active=True, is_staff=True)
    for page in admin.site._registry.values():
        changes = page.has_add_permission(request) or page.has_change_permission(request)
        if changes or page.has_delete_permission(request) or page.actions:
            assert isinstance(page, LoggedAdmin), page


@pytest.mark.django_db(transaction=True)
def test_no_name_address_or_token_gets_into_the_log(sandbox, lines, request) -> None:
    """A life: signing in, connecting, failing, the admin, changing keys, leaving, and a try while Redis is away."""
    person = Browser()
    person.sign_in("ada", decision="cancel")
    person.sign_in("ada")
    connect_google(person, "ada")
    ada = User.objects.get()
    User.objects.filter(pk=ada.pk).update(
        username="secretname", display_name="Secret Display", email="a@b.example"
    )
    root = make_superuser("rootname")
    staff = Client(REMOTE_ADDR="203.0.113.77")
    for name in ("rootname", "secretname", "nobodyname"):
        staff.post(reverse("admin:login"), {"username": name, "password": "wrongword"})
    staff.force_login(root, backend=PASSWORD_BACKEND)
    listed = reverse("admin:accounts_user_changelist")
    for action in ("pause", "resume"):
        staff.post(listed, {"action": action, "_selected_action": [ada.pk]})
    staff.post(reverse("admin:auth_group_add"), {"name": "groupname"})
    new = {"usable_password": "true", "password1": "newwordofroot", "password2": "newwordofroot"}
    staff.post(reverse("admin:auth_user_password_change", args=[root.pk]), new)
    staff.post(reverse("admin:logout"))
    codes = store_enrolment(begin_enrolment(root))
    verify_code(root, codes[0])
    for _ in range(5):
        staff.post(reverse("admin:login"), {"username": "secretname", "password": "wrongword"})
    secrets = [
        unseal(text) for row in Credential.objects.all() for text in (row.access_sealed, row.refresh_sealed)
    ]
    remember_keys()
    reseal_all()
    token, text = make_token(ada, name="tokenname", scopes=[ApiToken.Scope.READ])
    revoke_token(ada, token.pk)
    link, secret = make_link(ada, name="linkname")
    change_link(ada, link.pk, runs_at_once=True)
    revoke_link(ada, link.pk)
    person.site.post("/sign-out/everywhere/")
    delete_account(User.objects.get(pk=ada.pk))
    request.getfixturevalue("redis_away")
    staff.post(reverse("admin:login"), {"username": "secretname", "password": "wrongword"})
    written = lines()
    assert {line.split()[0] for line in written} == {*SecurityEvent}
    assert [line for line in written if not LINE.fullmatch(line)] == []
    forbidden = [*secrets, "secretname", "Secret Display", "a@b", "rootname", "nobodyname", "groupname"]
    forbidden += [
        *codes,
        text,
        secret,
        "tokenname",
        "linkname",
        "wrongword",
        "newword",
        "203.0.113",
        "127.0.0.1",
        "ada",
    ]
    log = "\n".join(written)
    assert [word for word in forbidden if word.lower() in log.lower()] == []
