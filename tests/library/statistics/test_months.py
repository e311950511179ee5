"""What was saved and removed, and how it sounds, month by month."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pytest_django.asserts import assertNumQueries

from library.statistics.genres import genre_months
from library.statistics.months import Mean, sounds, traffic
from tests.support.songs import Song, save

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)
IN_JANUARY = datetime(2026, 1, 10, 12, tzinfo=UTC)
IN_MARCH = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_saves_and_removals_are_counted_by_month(ada):
    save(ada, Song(IN_JANUARY), removed_at=IN_MARCH)
    save(ada, Song(IN_JANUARY))
    save(ada, Song(IN_MARCH))
    with assertNumQueries(2):
        months = traffic(ada)
    assert [(at.month, at.saved, at.removed) for at in months] == [(JANUARY, 2, 0), (MARCH, 1, 1)]


def test_a_mean_has_the_number_of_its_tracks(ada):
    save(ada, Song(IN_JANUARY, tempo=100, energy=0.25))
    save(ada, Song(IN_JANUARY, tempo=140))
    save(ada, Song(IN_JANUARY, has_features=False))
    with assertNumQueries(1):
        (january,) = sounds(ada)
    assert january.tracks == 3
    assert january.means["tempo"] == Mean(120.0, 2)
    assert january.means["energy"] == Mean(0.25, 1)
    assert january.means["valence"] == Mean(None, 0), "unknown, not zero"


def test_an_empty_library_has_no_months(ada):
    assert (traffic(ada), sounds(ada), genre_months(ada)) == ([], [], [])


def test_more_tracks_need_no_more_queries(ada):
    for number in range(12):
        at = IN_JANUARY + timedelta(days=25 * number)
        save(ada, Song(at, tempo=100, genres=(("jazz", "soul"),)), removed_at=at + timedelta(days=40))
    with assertNumQueries(5):
        traffic(ada)
        sounds(ada)
        genre_months(ada)
