"""Parameters in the words of the library."""

from __future__ import annotations

from datetime import date

from api.tracks.schemas import TrackFilter
from library.rules.conditions import PlaysGenre, RangeCondition, SavedBetween
from library.rules.days import FIRST_DAY
from library.search import TrackSearch


def test_without_parameters_everything_is_looked_for() -> None:
    assert TrackFilter().to_search() == TrackSearch()


def test_parameters_become_the_conditions_of_smart_sheets() -> None:
    given = TrackFilter(
        search="halo",
        genre="Hip-Hop",
        tempo_min=120,
        energy_min=0.2,
        energy_max=0.9,
        saved_from=date.min,
        removed="any",
        as_of=date(2026, 3, 1),
    )
    assert given.to_search() == TrackSearch(
        "halo",
        (
            PlaysGenre("hip hop"),
            RangeCondition("tempo", 120, None),
            RangeCondition("energy", 0.2, 0.9),
            SavedBetween(FIRST_DAY, None),
        ),
        "any",
        date(2026, 3, 1),
    )
