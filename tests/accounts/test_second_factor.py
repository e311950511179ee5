"""The codes of the second factor: each works once, wrong ones are counted, and the database opens none."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP

from accounts.deletion import delete_account
from accounts.models import AuthenticatorApp, RecoveryCodes, Session, User
from accounts.sealing import unseal
from accounts.second_factor import (
    Enrolment,
    begin_enrolment,
    is_second_factor_needed,
    store_enrolment,
    verify_code,
)
from tests.support.cast import make_superuser, make_user

pytestmark = pytest.mark.django_db

NOON = timezone.now().replace(second=15, microsecond=0)


@pytest.fixture
def root() -> User:
    return make_superuser()


@pytest.fixture
def enrolment(root) -> Enrolment:
    return begin_enrolment(root)


@pytest.fixture
def codes(enrolment) -> list[str]:
    return store_enrolment(enrolment)


def shown(enrolment: Enrolment, *, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    totp = TOTP(enrolment.secret, drift=steps)
    totp.time = timezone.now().timestamp()
    return f"{totp.token():06}"


def test_the_url_of_the_qr_code_is_what_apps_read(enrolment, settings) -> None:
    settings.SITE_NAME = "Track & sheet"
    assert enrolment.url.startswith("otpauth://totp/Track%20%26%20sheet%3Aroot?secret=")
    assert enrolment.url.endswith("&issuer=Track%20%26%20sheet")
    secret = enrolment.url.partition("secret=")[2].partition("&")[0]
    assert enrolment.secret_text.replace("-", "") == secret
    assert len(secret) == 32


def test_nothing_is_needed_or_stored_before_the_enrolment_is(enrolment, root) -> None:
    assert not AuthenticatorApp.objects.exists()
    assert not is_second_factor_needed(root)
    store_enrolment(enrolment)
    assert is_second_factor_needed(root)


def test_the_setting_asks_everybody_for_it(root, settings) -> None:
    settings.ADMIN_SECOND_FACTOR = True
    assert is_second_factor_needed(root)


def test_a_code_of_the_app_works_once(enrolment, codes, root) -> None:
    with time_machine.travel(NOON, tick=False):
        code = shown(enrolment)
        assert isinstance(verify_code(root, code), AuthenticatorApp)
        assert verify_code(root, code) is None
    with time_machine.travel(NOON + timedelta(seconds=60), tick=False):
        assert verify_code(root, shown(enrolment))


@pytest.mark.parametrize(("steps", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_wrong(enrolment, codes, root, steps, is_right) -> None:
    with time_machine.travel(NOON, tick=False):
        assert (verify_code(root, shown(enrolment, steps=steps)) is not None) == is_right


def test_an_older_code_than_the_last_is_refused(enrolment, codes, root) -> None:
    with time_machine.travel(NOON, tick=False):
        assert verify_code(root, shown(enrolment, steps=1))
        assert verify_code(root, shown(enrolment)) is None


def test_wrong_codes_cost_time_also_for_the_right_one(enrolment, codes, root) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        wrong = f"{(int(shown(enrolment)) + 1) % 1_000_000:06}"
        for wait in (1, 2, 4):
            assert verify_code(root, wrong) is None
            assert verify_code(root, shown(enrolment)) is None
            clock.shift(wait)
        assert verify_code(root, shown(enrolment))
    assert AuthenticatorApp.objects.get().throttling_failure_count == 0


def test_a_recovery_code_works_once_and_is_one_of_ten(codes, root) -> None:
    assert len({*codes}) == 10
    assert isinstance(verify_code(root, codes[3]), RecoveryCodes)
    assert len(RecoveryCodes.objects.get().hashes) == 9
    assert verify_code(root, codes[3]) is None
    with time_machine.travel(timezone.now() + timedelta(seconds=2)):
        assert verify_code(root, codes[4].lower().replace("-", " "))


@pytest.mark.parametrize("code", ["", "12345", "1234567", "١٢٣٤٥٦", "x" * 5000, "\0", "000000 000000"])
def test_what_is_no_code_is_refused(codes, root, code) -> None:
    assert verify_code(root, code) is None


def test_a_code_of_somebody_else_is_refused(enrolment, codes) -> None:
    other = make_user("helper", is_staff=True)
    store_enrolment(begin_enrolment(other))
    assert verify_code(other, shown(enrolment)) is None
    assert verify_code(other, codes[0]) is None
    assert verify_code(make_user("nobody"), codes[1]) is None


def test_the_database_has_neither_the_secret_nor_a_code(enrolment, codes, root) -> None:
    app, recovery = AuthenticatorApp.objects.get(), RecoveryCodes.objects.get()
    assert unseal(app.secret_sealed) == enrolment.secret.hex()
    stored = str(AuthenticatorApp.objects.values().get()) + str(RecoveryCodes.objects.values().get())
    for secret in (enrolment.secret.hex(), enrolment.secret_text.replace("-", ""), *codes):
        assert secret.replace("-", "") not in stored
    assert [verify_code(root, entry) for entry in recovery.hashes] == [None] * 10
    assert len({entry.partition("$")[0] for entry in recovery.hashes}) == 10


def test_a_new_enrolment_replaces_the_old_one_and_ends_the_persons_sessions(enrolment, codes, root) -> None:
    Client().force_login(root, backend="accounts.backends.Password")
    again = begin_enrolment(root)
    store_enrolment(again)
    assert not Session.objects.exists()
    assert verify_code(root, codes[0]) is None
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        assert verify_code(root, shown(enrolment)) is None
        assert AuthenticatorApp.objects.count() == RecoveryCodes.objects.count() == 1
    with time_machine.travel(NOON + timedelta(minutes=10), tick=False):
        assert verify_code(root, shown(again))


def test_a_secret_that_no_key_opens_lets_nobody_in(enrolment, codes, root, settings, caplog) -> None:
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    assert verify_code(root, shown(enrolment)) is None
    assert f"second factor of person {root.pk}" in caplog.text
    assert verify_code(root, codes[0])


def test_confirming_takes_what_the_app_shows(enrolment) -> None:
    assert enrolment.shows(shown(enrolment))
    assert not enrolment.shows("")
    assert not enrolment.shows("abcdef")


def test_the_second_factor_goes_with_its_person(codes, root) -> None:
    delete_account(root)
    assert not AuthenticatorApp.objects.exists()
    assert not RecoveryCodes.objects.exists()
