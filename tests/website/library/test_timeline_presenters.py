"""The timeline in words, and its pages and months."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.support.songs import Song, save
from website.library.timeline_presenters import TimelinePresenter, present_timeline

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOON, tick=False):
        yield


def days(timeline: TimelinePresenter) -> list[tuple[str, list[str]]]:
    return [(day.title, [entry.title for entry in day.entries]) for day in timeline.days]


def test_each_day_says_what_came_and_went(alice):
    save(alice, Song(NOON - DAY))
    save(alice, Song(NOON - 40 * DAY), removed_at=NOON - DAY)
    assert days(present_timeline(alice, {})) == [
        ("Saturday, 21 Nov 2026", ["1 saved", "1 removed"]),
        ("Tuesday, 13 Oct 2026", ["1 saved"]),
    ]


def test_of_many_changes_the_first_are_shown_and_all_are_listed_elsewhere(alice):
    for _ in range(8):
        save(alice, Song(NOON - DAY))
    (day,) = present_timeline(alice, {}).days
    assert (day.entries[0].title, day.entries[0].more) == ("8 saved", "and 3 more")
    assert day.entries[0].href == "/library/?removed=any&saved_from=2026-11-21&saved_to=2026-11-21"


def test_pages_follow_one_another_and_keep_the_month(alice):
    for number in range(20):
        save(alice, Song(NOON - number * DAY))
    first = present_timeline(alice, {})
    assert (len(first.days), first.is_latest) == (14, True)
    assert first.earlier == "/library/timeline/?before=2026-11-09"
    last = present_timeline(alice, {"before": "2026-11-09"})
    assert (len(last.days), last.earlier, last.is_latest) == (6, "", False)


@pytest.mark.parametrize(
    ("month", "first"),
    [("2026-10", "Tuesday, 13 Oct 2026"), ("2025-12", "Monday, 1 Dec 2025"), ("9999-12", None), ("x", None)],
)
def test_a_month_is_jumped_to(alice, month, first):
    for day in (NOON, datetime(2026, 10, 13, 12, tzinfo=UTC), datetime(2025, 12, 1, 12, tzinfo=UTC)):
        save(alice, Song(day))
    timeline = present_timeline(alice, {"month": month})
    assert timeline.days[0].title == (first or "Sunday, 22 Nov 2026")
    assert timeline.month == (month if month != "x" else "")


def test_every_month_since_the_first_save_can_be_chosen(alice):
    save(alice, Song(datetime(2025, 11, 3, tzinfo=UTC)))
    years = present_timeline(alice, {}).years
    assert [(year.year, len(year.months)) for year in years] == [("2026", 11), ("2025", 2)]
    assert years[1].months[-1] == ("2025-11", "November 2025")


def test_another_person_has_a_timeline_of_their_own(alice, bob):
    save(alice, Song(NOON))
    assert present_timeline(bob, {}).days == []
    assert present_timeline(bob, {}).years == []
