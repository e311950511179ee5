"""Days with saves: the busiest one, and the most of them in a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, DateField, F
from django.db.models.functions import TruncDate

from accounts.models import User
from accounts.time_zones import zone_of
from library.statistics.period import EVERYTHING, Period, saves


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row with at least one save each, `first` and `last` included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def saves_by_day(user: User, range_: Period = EVERYTHING) -> dict[date, int]:
    """Returns how much was saved on each day with a save, oldest first, in the person's time zone. One query."""
    day = TruncDate(F("added_at"), tzinfo=zone_of(user), output_field=DateField())
    grouped = saves(user, range_).order_by().values(_day=day)
    return dict(grouped.annotate(_saved=Count("pk")).order_by("_day").values_list("_day", "_saved"))


def busiest_day(days: Mapping[date, int]) -> date | None:
    """Returns the day with the most saves, the first of equal ones; None without any."""
    return min(days, key=lambda day: (-days[day], day), default=None)


def longest_streak(days: Mapping[date, int]) -> Streak | None:
    """Returns the most days in a row, the first of equal ones; None without any."""
    best: Streak | None = None
    current: Streak | None = None
    for day in sorted(days):
        is_next = current is not None and day - current.last == timedelta(days=1)
        current = Streak(current.first if current and is_next else day, day)
        if best is None or current.days > best.days:
            best = current
    return best
