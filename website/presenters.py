"""Times and spans as a person says them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def moment(at: datetime, *, now: datetime | None = None) -> str:
    """“tomorrow at 09:07”, “Fri 20 Nov at 09:07” for an aware time, in the current time zone."""
    local = timezone.localtime(at)
    return f"{_day(local.date(), timezone.localtime(now).date())} at {local:%H:%M}"


def _day(day: date, today: date) -> str:
    near = NEAR.get((day - today).days)
    return near or date_format(day, "D j M" if day.year == today.year else "j M Y")


def span(length: timedelta) -> str:
    """“under a second”, “42 seconds”, “3 min 5 s”, “2 h 10 min”."""
    seconds = int(length.total_seconds())
    if seconds < 1:
        return "under a second"
    if seconds < 60:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60} s"
    return f"{seconds // 3600} h {seconds % 3600 // 60} min"
