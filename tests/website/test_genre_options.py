"""The genres that a field offers."""

import pytest
from django.utils import timezone

from tests.support.songs import Song, person, save
from website import genre_options
from website.genre_options import GenreOption, offered_genres

pytestmark = pytest.mark.django_db


def test_the_most_frequent_ones_are_offered_with_their_tracks(monkeypatch) -> None:
    ada = person()
    for genres in (("jazz", "soul"), ("jazz",), ("zouk",)):
        save(ada, Song(timezone.now(), genres=(genres,)))
    monkeypatch.setattr(genre_options, "GENRES_OFFERED", 2)
    assert offered_genres(ada) == [
        GenreOption("jazz", "jazz, 2 tracks"),
        GenreOption("soul", "soul, 1 track"),
    ]
