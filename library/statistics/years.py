"""The years in which something was saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, DateField, F, Max, Min
from django.db.models.functions import TruncYear

from accounts.models import User
from accounts.time_zones import zone_of
from library.statistics.period import EVERYTHING, saves


@dataclass(frozen=True, slots=True)
class SavedYear:
    """`saved` counts saves that were removed later as well; `first` and `last` are the days of the first and last save."""

    year: int
    saved: int
    first: date
    last: date


def saved_years(user: User) -> list[SavedYear]:
    """Returns the years with a save, oldest first, in the person's time zone. One query."""
    zone = zone_of(user)
    year = TruncYear(F("added_at"), tzinfo=zone, output_field=DateField())
    grouped = saves(user, EVERYTHING).order_by().values(_year=year)
    lines = grouped.annotate(_saved=Count("pk"), _first=Min("added_at"), _last=Max("added_at"))
    return [
        SavedYear(at.year, saved, first.astimezone(zone).date(), last.astimezone(zone).date())
        for at, saved, first, last in lines.order_by("_year").values_list(
            "_year", "_saved", "_first", "_last"
        )
    ]
