"""Tracks saved and removed, and how they sound, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count

from accounts.models import User
from library.models import Features
from library.statistics.period import EVERYTHING, Period, month, removals, saves
from providers.source import FEATURE_NAMES


@dataclass(frozen=True, slots=True)
class Traffic:
    """Saves that began and that ended in a month. A track that is saved again counts as both."""

    month: date
    saved: int
    removed: int


@dataclass(frozen=True, slots=True)
class Mean:
    """`value` is None, never zero, where no track of the month has this feature; `tracks` are those behind it."""

    value: float | None
    tracks: int


@dataclass(frozen=True, slots=True)
class Sound:
    """`means` by the features' names; `tracks` were saved in the month."""

    month: date
    tracks: int
    means: dict[str, Mean]


def traffic(user: User, range_: Period = EVERYTHING) -> list[Traffic]:
    """Returns the months in which a track was saved or removed, oldest first. Two queries, or one."""
    saved = _counts(saves(user, range_), "added_at", user)
    removed = {} if range_.as_it_is else _counts(removals(user, range_), "removed_at", user)
    return [Traffic(at, saved.get(at, 0), removed.get(at, 0)) for at in sorted(saved.keys() | removed.keys())]


def _counts(found: Any, field: str, user: User) -> dict[date, int]:
    grouped = found.order_by().values(_month=month(field, user))
    return dict(grouped.annotate(_count=Count("pk")).values_list("_month", "_count"))


def sounds(user: User, range_: Period = EVERYTHING) -> list[Sound]:
    """Returns the months in which something was saved, oldest first. One query."""
    found = saves(user, range_).order_by().values("pk", "track_id", _month=month("added_at", user))
    sql, params = found.query.sql_with_params()
    means = ", ".join(f"AVG(features.{name}), COUNT(features.{name})" for name in FEATURE_NAMES)
    # The ORM would join the table of tracks too, whose rows are the widest, and of which nothing is asked: half as long.
    grouped = f"""
        SELECT saves._month, COUNT(*), {means}
        FROM ({sql}) AS saves
        LEFT JOIN {Features._meta.db_table} AS features ON features.track_id = saves.track_id
        GROUP BY saves._month ORDER BY saves._month
    """  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.execute(grouped, params)
        return [_sound(at, tracks, values) for at, tracks, *values in cursor.fetchall()]


def _sound(at: Any, tracks: int, values: Sequence[Any]) -> Sound:
    """Returns a line of the answer; `values` are the mean of each feature and how many tracks have it."""
    means = map(Mean, values[::2], values[1::2])
    # SQLite returns text, PostgreSQL a moment: raw SQL does not convert.
    return Sound(date.fromisoformat(str(at)[:10]), tracks, dict(zip(FEATURE_NAMES, means, strict=True)))
