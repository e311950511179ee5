"""Which genres were saved, month by month. A track counts once: under its main genre."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from accounts.models import User
from library.models import ArtistGenre, Genre, TrackArtist
from library.models.genres import MAIN_WEIGHT
from library.statistics.period import EVERYTHING, Period, month, saves


@dataclass(frozen=True, slots=True)
class GenreCount:
    """`share` is of the month's tracks whose genre is known: 0 to 1."""

    genre: str
    tracks: int
    share: float


@dataclass(frozen=True, slots=True)
class GenreMonth:
    """`top` has the same genres in the same order in each month; `rest` are all other genres together."""

    month: date
    tracks: int
    unknown: int
    top: tuple[GenreCount, ...]
    rest: GenreCount


def genre_months(user: User, range_: Period = EVERYTHING, *, top: int = 10) -> list[GenreMonth]:
    """Returns the months in which something was saved, oldest first. `top`: the range's most saved. Two queries.

    A track's main genre is the heaviest of its artists'; of equally heavy ones the one that was known here first.
    """
    months = main_genres_by_month(user, range_)
    first = most_saved(months.values())[:top]
    return [_genre_month(day, months[day], first) for day in sorted(months)]


def main_genres_by_month(user: User, range_: Period = EVERYTHING) -> dict[date, Counter[str]]:
    """Returns how many tracks of each main genre were saved, by month; "" counts those whose genre is unknown. Two queries."""
    months: dict[Any, Counter[str]] = {}
    names = dict(Genre.objects.values_list("pk", "name"))
    for at, main, count in _main_genres(user, range_):
        months.setdefault(at, Counter())["" if main is None else names[main]] += count
    # SQLite returns text, PostgreSQL a moment: raw SQL does not convert.
    return {date.fromisoformat(str(at)[:10]): counts for at, counts in months.items()}


def most_saved(counts: Iterable[Counter[str]]) -> list[str]:
    """Returns the known genres of all counts together, the most saved first, equal ones by the alphabet."""
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return sorted((name for name in total if name), key=lambda name: (-total[name], name))


def _genre_month(day: date, counts: Counter[str], names: list[str]) -> GenreMonth:
    tracks = counts.total()
    known = tracks - counts[""]
    top = tuple(_count(name, counts[name], known) for name in names)
    rest = known - sum(one.tracks for one in top)
    return GenreMonth(day, tracks, counts[""], top, _count("", rest, known))


def _count(genre: str, tracks: int, known: int) -> GenreCount:
    return GenreCount(genre, tracks, tracks / known if known else 0.0)


def _main_genres(user: User, range_: Period) -> list[tuple[Any, int | None, int]]:
    """Returns how many saves have which main genre, by month; no genre where it is unknown. One query.

    The main genre is the lowest id among the main genres of the track's artists, each of which has the weight 1:

        genre        weight
        jazz  (7)    0.4
        soul (12)    1.0      <- the main one
        funk (15)    1.0
    """
    found = saves(user, range_).order_by().values("pk", "track_id", _month=month("added_at", user))
    sql, params = found.query.sql_with_params()
    # The ORM would join the tables of tracks and artists too, of which nothing is asked: three times as long.
    grouped = f"""
        SELECT month, main, COUNT(*) FROM (
            SELECT saves._month AS month, MIN(links.genre_id) AS main
            FROM ({sql}) AS saves
            LEFT JOIN {TrackArtist._meta.db_table} AS credits ON credits.track_id = saves.track_id
            LEFT JOIN {ArtistGenre._meta.db_table} AS links
                ON links.artist_id = credits.artist_id AND links.weight = {MAIN_WEIGHT}
            GROUP BY saves.pk, saves._month
        ) AS lines GROUP BY month, main
    """  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.execute(grouped, params)
        return list(cursor.fetchall())
