"""Lets go of a spreadsheet without touching it."""

from __future__ import annotations

from accounts.models import Sheet, User


def unlink(user: User) -> None:
    """Forgets the link; every cell stays as it is. Unlinking nothing is no mistake."""
    Sheet.objects.filter(user=user).delete()
