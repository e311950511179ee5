"""Lets go of a spreadsheet without touching it."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from sheets.models import LinkedSheet
from sheets.signals import sheet_unlinked


def unlink(user: User) -> None:
    """Forgets the link, and the daily sync rests; every cell stays as it is. Unlinking nothing is no mistake."""
    with transaction.atomic():
        LinkedSheet.objects.filter(user=user).delete()
        sheet_unlinked.send(sender=User, user=user)
