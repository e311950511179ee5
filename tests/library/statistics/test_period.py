"""Which saves a statistic is about, for every statistic by month."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from library.models import SavedTrack
from library.statistics.genres import genre_months
from library.statistics.months import sounds, traffic
from library.statistics.period import Period, removals
from tests.support.songs import Song, person, save

JANUARY = date(2026, 1, 1)
IN_JANUARY = datetime(2026, 1, 10, 12, tzinfo=UTC)
IN_MARCH = datetime(2026, 3, 10, 12, tzinfo=UTC)
AS_IT_IS = Period(as_it_is=True)


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


def test_a_range_ends_with_its_last_day(ada):
    save(ada, Song(datetime(2026, 1, 31, 22, 59, tzinfo=UTC)))
    save(ada, Song(datetime(2026, 1, 31, 23, 0, tzinfo=UTC)))
    (january,) = traffic(ada, Period(JANUARY, date(2026, 1, 31)))
    assert january.saved == 1


def test_other_peoples_saves_and_placeholders_do_not_count(ada):
    save(person("ben"), Song(IN_JANUARY))
    SavedTrack.objects.create(user=ada, track=None, added_at=IN_JANUARY, position=1)
    assert traffic(ada) == []


def test_removals_of_a_period_are_those_that_ended_in_it(ada):
    gone = save(ada, Song(IN_JANUARY), removed_at=IN_MARCH)
    save(ada, Song(IN_JANUARY))
    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    assert list(removals(ada, march)) == [gone]
    assert not removals(ada, Period(last=date(2026, 2, 28))).exists()
    assert not removals(ada, AS_IT_IS).exists()
