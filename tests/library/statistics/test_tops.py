"""What was saved most, and in which decades it was released."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pytest_django.asserts import assertNumQueries

from library.models import SavedTrack, TrackArtist
from library.statistics.period import Period
from library.statistics.tops import decades, pictured_albums, pictured_artists, top_albums, top_artists
from tests.support.songs import Song, save

NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)


def share_artist(first: SavedTrack, other: SavedTrack) -> str:
    artist = first.track.artists.get()
    TrackArtist.objects.create(track=other.track, artist=artist, place=5)
    return artist.name


def test_top_artists_count_every_credit(ada):
    first, second = save(ada, Song(NOON)), save(ada, Song(NOON))
    name = share_artist(first, second)
    with assertNumQueries(1):
        found = top_artists(ada, count=1)
    assert [(top.name, top.tracks) for top in found] == [(name, 2)]


def test_a_track_saved_twice_counts_once(ada):
    saved = save(ada, Song(NOON), removed_at=NOON + timedelta(days=1))
    SavedTrack.objects.create(user=ada, track=saved.track, added_at=NOON + timedelta(days=1), position=5)
    assert [top.tracks for top in top_artists(ada)] == [1]
    with assertNumQueries(1):
        assert [(top.name, top.tracks) for top in top_albums(ada)] == [(saved.track.album.name, 1)]


def test_a_track_without_artists_is_nobodys(ada):
    saved = save(ada, Song(NOON))
    saved.track.artists.clear()
    assert top_artists(ada) == []
    assert len(top_albums(ada)) == 1


def test_tops_are_limited_to_the_period(ada):
    save(ada, Song(NOON))
    assert top_artists(ada, Period(first=date(2026, 1, 11))) == []
    assert len(top_albums(ada, Period(last=date(2026, 1, 10)))) == 1


def test_decades_with_the_unknown_last(ada):
    for known in ["1967", "1969-12", "2024-01-01", "", "0000"]:
        save(ada, Song(NOON, release_date=known))
    with assertNumQueries(1):
        found = decades(ada)
    assert [(decade.first_year, decade.tracks) for decade in found] == [(1960, 2), (2020, 1), (None, 2)]


def test_an_artist_without_a_name_takes_nobody_with_it(ada):
    saved = save(ada, Song(NOON, genres=((), ())))
    nameless, named = (credit.artist for credit in saved.track.credits.all())
    nameless.name = ""
    nameless.save()
    assert [top.name for top in top_artists(ada)] == [named.name]


def give_cover(saved: SavedTrack, name: str) -> None:
    saved.track.album.image_url = f"https://i.scdn.co/image/{name}"
    saved.track.album.save()


def test_albums_have_their_cover_and_their_artists(ada, settings):
    settings.SPOTIFY_IMAGES_URL = "https://i.scdn.co"
    saved = save(ada, Song(NOON))
    saved.track.artist_line = "Björk, Arca"
    saved.track.save()
    give_cover(saved, "abc")
    bare = save(ada, Song(NOON))
    with assertNumQueries(2):
        found = {top.name: top for top in pictured_albums(ada)}
    album = found[saved.track.album.name]
    assert (album.artist_line, album.cover and album.cover.small) == (
        "Björk, Arca",
        "https://i.scdn.co/image/abc",
    )
    assert found[bare.track.album.name].cover is None
    assert pictured_albums(ada, Period(last=date(2020, 1, 1))) == []


def test_artists_have_the_cover_of_what_was_saved_last(ada, settings):
    settings.SPOTIFY_IMAGES_URL = "https://i.scdn.co"
    older, newer = save(ada, Song(NOON)), save(ada, Song(NOON + timedelta(days=1)))
    last = save(ada, Song(NOON + timedelta(days=2)))
    name = share_artist(older, newer)
    share_artist(older, last)
    give_cover(older, "old")
    give_cover(newer, "new")
    with assertNumQueries(2):
        (found,) = pictured_artists(ada, count=1)
    assert (found.name, found.tracks) == (name, 3)
    assert found.cover and found.cover.small == "https://i.scdn.co/image/new"
