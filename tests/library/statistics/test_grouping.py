"""Months put together as quarters or years."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from library.statistics.grouping import (
    Grouping,
    grouped_genres,
    grouped_sounds,
    grouped_traffic,
    grouping_for,
    mean_sound,
)
from library.statistics.months import Mean, Sound, Traffic
from providers.source import FEATURE_NAMES

JANUARY, FEBRUARY, APRIL = date(2026, 1, 1), date(2026, 2, 1), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("first", "last", "grouping"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), Grouping.MONTH),
        (date(2024, 1, 31), date(2026, 12, 1), Grouping.MONTH),
        (date(2024, 1, 1), date(2027, 1, 1), Grouping.QUARTER),
        (date(2018, 1, 1), date(2026, 12, 1), Grouping.QUARTER),
        (date(2017, 12, 1), date(2026, 12, 1), Grouping.YEAR),
        (date(1, 1, 1), date(9999, 12, 31), Grouping.YEAR),
    ],
)
def test_long_ranges_have_few_bars(first, last, grouping):
    assert grouping_for(first, last) is grouping


def test_months_without_a_save_are_between_the_others():
    assert Grouping.MONTH.between(date(2025, 11, 20), date(2026, 2, 1)) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    assert Grouping.QUARTER.between(date(2025, 11, 20), date(2026, 4, 30)) == [
        date(2025, 10, 1),
        date(2026, 1, 1),
        date(2026, 4, 1),
    ]
    assert Grouping.YEAR.between(date(2024, 11, 20), date(2026, 1, 1)) == [
        date(year, 1, 1) for year in (2024, 2025, 2026)
    ]


def test_genres_and_saves_of_a_quarter_are_added_up():
    months = {JANUARY: Counter(jazz=2), FEBRUARY: Counter({"jazz": 1, "": 4}), APRIL: Counter(soul=1)}
    grouped = grouped_genres(months, Grouping.QUARTER)
    assert grouped == {JANUARY: Counter({"jazz": 3, "": 4}), APRIL: Counter(soul=1)}
    traffic = [Traffic(JANUARY, 3, 0), Traffic(FEBRUARY, 1, 2), Traffic(APRIL, 5, 0)]
    assert grouped_traffic(traffic, Grouping.QUARTER) == {
        JANUARY: Traffic(JANUARY, 4, 2),
        APRIL: Traffic(APRIL, 5, 0),
    }


def sound(month: date, tracks: int, energy: Mean) -> Sound:
    return Sound(month, tracks, dict.fromkeys(FEATURE_NAMES, Mean(None, 0)) | {"energy": energy})


def test_a_month_of_many_tracks_counts_more_than_one_of_few():
    months = [
        sound(JANUARY, 5, Mean(0.2, 3)),
        sound(FEBRUARY, 1, Mean(0.6, 1)),
        sound(APRIL, 2, Mean(None, 0)),
    ]
    grouped = grouped_sounds(months, Grouping.QUARTER)
    mean = grouped[JANUARY].means["energy"]
    assert (grouped[JANUARY].tracks, mean.tracks, mean.value) == (6, 4, pytest.approx(0.3))
    assert grouped[APRIL].means["energy"] == Mean(None, 0)
    assert mean_sound(JANUARY, []).means["tempo"] == Mean(None, 0)
