"""Each thing that the security log tells of is one line, and what was rolled back is none."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.deletion import delete_account, disconnect_google
from accounts.key_rollout import remember_keys
from accounts.models import User
from accounts.second_factor import begin_enrolment, store_enrolment, verify_code
from accounts.security_log import LOGGER
from accounts.sessions import PASSWORD_BACKEND, end_sessions
from tests.support.cast import make_superuser, make_user, make_users
from tests.support.oauth_browser import Browser, connect_google

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lines(caplog):
    """A function that returns the lines of the security log since its last call."""

    def read() -> list[str]:
        written = [record.getMessage() for record in caplog.records if record.name == LOGGER]
        caplog.clear()
        return written

    return read


def test_signing_in_with_spotify_and_out(sandbox, lines) -> None:
    browser = Browser()
    browser.sign_in("ada")
    ada = User.objects.get().pk
    assert lines() == [f"connected person={ada} vendor=spotify", f"signed_in person={ada} way=spotify"]
    browser.site.post("/sign-out/")
    assert lines() == [f"signed_out person={ada}"]
    browser.site.post("/sign-out/")
    assert lines() == []


def test_connecting_and_disconnecting_google(sandbox, lines) -> None:
    browser = Browser()
    browser.sign_in("ada")
    ada = User.objects.get()
    lines()
    connect_google(browser, "ada")
    assert lines() == [f"connected person={ada.pk} vendor=google"]
    disconnect_google(ada)
    assert lines() == [f"disconnected person={ada.pk} vendor=google"]


def test_a_refused_sign_in_at_spotify(sandbox, lines) -> None:
    Browser().sign_in("ada", decision="cancel")
    assert lines() == ["sign_in_failed person=- way=spotify reason=spotify_authorization_declined"]


def test_a_person_who_is_switched_off_is_refused(sandbox, lines) -> None:
    Browser().sign_in("ada")
    User.objects.update(is_active=False)
    lines()
    Browser().sign_in("ada")
    assert lines() == ["sign_in_failed person=- way=spotify reason=spotify_authentication_disallowed"]


def test_a_wrong_password_of_a_known_and_an_unknown_name(lines) -> None:
    root = make_superuser()
    lines()
    for name in ("root", "nobody", "\0"):
        Client().post(reverse("admin:login"), {"username": name, "password": "wrong"})
    assert lines() == [
        f"sign_in_failed person={root.pk} way=password",
        "sign_in_failed person=- way=password",
    ]


def test_a_lock_out_of_a_known_name(lines) -> None:
    root = make_superuser()
    for _ in range(5):
        Client().post(reverse("admin:login"), {"username": "root", "password": "wrong"})
    failed = f"sign_in_failed person={root.pk} way=password"
    assert sorted(lines()) == [f"locked_out person={root.pk}", *[failed] * 5]


def test_a_second_factor_and_the_use_of_a_recovery_code(lines) -> None:
    root = make_superuser()
    codes = store_enrolment(begin_enrolment(root))
    assert lines() == [
        f"signed_out_everywhere person={root.pk} sessions=0",
        f"second_factor_set person={root.pk}",
    ]
    verify_code(root, codes[0])
    assert lines() == [f"recovery_code_used person={root.pk} left=9"]


def test_signing_out_everywhere(lines) -> None:
    ada = make_user()
    for _ in range(2):
        Client().force_login(ada, backend="accounts.backends.Spotify")
    lines()
    end_sessions(ada)
    assert lines() == [f"signed_out_everywhere person={ada.pk} sessions=2"]


def test_a_deletion_and_none_when_it_is_rolled_back(sandbox, lines) -> None:
    Browser().sign_in("ada")
    ada = User.objects.get()
    pk = ada.pk
    lines()
    with pytest.raises(RuntimeError), transaction.atomic():
        User.objects.get().delete()
        raise RuntimeError
    assert lines() == []
    delete_account(ada)
    assert sorted(lines()) == [f"disconnected person={pk} vendor=spotify", f"person_deleted person={pk}"]


def test_a_new_password_wherever_it_is_set(lines, monkeypatch) -> None:
    root = make_superuser()
    lines()
    monkeypatch.setattr("getpass.getpass", lambda **_: "another-long-secret")
    call_command("changepassword", "root", verbosity=0)
    assert lines() == [f"password_changed person={root.pk}"]
    root.refresh_from_db()
    root.save()
    assert lines() == []


def test_actions_changes_and_deletions_in_the_admin(lines) -> None:
    root, (ada, ben) = make_superuser(), make_users(2)
    client = Client()
    client.force_login(root, backend=PASSWORD_BACKEND)
    lines()
    listed = reverse("admin:accounts_user_changelist")
    chosen = [ada.pk, ben.pk]
    client.post(listed, {"action": "resume", "_selected_action": chosen})
    told = f"admin_action by={root.pk} action=%s model=accounts.user row=%s"
    assert sorted(lines()) == [told % ("resume", pk) for pk in chosen]
    client.post(listed, {"action": "delete_selected", "_selected_action": chosen})
    assert lines() == []
    client.post(listed, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})
    deleted = [f"person_deleted person={pk}" for pk in chosen]
    assert sorted(lines()) == sorted([told % ("delete", pk) for pk in chosen] + deleted)
    client.post(reverse("admin:auth_group_add"), {"name": "helpers"})
    group = Group.objects.get()
    client.post(reverse("admin:auth_group_change", args=[group.pk]), {"name": "others"})
    client.post(reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"})
    told = f"admin_action by={root.pk} action=%s model=auth.group row={group.pk}"
    assert lines() == [told % "add", told % "change", told % "delete"]


def test_changing_the_keys(lines) -> None:
    call_command("reseal", verbosity=0)
    assert lines() == ["keys_changed resealed=0 already=0 missed=0"]


def test_a_key_that_no_process_had_before(lines, settings) -> None:
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    remember_keys()
    assert lines() == ["keys_added keys=1"]
    remember_keys()
    assert lines() == []
