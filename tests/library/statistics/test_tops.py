"""What was saved most, which decades, and how long genres take."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django.asserts import assertNumQueries

from library.models import ArtistKnowledge, SavedTrack, TrackArtist
from library.statistics.firsts import GenreWait, first_of_genres, time_to_first_genre
from library.statistics.period import Period
from library.statistics.tops import decades, top_albums, top_artists
from tests.support.songs import Song, person, save

NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)


@pytest.fixture
def ada(db):
    return person()


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


def test_a_range_is_for_tops_too(ada):
    save(ada, Song(NOON))
    assert top_artists(ada, Period(first=date(2026, 1, 11))) == []
    assert len(top_albums(ada, Period(last=date(2026, 1, 10)))) == 1


def test_decades_with_the_unknown_last(ada):
    for known in ["1967", "1969-12", "2024-01-01", "", "0000"]:
        save(ada, Song(NOON, release_date=known))
    with assertNumQueries(1):
        found = decades(ada)
    assert [(decade.first_year, decade.tracks) for decade in found] == [(1960, 2), (2020, 1), (None, 2)]


def know(saved: SavedTrack, at: datetime) -> None:
    ArtistKnowledge.objects.create(artist=saved.track.artists.get(), known=True, source="test", fetched_at=at)


def test_time_to_the_first_genre_begins_when_the_save_is_noticed(ada):
    soon, before, never = (save(ada, Song(NOON - timedelta(days=3000))) for _ in range(3))
    SavedTrack.objects.update(noticed_at=NOON)
    know(soon, NOON + timedelta(hours=2))
    know(before, NOON - timedelta(days=9))
    ArtistKnowledge.objects.create(artist=never.track.artists.get(), known=False, ask_again_at=NOON)
    with assertNumQueries(1):
        told = time_to_first_genre(ada)
    assert told == GenreWait(known=2, waiting=1, mean=timedelta(hours=1), longest=timedelta(hours=2))


def test_nothing_saved_waits_for_nothing(ada):
    assert time_to_first_genre(ada) == GenreWait(0, 0, None, None)


def test_the_day_each_genre_came_in(ada):
    save(ada, Song(datetime(2026, 1, 10, 23, 30, tzinfo=UTC), genres=(("jazz",),)))
    save(ada, Song(datetime(2025, 5, 1, tzinfo=UTC), genres=(("techno", "house"),)))
    save(ada, Song(datetime(2026, 5, 1, tzinfo=UTC), genres=(("jazz",),)))
    with assertNumQueries(1):
        found = [(first.genre, first.day) for first in first_of_genres(ada)]
    assert found == [("house", date(2025, 5, 1)), ("techno", date(2025, 5, 1)), ("jazz", date(2026, 1, 11))]
