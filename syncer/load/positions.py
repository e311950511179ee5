"""Ranks: each living save has a position, the higher the newer, with gaps to put others in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import connection
from django.db.models import Max

from accounts.models import User
from library.models import SavedTrack
from syncer.transform.records import Arrival

GAP = 1024

# The window counts once over all of a person's living saves; the ORM cannot say UPDATE … FROM.
RENUMBER = """
    UPDATE library_savedtrack SET position = -ranked.rank * %s
    FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY position DESC, id) AS rank
          FROM library_savedtrack WHERE user_id = %s AND removed_at IS NULL) AS ranked
    WHERE library_savedtrack.id = ranked.id
"""


def positions_for(user: User, arrivals: Sequence[Arrival]) -> list[int]:
    """A position for each arrival, in their order; makes room where there is none."""
    found = _fitting(user, arrivals)
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute(RENUMBER, [max(GAP, len(arrivals) + 1), user.pk])
        found = _fitting(user, arrivals)
    if found is None:
        raise RuntimeError("gaps were just made wider than the arrivals are many")
    return found


def _fitting(user: User, arrivals: Sequence[Arrival]) -> list[int] | None:
    counts = Counter(arrival.after for arrival in arrivals)
    free = {after: _between(*_neighbours(user, after), count=count) for after, count in counts.items()}
    if None in free.values():
        return None
    in_order = {after: iter(positions or ()) for after, positions in free.items()}
    return [next(in_order[arrival.after]) for arrival in arrivals]


def _neighbours(user: User, after: int | None) -> tuple[int | None, int | None]:
    """The positions of the save to stand under and of the living one below it."""
    living = SavedTrack.objects.filter(user=user, removed_at=None)
    if after is None:
        return None, living.aggregate(top=Max("position"))["top"]
    upper = SavedTrack.objects.values_list("position", flat=True).get(pk=after, user=user)
    return upper, living.filter(position__lt=upper).aggregate(top=Max("position"))["top"]


def _between(upper: int | None, lower: int | None, *, count: int) -> list[int] | None:
    if upper is None:
        start = (lower or 0) + GAP * (count + 1)
        return [start - GAP * place for place in range(1, count + 1)]
    step = GAP if lower is None else (upper - lower) // (count + 1)
    return [upper - step * place for place in range(1, count + 1)] if step else None
