"""What smart sheets and statistics ask of the database, of a library of 50,000 beside another one as large."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from statistics import median
from typing import Any

from accounts.models import User
from bench.cases.unchanged import queries_of
from bench.database_cpu import cpu_of_database
from bench.library_rows import stock
from bench.meter import Meter
from bench.vendors import Vendors
from library.coverage import coverage
from library.genre_counts import genre_counts
from library.rules.conditions import IsExplicit, Order, PlaysGenre, RangeCondition, Rules, SavedBetween
from library.rules.matching import matching
from library.rules.presets import PRESETS
from library.statistics.firsts import first_of_genres, time_to_first_genre
from library.statistics.genres import genre_months
from library.statistics.months import sounds, traffic
from library.statistics.spans import genre_spans
from library.statistics.tops import decades, top_albums, top_artists
from library.statistics.year_review import period_of, year_review
from library.statistics.years import saved_years
from library.timeline import timeline_page

SAVED = 50_000
TIMES = 9
COMMON, RARE = PlaysGenre("genre 0"), PlaysGenre("genre 350")
NOT_COMMON, NOT_RARE = (PlaysGenre(one.name, negated=True) for one in (COMMON, RARE))
SOME = (
    RangeCondition("tempo", low=100),
    RangeCondition("release_year", low=1990, negated=True),
    IsExplicit(negated=True),
)

RULES: dict[str, Rules] = {
    **PRESETS,
    "every track": Rules(),
    "tempo, no limit": Rules((RangeCondition("tempo", low=100),), order=Order("tempo")),
    "common genre": Rules((COMMON,)),
    "rare genre": Rules((RARE,)),
    "not a common genre": Rules((NOT_COMMON,)),
    "none of three genres": Rules((NOT_COMMON, *(PlaysGenre(f"genre {n}", negated=True) for n in (1, 2)))),
    "any of tempo, genre, not genre": Rules(
        (RangeCondition("tempo", low=180), COMMON, NOT_COMMON), match="any"
    ),
    "any of three genres, not three": Rules(
        tuple(PlaysGenre(f"genre {n}", negated=n % 2 == 0) for n in range(6)), match="any"
    ),
    "all of seven": Rules(
        (
            *SOME,
            COMMON,
            NOT_RARE,
            SavedBetween(date(2018, 1, 1)),
            RangeCondition("valence", high=0.2, negated=True),
        ),
        order=Order("release_date"),
    ),
    "any of seven": Rules(
        (*SOME, COMMON, NOT_RARE, SavedBetween(date(2024, 1, 1)), RangeCondition("valence", high=0.2)),
        match="any",
        order=Order("artist", descending=False),
    ),
}

STATISTICS: dict[str, Callable[[User], object]] = {
    "genres by month": genre_months,
    "saved and removed by month": traffic,
    "mean features by month": sounds,
    "top artists": top_artists,
    "top albums": top_albums,
    "decades": decades,
    "time to the first genre": time_to_first_genre,
    "first of each genre": first_of_genres,
    "first and last of each genre": genre_spans,
    "coverage": coverage,
    "coverage of a year": lambda user: coverage(user, period_of(2025)),
    "genres with their tracks": genre_counts,
    "years": saved_years,
    "a year in review": lambda user: year_review(user, 2025),
    "a page of the timeline": timeline_page,
}


def measure(vendors: Vendors) -> dict[str, Any]:
    user, _ = stock(people=2, saved=SAVED)
    rules = [_line(f"rules: {name}", partial(_tracks, user, one)) for name, one in RULES.items()]
    statistics = [_line(f"statistics: {name}", partial(ask, user)) for name, ask in STATISTICS.items()]
    return {"lines": [*rules, *statistics]}


def _tracks(user: User, rules: Rules) -> list[Any]:
    return list(matching(user, rules).values_list("track", flat=True))


def _line(what: str, ask: Callable[[], object]) -> dict[str, Any]:
    """The medians on the clock and on a core, after one that warms up and counts the statements."""
    queries = queries_of(ask)
    clock, cpu = zip(*(_ms(ask) for _ in range(TIMES)), strict=True)
    return {"what": what, "queries": queries, "ms": median(clock), "cpu_ms": median(cpu)}


def _ms(ask: Callable[[], object]) -> tuple[float, float]:
    meter = Meter(beside=cpu_of_database)
    ask()
    return meter.seconds * 1e3, meter.cpu * 1e3
