"""Missing tracks in words."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from library.missing_saves import held_saves
from library.models import LibraryState, SavedTrack
from sheets.models import LinkedSheet
from tests.support.songs import Song, save
from website.missing.presenters import (
    NAMES_CONFIRMED,
    NAMES_SHOWN,
    describe_held,
    present_missing,
    present_removal,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def lose(user, count: int, state: str = "held") -> None:
    for place in range(count):
        one = save(user, Song(NOON - timedelta(days=place)), name=f"Lost {place}")
        SavedTrack.objects.filter(pk=one.pk).update(missing=state, missing_since=NOON)


def test_the_number_is_said_for_one_and_for_many() -> None:
    assert describe_held(0) == ""
    assert describe_held(1) == "1 track is missing at Spotify"
    assert describe_held(1972) == "1,972 tracks are missing at Spotify"


@pytest.mark.parametrize(
    ("looks", "outlook"),
    [
        (0, "If the next 2 daily syncs do not find them either, they are removed."),
        (1, "If the next daily sync does not find them either, they are removed."),
    ],
)
def test_it_says_when_they_go_by_themselves(alice, looks, outlook) -> None:
    lose(alice, 2)
    LibraryState.objects.create(user=alice, held_since=timezone.now(), held_looks=looks)
    missing = present_missing(alice, "1", "1")
    assert (missing.headline, missing.outlook) == ("2 tracks are missing at Spotify", outlook)
    assert missing.since.startswith("today")


def test_every_track_of_a_long_list_is_on_one_of_its_pages(alice) -> None:
    lose(alice, NAMES_SHOWN + 3)
    lose(alice, 1, "kept")
    first, second, beyond = (present_missing(alice, page, "1").held for page in ("1", "2", "many"))
    assert (first.count, first.is_cut, len(first.tracks), len(second.tracks)) == (
        NAMES_SHOWN + 3,
        True,
        NAMES_SHOWN,
        3,
    )
    names = [track.name.split(" – ")[-1] for track in [*first.tracks, *second.tracks]]
    assert names == [f"Lost {place}" for place in reversed(range(NAMES_SHOWN + 3))]
    assert beyond.page.number == 1
    assert not present_missing(alice, "2", "1").kept.is_cut


def test_a_track_says_when_it_was_saved_and_when_it_was_noticed_missing(alice) -> None:
    lose(alice, 2)
    with time_machine.travel(NOON + timedelta(hours=1)), timezone.override(UTC):
        track, _ = present_missing(alice, "1", "1").held.tracks
        assert (track.saved, track.since) == ("yesterday at 12:00", "today at 12:00")


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"scope": "all"}, ""),
        ({"recent_count": 50}, ""),
        ({"recent_count": 3}, "2 of them are among the 3 most recent, which your sheet is set to show."),
        ({"recent_count": 2}, "1 of them is among the 2 most recent, which your sheet is set to show."),
        ({"recent_count": 1}, "None of them is among the 1 most recent, which your sheet is set to show."),
    ],
)
def test_it_says_how_many_are_meant_for_the_sheet(alice, choice, words) -> None:
    lose(alice, 3)
    save(alice, Song(NOON + timedelta(days=1)))
    LinkedSheet.objects.filter(user=alice).update(**choice)
    assert present_missing(alice, "1", "1").in_sheet == words


def test_the_question_names_a_few_and_notices_that_the_number_has_changed(alice) -> None:
    lose(alice, NAMES_CONFIRMED + 2)
    removal = present_removal(alice, held_saves(alice), None)
    assert (removal.headline, len(removal.names), removal.more) == ("Remove 7 tracks?", NAMES_CONFIRMED, 2)
    assert [
        present_removal(alice, held_saves(alice), seen).has_changed for seen in (None, "7", "6", "x")
    ] == [
        False,
        False,
        True,
        True,
    ]


def test_nothing_is_missing(alice) -> None:
    missing = present_missing(alice, "1", "1")
    assert (missing.headline, missing.held.count, missing.kept.count) == ("No tracks are missing", 0, 0)
