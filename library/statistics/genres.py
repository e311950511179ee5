"""Which genres were saved, month by month. A track counts once: under its main genre."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, F, Min, QuerySet, Value
from django.db.models.functions import Cast

from accounts.models import User
from library.models import Genre, SavedTrack
from library.statistics.period import EVERYTHING, Period, month, saves

_STEPS = 1_000_000
"""The resolution of weights in a code."""
_ROOM = 10**9
"""More than any id of a genre. The largest code, 10**15 and an id, fits into a BIGINT."""


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
    months = genre_counts(user, range_)
    first = most_saved(months.values())[:top]
    return [_genre_month(day, months[day], first) for day in sorted(months)]


def genre_counts(user: User, range_: Period = EVERYTHING) -> dict[date, Counter[str]]:
    """Returns how many tracks of each main genre were saved, by month; "" counts those whose genre is unknown. Two queries."""
    months: dict[date, Counter[str]] = {}
    names = dict(Genre.objects.values_list("pk", "name"))
    for at, code, count in _count_lines(_by_save(user, range_), "_month", "_main"):
        # SQLite returns text, PostgreSQL a date: raw SQL does not convert.
        day = date.fromisoformat(str(at)[:10])
        months.setdefault(day, Counter())["" if code is None else names[int(code) % _ROOM]] += count
    return months


def most_saved(counts: Iterable[Counter[str]]) -> list[str]:
    """Returns the known genres of all counts together, the most saved first, equal ones by the alphabet."""
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return sorted((name for name in total if name), key=lambda name: (-total[name], name))


def _by_save(user: User, range_: Period) -> QuerySet[SavedTrack, Any]:
    """Returns a line a save: its month, and the code of its main genre; null when unknown.

    The smallest code of a track is that of its heaviest genre, and of equally heavy ones that of the lowest id:

        genre        weight   lightness (1 - weight)    code: lightness * 10**6 * 10**9 + id
        jazz  (7)    0.4      0.6                       600000 000000007
        soul (12)    1.0      0.0                            0 000000012   <- the smallest: soul

    A number, because the smallest of a quarter of a million texts takes three times as long to find.
    """
    link = "track__credits__artist__genre_links"
    lightness = Cast((Value(1.0) - F(f"{link}__weight")) * _STEPS, BigIntegerField())
    code = lightness * Value(_ROOM, BigIntegerField()) + F(f"{link}__genre")
    return saves(user, range_).values("pk").annotate(_month=month("added_at", user), _main=Min(code))


def _genre_month(day: date, counts: Counter[str], names: list[str]) -> GenreMonth:
    tracks = counts.total()
    known = tracks - counts[""]
    top = tuple(_count(name, counts[name], known) for name in names)
    rest = known - sum(one.tracks for one in top)
    return GenreMonth(day, tracks, counts[""], top, _count("", rest, known))


def _count(genre: str, tracks: int, known: int) -> GenreCount:
    return GenreCount(genre, tracks, tracks / known if known else 0.0)


def _count_lines(lines: QuerySet[Any], *names: str) -> list[tuple[Any, ...]]:
    """Returns (value, …, count) for each combination of values of the annotations `names`. One query."""
    # In raw SQL, because `values().annotate(Count())` of the ORM groups once, and a line may be a group itself.
    sql, params = lines.order_by().values(*names).query.sql_with_params()
    columns = ", ".join(connection.ops.quote_name(name) for name in names)
    grouped = f"SELECT {columns}, COUNT(*) FROM ({sql}) AS lines GROUP BY {columns}"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.execute(grouped, params)
        return list(cursor.fetchall())
