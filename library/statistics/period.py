"""Which saves a statistic is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import DateField, F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncMonth

from accounts.models import User
from accounts.time_zones import zone_of
from library.models import SavedTrack


@dataclass(frozen=True, slots=True)
class Period:
    """Saves of the days from `first` to `last` in the person's time zone, both included; None leaves an end open.

    As the library was, a track that was removed later still counts in the month it was saved in (until its history
    is forgotten, after RETENTION_DAYS); `as_it_is` counts only what is saved today.
    """

    first: date | None = None
    last: date | None = None
    as_it_is: bool = False


EVERYTHING = Period()


def saves(user: User, range_: Period) -> QuerySet[SavedTrack]:
    """Returns the saves of the range, without placeholders."""
    found = SavedTrack.objects.filter(_within("added_at", user, range_), user=user, track__isnull=False)
    return found.filter(removed_at=None) if range_.as_it_is else found


def removals(user: User, range_: Period) -> QuerySet[SavedTrack]:
    """Returns the saves that were removed in the range; none where only what is saved today counts."""
    if range_.as_it_is:
        return SavedTrack.objects.none()
    within = _within("removed_at", user, range_)
    return SavedTrack.objects.filter(within, user=user, track__isnull=False, removed_at__isnull=False)


def month(field: str, user: User) -> Combinable:
    """Returns an expression for the first day of the month of `field`, in the person's time zone."""
    return TruncMonth(F(field), tzinfo=zone_of(user), output_field=DateField())


def _within(field: str, user: User, range_: Period) -> Q:
    # As moments and not as dates of the column: the index is of moments, and a day is another one in each time zone.
    zone = zone_of(user)
    found = Q()
    # The first and the last day of the calendar are open ends: in UTC they may begin, or end, on a day that there is not.
    if range_.first and range_.first > date.min:
        found &= Q(**{f"{field}__gte": datetime.combine(range_.first, time(), zone)})
    # To before the next day, because a day may have 23 or 25 hours.
    if range_.last and range_.last < date.max:
        found &= Q(**{f"{field}__lt": datetime.combine(range_.last + timedelta(days=1), time(), zone)})
    return found
