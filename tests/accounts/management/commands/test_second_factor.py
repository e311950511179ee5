"""`manage.py second_factor`: an app is taken only once it has shown a right code."""

from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_otp.oath import TOTP

from accounts.management.commands import second_factor
from accounts.models import AuthenticatorApp, RecoveryCodes
from accounts.second_factor import verify_code
from tests.support.cast import make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolments(monkeypatch) -> list:
    """What the command has begun."""
    begun: list = []
    begin = second_factor.begin_enrolment
    monkeypatch.setattr(second_factor, "begin_enrolment", lambda user: begun.append(begin(user)) or begun[-1])
    return begun


def answer(monkeypatch, *codes: object) -> list[str]:
    """Types these codes; a callable says what to type then."""
    left = list(codes)
    asked: list[str] = []

    def read(question: str) -> str:
        asked.append(question)
        code = left.pop(0)
        return code() if callable(code) else str(code)

    monkeypatch.setattr("builtins.input", read)
    return asked


def shown_by(enrolments: list) -> str:
    totp = TOTP(enrolments[0].secret)
    totp.time = timezone.now().timestamp()
    return f"{totp.token():06}"


def test_it_shows_a_qr_code_the_secret_and_ten_recovery_codes(enrolments, monkeypatch, capsys) -> None:
    root = make_superuser()
    asked = answer(monkeypatch, "000000x", lambda: f" {shown_by(enrolments)} ")
    call_command("second_factor", "root")
    printed = capsys.readouterr().out
    assert len(asked) == 2
    assert "▀" in printed
    assert enrolments[0].secret_text in printed
    codes = re.findall(r"^  ([2-9A-Z]{4}(?:-[2-9A-Z]{4}){3})$", printed, flags=re.MULTILINE)
    assert len(codes) == 10
    assert verify_code(root, codes[0])


def test_without_a_right_code_nothing_changes(monkeypatch, capsys) -> None:
    make_superuser()
    asked = answer(monkeypatch, "", "nonsense", "12345")
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("second_factor", "root")
    assert len(asked) == 3
    assert not AuthenticatorApp.objects.exists()
    assert not RecoveryCodes.objects.exists()


def test_a_script_is_not_asked(monkeypatch, capsys) -> None:
    make_superuser()
    answer(monkeypatch)
    call_command("second_factor", "root", "--no-input")
    assert AuthenticatorApp.objects.get().user.username == "root"


@pytest.mark.parametrize("name", ["nobody", "ada"])
def test_only_staff_has_one(name: str) -> None:
    make_user("ada")
    with pytest.raises(CommandError, match=f"no member of staff with the username {name}"):
        call_command("second_factor", name)
