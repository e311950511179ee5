"""Any rules, and any songs that are close to what rules ask for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from library.rules.conditions import (
    Condition,
    IsExplicit,
    Order,
    PlaysGenre,
    RangeCondition,
    Rules,
    SavedBetween,
    SavedLately,
)
from tests.support.songs import Song

TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
GENRES = ("ambient", "jazz", "techno")
# Few values, so that songs lie on the edges of ranges.
UNITS = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])
TEMPI = st.sampled_from([60.0, 99.9, 100.0, 140.0])
YEARS = st.sampled_from([1967.0, 1999.0, 2000.0, 2024.0])
# Around midnight in Berlin too.
MOMENTS = st.integers(0, 80).map(lambda hours: TODAY - timedelta(hours=hours))


def ranges(on: str, values: st.SearchStrategy[float]) -> st.SearchStrategy[Condition]:
    ends = st.tuples(st.none() | values, st.none() | values)
    sensible = ends.filter(lambda two: two != (None, None) and (None in two or two[0] <= two[1]))
    return st.builds(lambda two, negated: RangeCondition(on, *two, negated), sensible, st.booleans())


def spans() -> st.SearchStrategy[Condition]:
    day = st.none() | MOMENTS.map(lambda at: at.date())
    two = st.tuples(day, day).filter(lambda d: d != (None, None) and (None in d or d[0] <= d[1]))
    return st.builds(lambda days, negated: SavedBetween(*days, negated), two, st.booleans())


CONDITIONS: st.SearchStrategy[Condition] = st.one_of(
    ranges("tempo", TEMPI),
    ranges("energy", UNITS),
    ranges("acousticness", UNITS),
    ranges("release_year", YEARS),
    st.builds(PlaysGenre, st.sampled_from(GENRES), st.booleans()),
    st.builds(SavedLately, st.integers(1, 4), st.booleans()),
    spans(),
    st.builds(IsExplicit, st.booleans()),
)
ORDERS = st.builds(Order, st.sampled_from(["saved", "tempo", "energy", "release_date", "artist", "track"]))
RULES = st.builds(
    Rules,
    st.lists(CONDITIONS, max_size=4).map(tuple),
    st.sampled_from(["all", "any"]),
    ORDERS,
    st.none(),
)
ARTISTS = st.lists(st.lists(st.sampled_from(GENRES), unique=True, max_size=2).map(tuple), max_size=2)
SONGS = st.builds(
    Song,
    added_at=MOMENTS,
    tempo=st.none() | TEMPI,
    energy=st.none() | UNITS,
    acousticness=st.none() | UNITS,
    has_features=st.booleans(),
    genres=ARTISTS.map(tuple),
    release_date=st.sampled_from(["", "0000", "1967", "1999-12-31", "2000-01", "2024-05-26"]),
    explicit=st.sampled_from([None, True, False]),
)
