"""Dates and durations as Sheets keeps them: days as a number."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial is wall time, it has no zone
_DAY = 86_400


def serial(moment: datetime, zone: ZoneInfo) -> float:
    """The moment as wall time in `zone`: days since 1899-12-30, exact to a millisecond."""
    wall = moment.astimezone(zone).replace(tzinfo=None)
    return round((wall - _EPOCH).total_seconds() / _DAY, 8)


def duration(milliseconds: int) -> float:
    """A length as a fraction of a day, in whole seconds, as players show it."""
    return round(milliseconds // 1000 / _DAY, 10)
