"""The sign-in form of the admin asks for the code, and says where one comes from."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.core.management import call_command
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import User
from accounts.second_factor import begin_enrolment, store_enrolment
from tests.support.cast import make_superuser
from website.staff.forms import StaffSignInForm

pytestmark = pytest.mark.django_db


def test_it_says_who_gives_a_code_where_one_is_required(client, settings) -> None:
    settings.ADMIN_SECOND_FACTOR = True
    page = client.get("/admin/login/")
    assertContains(page, "A code of your authenticator app, or one of your recovery codes.")
    assertContains(page, "<summary>No code, or lost it?</summary>", html=True)
    # Strangers see this page, too.
    assertNotContains(page, "manage.py")


def test_it_may_be_empty_where_none_is_required(client) -> None:
    page = client.get("/admin/login/")
    assertContains(page, "Leave it empty if you have set up none.")
    assertNotContains(page, "lost it?")


def test_the_code_is_offered_by_the_phone_and_not_remembered(client) -> None:
    assertContains(client.get("/admin/login/"), 'autocomplete="one-time-code"')


def test_a_code_that_was_typed_is_not_shown_again(client) -> None:
    page = client.post("/admin/login/", {"username": "root", "password": "wrong", "code": "987654"})
    assertContains(page, "username, password or code")
    assertNotContains(page, "987654")


def test_a_form_without_name_or_password_asks_nobody(rf) -> None:
    form = StaffSignInForm(rf.post("/admin/login/"), data={"username": "root"})
    assert not form.is_valid()
    assert set(form.errors) == {"password"}


def test_the_code_is_masked_where_a_failure_is_told(rf) -> None:
    make_superuser()
    told: list[dict] = []

    def hear(credentials: dict, **_: object) -> None:
        told.append(credentials)

    user_login_failed.connect(hear)
    data = {"username": "root", "password": "wrong", "code": "123456"}
    assert not StaffSignInForm(rf.post("/admin/login/"), data=data).is_valid()
    user_login_failed.disconnect(hear)
    assert told
    assert "123456" not in str(told)
    assert "wrong" not in str(told)


@pytest.mark.parametrize("password", ["short-1", "password1234", "123456789012", "ada-lindqvist"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, User(username="ada-lindqvist"))


def test_a_long_password_is_taken() -> None:
    validate_password("four quiet horses at night" * 3, User(username="ada"))


def test_a_weak_password_of_a_first_superuser_opens_no_public_site(client, settings, monkeypatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "pw1")
    call_command("createsuperuser", username="root", email="", interactive=False, verbosity=0)
    settings.ADMIN_SECOND_FACTOR = True
    codes = store_enrolment(begin_enrolment(User.objects.get()))
    data = {"username": "root", "password": "pw1", "code": "000000", "next": "/admin/"}
    settings.PUBLIC = True
    # Somebody who guesses is not told that the password is right.
    assertNotContains(client.post("/admin/login/", data), "too weak")
    page = client.post("/admin/login/", data | {"code": codes[0]})
    assertContains(page, "This password is too short.")
    assertContains(page, "manage.py changepassword root")
    assert client.get("/admin/").status_code == 302
    settings.PUBLIC = False
    client.post("/admin/login/", data | {"code": codes[1]})
    assert client.get("/admin/").status_code == 200


def test_a_strong_password_opens_a_public_site(client, settings) -> None:
    root = make_superuser()
    root.set_password("four quiet horses")
    root.save()
    settings.PUBLIC = True
    data = {"username": "root", "password": "four quiet horses", "next": "/admin/"}
    client.post("/admin/login/", data)
    assert client.get("/admin/").status_code == 200
