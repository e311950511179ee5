"""What people and what is theirs are called, and what a wrong code of staff costs."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuthenticatorApp, Credential, RecoveryCodes, Revocation, User, check_time_zone


def test_a_person_is_called_by_the_name_they_show_or_else_by_their_username() -> None:
    assert str(User(username="ada", display_name="Ada Lindqvist")) == "Ada Lindqvist"
    assert str(User(username="ada")) == "ada"


def test_a_credential_is_called_by_vendor_and_person() -> None:
    assert str(Credential(provider="google", user=User(username="ada"))) == "Google of ada"


def test_a_revocation_is_called_by_its_number() -> None:
    assert str(Revocation(pk=7)) == "revocation 7"


def test_a_time_zone_is_one_of_iana() -> None:
    check_time_zone("Europe/Berlin")
    with pytest.raises(ValidationError):
        check_time_zone("Mars/Base")


@pytest.mark.parametrize("model", [AuthenticatorApp, RecoveryCodes])
def test_wrong_codes_are_throttled_from_the_first(model) -> None:
    assert model().get_throttle_factor() == 1
    assert model().throttling_enabled
