"""The catalogue forgets: what nobody has saved any more, and local files with their person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.deletion import delete_account
from library import retention
from library.models import Album, Artist, ArtistGenre, Features, Genre, SavedTrack, Track
from library.retention import forget_orphans
from syncer.load.catalogue import store_tracks
from syncer.transform.records import AlbumRecord, ArtistRecord, TrackRecord
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=1)


def record(key: str, *, album: str = "album", artist: str = "artist") -> TrackRecord:
    return TrackRecord(
        key=key,
        spotify_id=key,
        uri=f"spotify:track:{key}",
        name=f"Song {key}",
        artists=(ArtistRecord(artist, artist.title()),),
        album=AlbumRecord(album, album.title(), "2020", "year", ""),
        duration_ms=1,
        explicit=False,
        isrc="",
        is_local=False,
    )


def local(name: str) -> TrackRecord:
    uri = f"spotify:local:Ann:Demos:{name}:180"
    artists, album = (ArtistRecord(None, "Ann"),), AlbumRecord(None, "Demos", "", "", "")
    return replace(
        record(uri), spotify_id=None, uri=uri, name=name, artists=artists, album=album, is_local=True
    )


def save(user, track: int, **fields) -> SavedTrack:
    return SavedTrack.objects.create(
        user=user, track_id=track, added_at=LONG_AGO, position=SavedTrack.objects.count(), **fields
    )


def test_what_nobody_has_saved_goes_with_all_that_was_only_there_for_it():
    ada = make_user("ada")
    ids, _ = store_tracks([record("a"), record("b", album="other", artist="another")], ada)
    save(ada, ids["a"])
    Features.objects.create(track_id=ids["b"], known=True, tempo=100)
    for name in ("artist", "another"):
        genre = Genre.objects.create(name=f"genre of {name}")
        ArtistGenre.objects.create(artist=Artist.objects.get(key=name), genre=genre, weight=1)
    assert forget_orphans() > 0
    assert [track.key for track in Track.objects.all()] == ["a"]
    assert [album.key for album in Album.objects.all()] == ["album"]
    assert [artist.key for artist in Artist.objects.all()] == ["artist"]
    assert [genre.name for genre in Genre.objects.all()] == ["genre of artist"]
    assert not Features.objects.exists()


def test_a_removed_save_keeps_its_track_for_the_retention_time():
    ada = make_user("ada")
    ids, _ = store_tracks([record("a")], ada)
    save(ada, ids["a"], removed_at=timezone.now())
    assert forget_orphans() == 0
    assert Track.objects.exists()


def test_many_go_in_parts(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    store_tracks([record(key) for key in "abcde"], make_user("ada"))
    forget_orphans()
    assert not Track.objects.exists()
    assert not Album.objects.exists()


def test_two_people_with_the_same_local_file_have_a_row_each():
    ada, ben = make_user("ada"), make_user("ben")
    hers, _ = store_tracks([local("Take 1")], ada)
    his, _ = store_tracks([replace(local("Take 1"), duration_ms=7)], ben)
    assert hers.keys() == his.keys()
    assert hers != his
    assert [track.duration_ms for track in Track.objects.order_by("owner")] == [1, 7]
    assert {album.owner for album in Album.objects.all()} == {ada.pk, ben.pk}
    assert {artist.owner for artist in Artist.objects.all()} == {ada.pk, ben.pk}
    assert store_tracks([local("Take 1")], ada) == (hers, 0)


def test_a_local_file_and_a_track_of_spotifys_share_no_artist():
    ada = make_user("ada")
    store_tracks([record("a", artist="ann"), local("Take 1")], ada)
    assert sorted((artist.owner > 0, artist.name) for artist in Artist.objects.all()) == [
        (False, "Ann"),
        (True, "Ann"),
    ]


def test_local_files_go_at_once_with_their_person_and_others_stay():
    ada, ben = make_user("ada"), make_user("ben")
    hers, _ = store_tracks([local("Take 1"), record("a")], ada)
    for track in hers.values():
        save(ada, track)
    his, _ = store_tracks([local("Take 1")], ben)
    save(ben, *his.values())
    delete_account(ada)
    assert {track.owner for track in Track.objects.all()} == {0, ben.pk}
    assert {album.owner for album in Album.objects.all()} == {0, ben.pk}
    assert {artist.owner for artist in Artist.objects.all()} == {0, ben.pk}
