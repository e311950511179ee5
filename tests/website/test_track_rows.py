"""A save as a row on a page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from accounts.models import User
from library.listed_tracks import list_tracks
from library.models import SavedTrack, Track
from tests.support.songs import Song, person, save
from website.track_rows import TrackRow

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def ada(db) -> User:
    return person()


def row(ada: User, side: str = "") -> TrackRow:
    return TrackRow.of(list_tracks(SavedTrack.objects.filter(user=ada))[0], side)


def test_a_row_leads_to_the_track_here_and_at_spotify(ada):
    track = save(ada, Song(NOON), name="Jóga").track
    Track.objects.update(spotify_id="abc", artist_line="Björk")
    found = row(ada, "28 Nov")
    assert track is not None
    assert (found.title, found.artist_line, found.album) == ("Jóga", "Björk", track.album.name)
    assert (found.href, found.url) == (f"/library/tracks/{track.pk}/", "https://open.spotify.com/track/abc")
    assert (found.side, found.is_removed) == ("28 Nov", False)


def test_a_removed_local_file_is_marked_and_has_no_address_at_spotify(ada):
    save(ada, Song(NOON), removed_at=NOON)
    assert row(ada).is_removed
    assert row(ada).url is None
