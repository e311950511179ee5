"""What a new password may be, beside Django's own validators."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User


class MaximumLengthValidator:
    """Refuses passwords of more than `max_length` characters: a form is no place to send megabytes to be hashed."""

    def __init__(self, max_length: int = 128) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises `ValidationError`."""
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("Your password can have at most %(count)s characters.") % {"count": self.max_length}
