"""What the optional tabs show: every month from the first save to this one, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from accounts.models import User
from library.statistics.genres import genre_months
from library.statistics.months import Sound, sounds, traffic
from providers.source import FEATURE_NAMES
from sheets.models import StatisticsTab
from sheets.planner.cells import CellValue
from sheets.planner.months import MonthTable

TOP = 10
REST, UNKNOWN = "Other genres", "Genre unknown"
_MONTH = {"type": "DATE", "pattern": "yyyy-mm"}
_COUNT = {"type": "NUMBER", "pattern": "0"}
_PATTERNS = {"tempo": "0.0"}
_EPOCH = date(1899, 12, 30)


def table_of(kind: str, user: User, today: date) -> MonthTable:
    return _genres(user, today) if kind == StatisticsTab.Kind.GENRES else _statistics(user, today)


def _genres(user: User, today: date) -> MonthTable:
    """Tracks saved by month and genre. A column that has no genre yet is headed by its number."""
    found = {month.month: month for month in genre_months(user, top=TOP)}
    names = [one.genre for one in next(iter(found.values())).top] if found else []
    names += [f"({number})" for number in range(len(names) + 1, TOP + 1)]
    rows: list[tuple[CellValue, ...]] = []
    for month in _months(found, today):
        told = found.get(month)
        counts = [float(one.tracks) for one in told.top] if told else []
        rest = [float(told.rest.tracks), float(told.unknown)] if told else [0.0, 0.0]
        rows.append((_serial(month), *counts, *[0.0] * (TOP - len(counts)), *rest))
    return MonthTable(("Month", *names, REST, UNKNOWN), rows, (_MONTH, *[_COUNT] * (TOP + 2)))


def _statistics(user: User, today: date) -> MonthTable:
    """Saved, removed, and means over the tracks whose features are known: empty, never zero, where none are."""
    moved = {at.month: at for at in traffic(user)}
    heard = {at.month: at for at in sounds(user)}
    rows: list[tuple[CellValue, ...]] = []
    for month in _months(moved, today):
        at = moved.get(month)
        counts = (float(at.saved), float(at.removed)) if at else (0.0, 0.0)
        rows.append((_serial(month), *counts, *_sound(heard.get(month))))
    headers = (
        "Month",
        "Saved",
        "Removed",
        *(f"Mean {name}" for name in FEATURE_NAMES),
        "Tracks with features",
    )
    looks = [{"type": "NUMBER", "pattern": _PATTERNS.get(name, "0.000")} for name in FEATURE_NAMES]
    return MonthTable(headers, rows, (_MONTH, _COUNT, _COUNT, *looks, _COUNT))


def _sound(sound: Sound | None) -> Iterator[CellValue]:
    for name in FEATURE_NAMES:
        mean = sound.means[name].value if sound else None
        yield None if mean is None else round(mean, 6)
    yield float(max(mean.tracks for mean in sound.means.values())) if sound else 0.0


def _months(found: Iterable[date], today: date) -> Iterator[date]:
    """Newest first, without a gap."""
    month = max([today.replace(day=1), *found])
    last = min([month, *found])
    while month >= last:
        yield month
        month = (month - timedelta(days=1)).replace(day=1)


def _serial(day: date) -> float:
    return float((day - _EPOCH).days)
