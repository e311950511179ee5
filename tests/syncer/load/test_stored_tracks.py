"""What Spotify answers about a track that is stored: known values are replaced by values, never by nothing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.models import Album, Artist, Track
from sandbox.spotify.catalogue import Catalogue
from sheets.columns import DEFAULT_COLUMNS
from syncer.load.catalogue import store_tracks
from syncer.load.stored_tracks import keep_known_values, stored_records
from syncer.transform.records import AlbumRecord, ArtistRecord, TrackRecord
from tests.support.sheet_harness import SheetHarness

NO_ALBUM = AlbumRecord(None, "", "", "", "")
FULL = TrackRecord(
    key="t",
    spotify_id="t",
    uri="spotify:track:t",
    name="Song",
    artists=(ArtistRecord("a", "Anna"), ArtistRecord("b", "Bo")),
    album=AlbumRecord("al", "Album", "2019-05", "month", "https://image", "https://medium", "https://small"),
    duration_ms=180_000,
    explicit=False,
    isrc="SE1234567890",
    is_local=False,
)
NOTHING = {
    "uri": "",
    "name": "",
    "artists": (),
    "album": NO_ALBUM,
    "duration_ms": None,
    "explicit": None,
    "isrc": "",
}


@given(st.sets(st.sampled_from(sorted(NOTHING))))
def test_what_was_not_read_keeps_its_stored_value(names: set[str]) -> None:
    assert keep_known_values(replace(FULL, **{name: NOTHING[name] for name in names}), FULL) == FULL


def test_what_was_read_replaces_the_stored_value() -> None:
    other = replace(
        FULL,
        name="Song (2024 Mix)",
        duration_ms=0,
        explicit=True,
        isrc="X",
        album=AlbumRecord("x", "", "", "", ""),
    )
    assert keep_known_values(other, FULL) == other


def test_a_known_artist_without_a_name_keeps_it() -> None:
    answered = replace(FULL, artists=(ArtistRecord("b", ""), ArtistRecord("c", "")))
    artists = keep_known_values(answered, FULL).artists
    assert artists == (ArtistRecord("b", "Bo"), ArtistRecord("c", ""))


def test_an_album_keeps_what_is_known_of_it() -> None:
    answered = replace(FULL, album=AlbumRecord("al", "Album (Deluxe)", "", "", ""))
    assert keep_known_values(answered, FULL).album == replace(FULL.album, name="Album (Deluxe)")


def test_the_images_of_an_album_stay_together() -> None:
    answered = replace(
        FULL,
        album=replace(FULL.album, image_url="https://other", medium_image_url="", small_image_url=""),
    )
    assert keep_known_values(answered, FULL).album == answered.album


def test_a_date_and_its_precision_stay_together() -> None:
    answered = replace(FULL, album=replace(FULL.album, release_date="2019", release_date_precision="year"))
    assert keep_known_values(answered, FULL).album.release_date_precision == "year"


@pytest.mark.django_db
def test_stored_tracks_are_the_records_that_were_stored(alice) -> None:
    other = replace(
        FULL, key="u", spotify_id="u", artists=FULL.artists[::-1], duration_ms=None, explicit=None
    )
    store_tracks([FULL, other], alice)
    assert stored_records(["t", "u", "unknown"], alice) == {"t": FULL, "u": other}


@pytest.mark.django_db
def test_an_answer_with_nothing_in_it_changes_no_row(alice) -> None:
    store_tracks([FULL], alice)
    _, changed = store_tracks([replace(FULL, **NOTHING)], alice)
    assert changed == 0
    assert stored_records(["t"], alice) == {"t": FULL}
    assert Track.objects.get().artist_line == "Anna, Bo"


@pytest.mark.django_db
def test_an_album_and_artists_known_from_another_track_keep_their_values(alice) -> None:
    store_tracks([FULL], alice)
    bare = replace(
        FULL,
        key="new",
        spotify_id="new",
        album=AlbumRecord("al", "", "", "", ""),
        artists=(ArtistRecord("a", ""),),
    )
    store_tracks([bare], alice)
    assert (Album.objects.get().name, Album.objects.get().release_date) == ("Album", "2019-05")
    assert Artist.objects.get(key="a").name == "Anna"


@pytest.mark.parametrize(
    "answered",
    [lambda ms: "three minutes", lambda ms: None, lambda ms: [ms], lambda ms: -1, lambda ms: ms + 0.5],
    ids=["text", "null", "list", "negative", "fraction"],
)
def test_unreadable_durations_empty_no_cell(sandbox, transactional_db, monkeypatch, answered) -> None:
    harness = SheetHarness(sandbox.world, scope="all")
    harness.change_settings(columns=(*DEFAULT_COLUMNS, "duration"))
    before = harness.column("Duration")
    assert None not in before
    plain = Catalogue.encoded

    def encoded(self: Catalogue, key: str) -> bytes:
        track = json.loads(plain(self, key))
        return json.dumps(track | {"duration_ms": answered(track["duration_ms"])}).encode()

    monkeypatch.setattr(Catalogue, "encoded", encoded)
    harness.sync()
    assert harness.column("Duration") == before


def test_whole_numbers_written_as_floats_are_read(sandbox, transactional_db) -> None:
    """For weeks of 2024 Spotify wrote them so: https://github.com/JohnnyCrazy/SpotifyAPI-NET/issues/928"""
    harness = SheetHarness(sandbox.world, scope="all")
    harness.change_settings(columns=(*DEFAULT_COLUMNS, "duration"))
    before = harness.column("Duration")
    (new,) = sandbox.world.spotify.save("ada", 1)
    sandbox.world.faults.add("spotify-api", "saved_tracks", {"wrong_answer": "floats"}, times=0)
    receipt = harness.sync()
    assert (receipt["spotify_total"], receipt["added"], receipt["removed"]) == (61, 1, 0)
    assert harness.column("Duration")[1:] == before
    assert harness.column("Duration")[0] is not None
    assert new in harness.column("Link")[0]
