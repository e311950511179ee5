"""The genres of a library with their tracks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from library.genre_counts import GenreTracks, genre_counts
from library.rules.conditions import PlaysGenre, Rules
from library.rules.matching import matching
from tests.support.songs import Song, person, save

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_genres_come_with_as_many_tracks_as_a_rule_would_find(django_assert_num_queries) -> None:
    ada = person()
    for genres in [(("jazz", "soul"), ("jazz",)), (("jazz",),), (("funk",),), ((),)]:
        save(ada, Song(MONDAY, genres=genres))
    save(ada, Song(MONDAY, genres=(("techno",),)), removed_at=MONDAY)
    save(person("ben"), Song(MONDAY, genres=(("techno",),)))
    with django_assert_num_queries(1):
        counts = genre_counts(ada)
    assert counts == [GenreTracks("jazz", 2), GenreTracks("funk", 1), GenreTracks("soul", 1)]
    for one in counts:
        assert matching(ada, Rules((PlaysGenre(one.genre),))).count() == one.tracks
    assert genre_counts(person("cleo")) == []
