"""The library in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from library.listed_tracks import ListedTrack, TrackPage, list_tracks
from library.models import SavedTrack, Track
from library.search import Sorting
from tests.support.songs import Song, person, save
from website.library.presenters import (
    format_feature,
    format_length,
    format_release,
    present_rows,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("1967", "1967"),
        ("1967-05", "May 1967"),
        ("1967-05-26", "26 May 1967"),
        ("", ""),
        ("0000", ""),
        ("1967-13-40", ""),
        ("someday", ""),
    ],
)
def test_a_release_is_as_precise_as_it_is_known(stored, words):
    assert format_release(stored) == words


def test_values_are_shown_as_people_read_them():
    assert format_feature("tempo", 118.49) == "118 BPM"
    assert format_feature("energy", 0.355) == "36%"
    assert format_length(271_400) == "4:31"
    assert format_length(3_727_000) == "1:02:07"


@pytest.fixture
def track(db) -> ListedTrack:
    ada = person()
    save(ada, Song(NOON, tempo=118.5, energy=0.35, genres=(("d", "c", "b", "a"),), release_date="1967-05"))
    Track.objects.update(duration_ms=271_400)
    return list_tracks(SavedTrack.objects.filter(user=ada))[0]


@pytest.mark.parametrize(
    ("by", "note"),
    [
        ("added", "118 BPM · d · c · b"),
        ("energy", "118 BPM · Energy 35% · d · c · b"),
        ("valence", "118 BPM · d · c · b"),
        ("duration", "118 BPM · 4:31 · d · c · b"),
        ("release_date", "118 BPM · May 1967 · d · c · b"),
    ],
)
def test_a_row_says_what_the_list_is_sorted_by(track, by, note):
    (row,) = present_rows(TrackPage([track], None), Sorting(by))
    assert (row.note, row.side, row.row_id) == (note, "22 Nov 2026", "")
