"""Days with saves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pytest_django.asserts import assertNumQueries

from library.statistics.days import Streak, busiest_day, longest_streak, saves_by_day
from tests.support.songs import Song, save

FIRST = date(2026, 3, 28)


def days(*counts: int) -> dict[date, int]:
    return {FIRST + timedelta(days=place): count for place, count in enumerate(counts) if count}


def test_days_are_the_persons(ada):
    # The clocks of Berlin go forward on the 29th.
    for moment in ["2026-03-28T23:30", "2026-03-29T21:30", "2026-03-29T22:30"]:
        save(ada, Song(datetime.fromisoformat(moment).replace(tzinfo=UTC)))
    with assertNumQueries(1):
        assert saves_by_day(ada) == {date(2026, 3, 29): 2, date(2026, 3, 30): 1}


def test_the_first_of_equal_days_and_streaks_counts():
    found = days(1, 3, 0, 3, 1, 0, 1)
    assert busiest_day(found) == FIRST + timedelta(days=1)
    assert longest_streak(found) == Streak(FIRST, FIRST + timedelta(days=1))
    longer = longest_streak(days(1, 0, 1, 1, 1, 0, 1, 1))
    assert longer == Streak(FIRST + timedelta(days=2), FIRST + timedelta(days=4))
    assert longer.days == 3


def test_there_is_none_without_a_save():
    assert (busiest_day({}), longest_streak({})) == (None, None)
