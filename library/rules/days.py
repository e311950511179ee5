"""Days of a person's calendar as moments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import User
from accounts.time_zones import zone_of
from library.rules.conditions import SavedBetween, SavedLately

# Far enough for any save, and no arithmetic with time zones leaves the calendar.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9000, 12, 31)

Bounds = tuple[datetime | None, datetime | None]


def today(user: User) -> date:
    return timezone.localdate(timezone=zone_of(user))


def within_calendar(day: date) -> date:
    """Returns the day, or the first or last one that anything can be saved on."""
    return min(max(day, FIRST_DAY), LAST_DAY)


def last_moment(day: date, zone: ZoneInfo) -> datetime:
    """Returns the last moment of a day of the calendar that moments are stored with."""
    return _begin(within_calendar(day) + timedelta(days=1), zone) - timedelta(microseconds=1)


def bounds(condition: SavedLately | SavedBetween, zone: ZoneInfo, today: date) -> Bounds:
    """Returns the moment from which on, and the one before which, a save meets the condition; None is open."""
    if isinstance(condition, SavedLately):
        return _begin(today - timedelta(days=condition.days - 1), zone), _begin_after(today, zone)
    first = _begin(condition.first, zone) if condition.first else None
    return first, _begin_after(condition.last, zone) if condition.last else None


def _begin(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _begin_after(day: date, zone: ZoneInfo) -> datetime | None:
    # The next day's begin and not 24 hours: clocks change. There is no day after the last one of the calendar.
    return _begin(day + timedelta(days=1), zone) if day < date.max else None
