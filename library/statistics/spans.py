"""From when to when each genre was saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min

from accounts.models import User
from accounts.time_zones import zone_of
from library.statistics.period import EVERYTHING, Period, saves


@dataclass(frozen=True, slots=True)
class GenreSpan:
    """The days of the first and the last save of a genre; `tracks` are different ones, by an artist who plays it."""

    genre: str
    first: date
    last: date
    tracks: int


def genre_spans(user: User, range_: Period = EVERYTHING) -> list[GenreSpan]:
    """Returns every genre of the range, that of the most tracks first. One query."""
    name = "track__credits__artist__genre_links__genre__name"
    found = saves(user, range_).filter(**{f"{name}__isnull": False}).order_by().values(name)
    lines = found.annotate(
        _first=Min("added_at"), _last=Max("added_at"), _tracks=Count("track", distinct=True)
    )
    zone = zone_of(user)
    return [
        GenreSpan(genre, first.astimezone(zone).date(), last.astimezone(zone).date(), tracks)
        for genre, first, last, tracks in lines.order_by("-_tracks", name).values_list(
            name, "_first", "_last", "_tracks"
        )
    ]
