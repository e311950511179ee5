"""The genres of a library, with how many of its tracks have each."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from library.genre_counts import GenreOfLibrary, genres_of_library
from library.models import SavedTrack
from tests.support.songs import Song, person, save


def test_each_current_track_counts_once_for_each_of_its_genres(db) -> None:
    ada, bob, now = person(), person("bob"), timezone.now()
    # Two artists of the same genre, and a track that is saved twice.
    saved = save(ada, Song(now, genres=(("jazz", "soul"), ("jazz",))))
    SavedTrack.objects.create(user=ada, track=saved.track, added_at=now - timedelta(1), position=1)
    save(ada, Song(now, genres=(("jazz",),)))
    save(ada, Song(now, genres=(("rock",),)), removed_at=now)
    save(bob, Song(now, genres=(("rock",),)))
    with assertNumQueries(1):
        assert genres_of_library(ada) == [GenreOfLibrary("jazz", 2), GenreOfLibrary("soul", 1)]
    assert genres_of_library(ada, most=1) == [GenreOfLibrary("jazz", 2)]
