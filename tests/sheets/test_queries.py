"""Saved tracks as a sheet shows them: each value from its place in the database, in the order of the saves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from library.models import Album, Features, LibraryState, SavedTrack, Track
from sheets.models import LinkedSheet, SmartTab
from sheets.queries import (
    find_tracks,
    insert_removed,
    library_revision,
    read_tracks,
    sheet_to_write,
    tracks_in_scope,
)
from tests.support.cast import make_alice, make_user

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def ada(db) -> User:
    return make_user("ada")


@pytest.fixture
def album(db) -> Album:
    return Album.objects.create(key="homogenic", name="Homogenic", release_date="1997-09")


def save(user: User, album: Album, number: int, *, removed: bool = False, former_keys=()) -> SavedTrack:
    """Number 1 is the oldest save."""
    track, _ = Track.objects.get_or_create(
        key=f"id{number}",
        defaults={
            "name": f"Song {number}",
            "artist_line": "Björk",
            "album": album,
            "duration_ms": 200_000 + number,
            "explicit": False,
            "isrc": f"GB000000000{number}",
        },
    )
    return SavedTrack.objects.create(
        user=user,
        track=track,
        former_keys=list(former_keys),
        added_at=NOON + timedelta(days=number),
        position=number * 1024,
        removed_at=NOON + timedelta(days=90) if removed else None,
    )


def link(number: int) -> str:
    return f"https://open.spotify.com/track/id{number}"


def test_each_value_comes_from_its_own_place(ada, album):
    saved = save(ada, album, 1, removed=True, former_keys=["old"])
    Features.objects.create(
        track=saved.track,
        tempo=100.0,
        energy=0.2,
        danceability=0.3,
        acousticness=0.4,
        valence=0.5,
        known=True,
    )
    (track,) = read_tracks(SavedTrack.objects.all())
    assert (track.track_key, track.former_keys, track.track_id) == ("id1", ["old"], saved.track_id)
    assert (track.added_at, track.removed_at) == (saved.added_at, saved.removed_at)
    assert (track.position, track.link_number, track.genres) == (1024, 0, None)
    assert (track.name, track.artists, track.album) == ("Song 1", "Björk", "Homogenic")
    assert (track.release_date, track.duration_ms, track.explicit) == ("1997-09", 200_001, False)
    assert track.isrc == "GB0000000001"
    features = (track.tempo, track.energy, track.danceability, track.acousticness, track.valence)
    assert features == (100.0, 0.2, 0.3, 0.4, 0.5)
    assert (track.link, track.former_links) == (link(1), ("https://open.spotify.com/track/old",))
    assert track.full_name == "Björk – Song 1"


def test_scope_holds_the_newest_saves_first(ada, album):
    for number in (1, 2, 3):
        save(ada, album, number)
    assert [track.link for track in tracks_in_scope(ada.pk, None).tracks] == [link(3), link(2), link(1)]
    assert [track.link for track in tracks_in_scope(ada.pk, 2).tracks] == [link(3), link(2)]


def test_removed_saves_are_out_of_every_scope(ada, album):
    save(ada, album, 1, removed=True)
    assert tracks_in_scope(ada.pk, None).tracks == []


def test_links_are_looked_up_among_removed_and_saved_tracks_and_by_former_keys(ada, album):
    save(ada, album, 1, removed=True)
    save(ada, album, 2, former_keys=["old"])
    removed, saved = find_tracks(ada.pk, [link(1), "https://open.spotify.com/track/old", link(9)])
    assert ([track.link for track in removed], [track.link for track in saved]) == ([link(1)], [link(2)])


def test_other_peoples_tracks_are_not_looked_up(ada, album):
    bob = make_user("bob")
    save(bob, album, 1)
    assert find_tracks(ada.pk, [link(1)]) == ([], [])
    assert tracks_in_scope(ada.pk, None).tracks == []


def test_removed_tracks_are_inserted_by_the_date_of_their_save(ada, album):
    for number in (2, 4):
        save(ada, album, number)
    for number in (1, 3, 5):
        save(ada, album, number, removed=True)
    removed, _ = find_tracks(ada.pk, [link(number) for number in (1, 3, 5)])
    tracks = insert_removed(tracks_in_scope(ada.pk, None).tracks, removed)
    assert [track.link for track in tracks] == [link(number) for number in (5, 4, 3, 2, 1)]


def test_the_sheet_to_write_comes_with_revision_and_tabs_in_one_query(db, django_assert_num_queries) -> None:
    alice = make_alice()
    with django_assert_num_queries(1):
        sheet = sheet_to_write(alice)
        assert sheet is not None
        assert (library_revision(sheet), sheet.has_managed_tabs) == ([0, 0], False)
    LibraryState.objects.create(user=alice, revision=3, enrichment_revision=1)
    SmartTab.objects.create(user=alice, name="Calm")
    with django_assert_num_queries(1):
        sheet = sheet_to_write(alice)
        assert sheet is not None
        assert (library_revision(sheet), sheet.has_managed_tabs) == ([3, 1], True)


def test_a_sheet_that_was_read_otherwise_has_todays_revision(db) -> None:
    alice = make_alice()
    LibraryState.objects.create(user=alice, revision=3)
    sheet = LinkedSheet.objects.get()
    assert sheet.has_managed_tabs
    LibraryState.objects.update(revision=4)
    assert library_revision(sheet) == [4, 0]


def test_nobody_without_a_sheet_has_one_to_write(db) -> None:
    assert sheet_to_write(make_user()) is None
