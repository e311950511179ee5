"""From when to when each genre was saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from accounts.time_zones import zone_of
from library.statistics.genre_rows import by_genre, moment
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
    zone = zone_of(user)
    rows = by_genre(
        saves(user, range_),
        "MIN(saves.added_at)",
        "MAX(saves.added_at)",
        # A track may be saved twice, and its artists share a genre.
        "COUNT(DISTINCT saves.track_id)",
    )
    found = [
        GenreSpan(genre, moment(first).astimezone(zone).date(), moment(last).astimezone(zone).date(), tracks)
        for genre, first, last, tracks in rows
    ]
    return sorted(found, key=lambda span: (-span.tracks, span.genre))
