"""The chart of the first page in a sentence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils.translation import override

from library.models import SavedTrack
from tests.support.songs import Song, save
from website.home.music import present_music

NOON = datetime(2026, 1, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def test_without_a_save_in_twelve_months_nothing_is_drawn(alice):
    save(alice, Song(NOON - timedelta(days=500)))
    chart = present_music(alice).chart
    assert (chart.labels, chart.summary) == ([], "Nothing was saved in the last twelve months.")


def test_the_months_go_back_over_the_end_of_the_year(alice):
    for days in (0, 30, 31, 32):
        save(alice, Song(NOON - timedelta(days=days)))
    chart = present_music(alice).chart
    assert (chart.labels[0], chart.labels[-2:]) == ("Feb 2025", ["Dec 2025", "Jan 2026"])
    assert chart.series[0].values == [0] * 10 + [3, 1]
    assert chart.summary == "1 track saved this month. The most were 3 in December 2025."


def test_a_month_in_which_nothing_was_saved_yet_is_said_in_words(alice):
    save(alice, Song(NOON - timedelta(days=31)))
    assert (
        present_music(alice).chart.summary == "No track saved this month. The most were 1 in December 2025."
    )
    with override("de"):
        assert present_music(alice).chart.summary.startswith("Diesen Monat noch kein Titel gespeichert.")


def test_a_month_begins_when_it_does_where_the_person_is(alice):
    """Alice is in Berlin, where January has begun an hour before."""
    save(alice, Song(datetime(2025, 12, 31, 23, 30, tzinfo=UTC)))
    assert present_music(alice).chart.series[0].values[-2:] == [0, 1]


def test_one_week_is_what_counts_as_lately(alice):
    save(alice, Song(NOON - timedelta(days=6, hours=23)))
    save(alice, Song(NOON - timedelta(days=7, hours=1)))
    music = present_music(alice)
    assert [change.headline for change in music.changes] == ["1 track saved"]
    assert len(music.newest) == 2


def remove(alice, *, count: int) -> None:
    for _number in range(count):
        gone = save(alice, Song(NOON - timedelta(days=90)))
        SavedTrack.objects.filter(pk=gone.pk).update(removed_at=NOON, removal_confirmed_at=NOON)


@pytest.mark.parametrize(
    ("saved", "removed", "headlines", "unchanged"),
    [
        (0, 0, [], "Nothing was saved or removed."),
        (2, 0, ["2 tracks saved"], "Nothing was removed."),
        (0, 1, ["1 track removed"], "Nothing was saved."),
        (1, 2, ["1 track saved", "2 tracks removed"], ""),
    ],
)
def test_what_did_not_happen_lately_is_said_in_one_sentence(alice, saved, removed, headlines, unchanged):
    save(alice, Song(NOON - timedelta(days=60)))
    for _number in range(saved):
        save(alice, Song(NOON - timedelta(days=1)))
    remove(alice, count=removed)
    music = present_music(alice)
    assert ([change.headline for change in music.changes], music.unchanged) == (headlines, unchanged)
