"""Years with a save."""

from __future__ import annotations

from datetime import UTC, date, datetime

from pytest_django.asserts import assertNumQueries

from library.models import SavedTrack
from library.statistics.years import SavedYear, saved_years
from tests.support.songs import Song, person, save


def test_years_begin_in_the_persons_time_zone(ada):
    for moment in [datetime(2024, 12, 31, 23, 30, tzinfo=UTC), datetime(2025, 3, 1, tzinfo=UTC)]:
        save(ada, Song(moment), removed_at=moment)
    save(ada, Song(datetime(2022, 5, 1, tzinfo=UTC)))
    save(person("bob"), Song(datetime(2020, 5, 1, tzinfo=UTC)))
    SavedTrack.objects.create(user=ada, track=None, added_at=datetime(2019, 1, 1, tzinfo=UTC), position=1)
    with assertNumQueries(1):
        assert saved_years(ada) == [
            SavedYear(2022, 1, date(2022, 5, 1), date(2022, 5, 1)),
            SavedYear(2025, 2, date(2025, 1, 1), date(2025, 3, 1)),
        ]
