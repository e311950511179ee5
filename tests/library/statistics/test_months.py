"""What was saved, month by month, as it was and as it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django.asserts import assertNumQueries

from library.models import SavedTrack
from library.statistics.genres import genre_months
from library.statistics.months import Mean, sounds, traffic
from library.statistics.period import Period
from tests.support.songs import Song, person, save

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)
IN_JANUARY = datetime(2026, 1, 10, 12, tzinfo=UTC)
IN_MARCH = datetime(2026, 3, 10, 12, tzinfo=UTC)
AS_IT_IS = Period(as_it_is=True)


@pytest.fixture
def ada(db):
    return person()


def test_saved_and_removed_a_month(ada):
    save(ada, Song(IN_JANUARY), removed_at=IN_MARCH)
    save(ada, Song(IN_JANUARY))
    save(ada, Song(IN_MARCH))
    with assertNumQueries(2):
        months = traffic(ada)
    assert [(at.month, at.saved, at.removed) for at in months] == [(JANUARY, 2, 0), (MARCH, 1, 1)]


def test_removing_a_track_does_not_rewrite_the_past_unless_asked(ada):
    song = save(ada, Song(IN_JANUARY, tempo=100, genres=(("jazz",),)))
    before = (traffic(ada), sounds(ada), genre_months(ada))
    SavedTrack.objects.filter(pk=song.pk).update(removed_at=IN_MARCH)
    assert (traffic(ada)[:1], sounds(ada), genre_months(ada)) == before
    assert (traffic(ada, AS_IT_IS), sounds(ada, AS_IT_IS), genre_months(ada, AS_IT_IS)) == ([], [], [])


@pytest.mark.parametrize(
    ("zone", "month"),
    [
        ("UTC", date(2026, 1, 1)),
        ("Europe/Berlin", date(2026, 2, 1)),
        ("America/New_York", date(2026, 1, 1)),
        ("Mars/Base", date(2026, 1, 1)),
    ],
)
def test_months_are_those_of_the_persons_time_zone(db, zone, month):
    user = person(time_zone=zone)
    save(user, Song(datetime(2026, 1, 31, 23, 30, tzinfo=UTC), genres=(("jazz",),)))
    assert [at.month for at in traffic(user)] == [month]
    assert [at.month for at in sounds(user)] == [month]
    assert [at.month for at in genre_months(user)] == [month]


def test_a_mean_says_how_many_tracks_are_behind_it(ada):
    save(ada, Song(IN_JANUARY, tempo=100, energy=0.25))
    save(ada, Song(IN_JANUARY, tempo=140))
    save(ada, Song(IN_JANUARY, has_features=False))
    with assertNumQueries(1):
        (january,) = sounds(ada)
    assert january.tracks == 3
    assert january.means["tempo"] == Mean(120.0, 2)
    assert january.means["energy"] == Mean(0.25, 1)
    assert january.means["valence"] == Mean(None, 0), "unknown, not zero"


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


def test_an_empty_library_has_no_months(ada):
    assert (traffic(ada), sounds(ada), genre_months(ada)) == ([], [], [])


def test_a_range_ends_with_its_last_day(ada):
    save(ada, Song(datetime(2026, 1, 31, 22, 59, tzinfo=UTC)))
    save(ada, Song(datetime(2026, 1, 31, 23, 0, tzinfo=UTC)))
    (january,) = traffic(ada, Period(JANUARY, date(2026, 1, 31)))
    assert january.saved == 1


def test_somebody_elses_saves_and_placeholders_do_not_count(ada):
    save(person("ben"), Song(IN_JANUARY))
    SavedTrack.objects.create(user=ada, track=None, added_at=IN_JANUARY, position=1)
    assert traffic(ada) == []


def test_more_tracks_need_no_more_queries(ada):
    for number in range(12):
        at = IN_JANUARY + timedelta(days=25 * number)
        save(ada, Song(at, tempo=100, genres=(("jazz", "soul"),)), removed_at=at + timedelta(days=40))
    with assertNumQueries(5):
        traffic(ada)
        sounds(ada)
        genre_months(ada)
