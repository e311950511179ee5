"""What a page suggests once, until the person has said no for good."""

from __future__ import annotations

from enum import StrEnum

from django.db import transaction

from accounts.models import User


class Hint(StrEnum):
    """Each is kept by its name in `User.dismissed_hints`."""

    WRITE_EVERYTHING = "write_everything"


def is_dismissed(user: User, hint: Hint) -> bool:
    return hint in user.dismissed_hints


def dismiss(user: User, hint: Hint) -> None:
    """Keeps that the person does not want to be asked again."""
    with transaction.atomic():
        stored = User.objects.select_for_update().get(pk=user.pk)
        user.dismissed_hints = sorted({*stored.dismissed_hints, hint.value})
        user.save(update_fields=["dismissed_hints"])
