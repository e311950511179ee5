"""Lets go of a spreadsheet without touching it."""

from __future__ import annotations

from accounts.models import Sheet, User
from syncer import schedule


def unlink(user: User) -> None:
    """Forgets the link, and the daily sync rests; every cell stays as it is. Unlinking nothing is no mistake."""
    Sheet.objects.filter(user=user).delete()
    schedule.stop(user)
