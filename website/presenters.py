"""Moments, days, counts, durations and limits in words, shared by the presenters of all topics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.rate_limits import CostlyAction, free_again_at
from problems.texts import format_time

# Days from today that have a name of their own.
NEAR_DAYS = {-1: gettext_lazy("yesterday"), 0: gettext_lazy("today"), 1: gettext_lazy("tomorrow")}


def format_moment(at: datetime, *, now: datetime | None = None) -> str:
    """Returns “tomorrow at 09:07” or “Fri 20 Nov at 09:07” for an aware time, in the current time zone."""
    local = timezone.localtime(at)
    # Days of the calendar and not spans of 24 hours: a run at 23:00 was "yesterday" an hour and a half later.
    day = _name_day(local.date(), timezone.localtime(now).date())
    return _("%(day)s at %(time)s") % {"day": day, "time": f"{local:%H:%M}"}


def format_day(day: date) -> str:
    """Returns “28 Nov 2026”, as the language writes it."""
    return date_format(day, _("j M Y"))


def format_local_day(moment: datetime) -> str:
    """Returns the day of a moment in the current time zone."""
    return format_day(timezone.localtime(moment).date())


def format_count(count: float) -> str:
    """Returns “1,400”, as the language writes it."""
    return number_format(count, force_grouping=True)


def _name_day(day: date, today: date) -> str:
    near = NEAR_DAYS.get((day - today).days)
    # The year is only shown where it is another one: nearly all moments on the pages are of this year.
    return str(near or (date_format(day, _("D j M")) if day.year == today.year else format_day(day)))


def format_duration(length: timedelta) -> str:
    """Returns “under a second”, “42 seconds”, “3 min 5 s” or “2 h 10 min”."""
    seconds = int(length.total_seconds())
    if seconds < 1:
        return _("under a second")
    if seconds < 60:
        return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
    if seconds < 3600:
        return _("%(minutes)s min %(seconds)s s") % {"minutes": seconds // 60, "seconds": seconds % 60}
    return _("%(hours)s h %(minutes)s min") % {"hours": seconds // 3600, "minutes": seconds % 3600 // 60}


def format_time_left(length: timedelta) -> str:
    """Returns “less than a minute left”, “about 2 minutes left” or “about 3 hours left”."""
    minutes = round(length.total_seconds() / 60)
    if minutes < 1:
        return _("less than a minute left")
    if minutes < 90:
        return ngettext("about %(count)s minute left", "about %(count)s minutes left", minutes) % {
            "count": minutes
        }
    hours = round(minutes / 60)
    return ngettext("about %(count)s hour left", "about %(count)s hours left", hours) % {"count": hours}


@dataclass(frozen=True, slots=True)
class LimitsPresenter:
    """From when a person may press a button again whose limit they have used up; "" where they may now.

    Asked for by the pages that have the button: any other one costs nothing.
    """

    request: HttpRequest

    @property
    def sync(self) -> str:
        return self._next(CostlyAction.SYNC)

    @property
    def check(self) -> str:
        # A check starts a sync.
        return self._next(CostlyAction.CHECK, CostlyAction.SYNC)

    @property
    def link(self) -> str:
        return self._next(CostlyAction.LINK)

    def _next(self, *actions: CostlyAction) -> str:
        user = self.request.user
        if not user.is_authenticated:
            return ""
        moments = [moment for action in actions if (moment := free_again_at(user, action))]
        return format_time(max(moments)) if moments else ""
