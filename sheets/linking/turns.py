"""One linking at a time a person: a double click must not make two spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from accounts.models import User
from problems.kinds import AskUser, TryLater
from sheets.models import LinkedSheet

# Longer than Google works on a request.
TURN = timedelta(seconds=200)


@contextmanager
def own_turn(user: User) -> Iterator[None]:
    """Raises `TryLater` while another linking of this person runs, `AskUser` when a sheet is linked already."""
    key = f"linking:{user.pk}"
    if not cache.add(key, 1, TURN.total_seconds()):
        raise TryLater(
            "linking_on_its_way",
            "Your sheet is being linked already. Give it a moment, then look at this page again.",
            when=timezone.now() + timedelta(seconds=10),
        )
    try:
        _refuse_a_second_sheet(user)
        yield
    finally:
        cache.delete(key)


def _refuse_a_second_sheet(user: User) -> None:
    if sheet := LinkedSheet.objects.filter(user=user).first():
        raise AskUser(
            "sheet_already_linked",
            f"Your tracks go to “{sheet}” already. Unlink it first; it stays in your Drive as it is.",
        )
