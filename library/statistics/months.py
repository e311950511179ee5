"""Tracks saved and removed, and how they sound, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count

from accounts.models import User
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
    means = {f"mean_{name}": Avg(f"features__{name}") for name in FEATURE_NAMES}
    counts = {f"count_{name}": Count(f"features__{name}") for name in FEATURE_NAMES}
    grouped = saves(user, range_).order_by().values(_month=month("added_at", user))
    lines = grouped.annotate(_tracks=Count("pk"), **means, **counts).order_by("_month")
    return [_sound(line) for line in lines]


def _sound(line: Mapping[str, Any]) -> Sound:
    means = {name: Mean(line[f"mean_{name}"], line[f"count_{name}"]) for name in FEATURE_NAMES}
    return Sound(line["_month"], line["_tracks"], means)
