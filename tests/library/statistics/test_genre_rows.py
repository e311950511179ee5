"""Saves by the genres of their tracks."""

from datetime import UTC, datetime

import pytest

from library.models import SavedTrack
from library.statistics.genre_rows import by_genre, first_saves_by_genre, moment
from tests.support.songs import Song, person, save

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)


def test_each_genre_has_what_is_asked_of_its_saves_in_one_query(django_assert_num_queries) -> None:
    ada = person()
    save(ada, Song(FIRST, genres=(("jazz", "soul"), ("jazz",))))
    save(ada, Song(LAST, genres=(("jazz",),)))
    save(ada, Song(LAST))
    save(person("bob"), Song(LAST, genres=(("zouk",),)))
    saves = SavedTrack.objects.filter(user=ada)
    with django_assert_num_queries(1):
        rows = by_genre(saves, "COUNT(DISTINCT saves.track_id)", "MIN(saves.added_at)")
    assert sorted((genre, tracks, moment(first)) for genre, tracks, first in rows) == [
        ("jazz", 2, FIRST),
        ("soul", 1, FIRST),
    ]


def test_the_first_save_of_a_genre_is_that_of_any_of_its_artists(django_assert_num_queries) -> None:
    ada = person()
    save(ada, Song(LAST, genres=(("soul",), ("jazz",))))
    save(ada, Song(FIRST, genres=(("jazz",),)))
    saves = SavedTrack.objects.filter(user=ada)
    with django_assert_num_queries(1):
        rows = first_saves_by_genre(saves)
    assert {genre: moment(first) for genre, first in rows} == {"jazz": FIRST, "soul": LAST}


def test_no_saves_have_no_genres() -> None:
    saves = SavedTrack.objects.filter(user=person())
    assert by_genre(saves, "COUNT(*)") == first_saves_by_genre(saves) == []
