"""The short code that proves that somebody can edit what they paste."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction

from accounts.models import User
from sheets.models import LinkCode

# Without look-alikes (0 O, 1 I L), since it is typed by hand.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 6


def link_code(user: User) -> LinkCode:
    """The person's code until it is used; the same one however often it is asked for."""
    while True:
        try:
            with transaction.atomic():
                return LinkCode.objects.get_or_create(user=user, defaults={"code": _new_code()})[0]
        except IntegrityError:
            continue  # somebody else has this code: one in a billion


def _new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
