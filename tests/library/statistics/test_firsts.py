"""How long it takes until genres are known, and when each was first saved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pytest_django.asserts import assertNumQueries

from library.models import ArtistKnowledge, SavedTrack
from library.statistics.firsts import GenreWait, first_of_genres, time_to_first_genre
from tests.support.songs import Song, save

NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)


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


def test_without_saves_there_is_no_wait_for_genres(ada):
    assert time_to_first_genre(ada) == GenreWait(0, 0, None, None)


def test_each_genre_has_the_day_of_its_first_save(ada):
    save(ada, Song(datetime(2026, 1, 10, 23, 30, tzinfo=UTC), genres=(("jazz",),)))
    save(ada, Song(datetime(2025, 5, 1, tzinfo=UTC), genres=(("techno", "house"),)))
    save(ada, Song(datetime(2026, 5, 1, tzinfo=UTC), genres=(("jazz",),)))
    with assertNumQueries(1):
        found = [(first.genre, first.day) for first in first_of_genres(ada)]
    assert found == [("house", date(2025, 5, 1)), ("techno", date(2025, 5, 1)), ("jazz", date(2026, 1, 11))]
