"""How long a password may be."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

QUIET = "four quiet horses at night, "


def test_a_password_has_at_most_128_characters() -> None:
    validate_password((QUIET * 5)[:64])
    validate_password((QUIET * 5)[:128])
    with pytest.raises(ValidationError) as refused:
        validate_password((QUIET * 5)[:129])
    assert refused.value.messages == ["Your password can have at most 128 characters."]


def test_the_form_says_so_before() -> None:
    assert "Your password can have at most 128 characters." in password_validators_help_texts()
