"""Genres month by month: counts, shares, and the rest."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

from pytest_django.asserts import assertNumQueries

from library.statistics.genres import genre_months, main_genres_by_month, most_saved
from tests.support.songs import Song, save

IN_JANUARY = datetime(2026, 1, 10, 12, tzinfo=UTC)
IN_MARCH = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_genres_have_counts_and_shares_and_the_rest(ada):
    for genres in [("jazz",), ("jazz",), ("techno",), ("soul",), ()]:
        save(ada, Song(IN_JANUARY, genres=(genres,)))
    save(ada, Song(IN_MARCH, genres=(("techno",),)))
    with assertNumQueries(2):
        january, march = genre_months(ada, top=2)
    assert (january.tracks, january.unknown) == (5, 1)
    assert [(one.genre, one.tracks, one.share) for one in january.top] == [
        ("jazz", 2, 0.5),
        ("techno", 1, 0.25),
    ]
    assert (january.rest.tracks, january.rest.share) == (1, 0.25)
    assert [(one.genre, one.tracks) for one in march.top] == [("jazz", 0), ("techno", 1)]


def test_a_track_counts_once_under_its_main_genre(ada):
    save(ada, Song(IN_JANUARY, genres=(("soul", "funk"), ("ambient", "zouk"))))
    (january,) = genre_months(ada)
    assert [(one.genre, one.tracks) for one in january.top] == [("soul", 1)]


def test_counts_by_month_have_the_unknown_under_no_name(ada):
    for genres in [("jazz",), ("techno",), ()]:
        save(ada, Song(IN_JANUARY, genres=(genres,)))
    save(ada, Song(IN_MARCH, genres=(("techno",),)))
    with assertNumQueries(2):
        counts = main_genres_by_month(ada)
    assert counts == {
        date(2026, 1, 1): Counter({"jazz": 1, "techno": 1, "": 1}),
        date(2026, 3, 1): Counter(techno=1),
    }
    assert most_saved(counts.values()) == ["techno", "jazz"]
