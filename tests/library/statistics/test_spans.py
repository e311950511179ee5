"""From when to when each genre was saved."""

from __future__ import annotations

from datetime import UTC, date, datetime

from pytest_django.asserts import assertNumQueries

from library.statistics.period import Period
from library.statistics.spans import genre_spans
from tests.support.songs import Song, person, save


def at(day: int) -> datetime:
    return datetime(2026, 1, day, 23, 30, tzinfo=UTC)


def test_every_genre_has_its_days_in_the_persons_time_zone(ada):
    save(ada, Song(at(10), genres=(("jazz", "soul"), ("jazz",))))
    save(ada, Song(at(20), genres=(("jazz",),)))
    save(ada, Song(at(5)))
    save(person("bob"), Song(at(1), genres=(("jazz",),)))
    with assertNumQueries(1):
        spans = genre_spans(ada)
    assert [(one.genre, one.first, one.last, one.tracks) for one in spans] == [
        ("jazz", date(2026, 1, 11), date(2026, 1, 21), 2),
        ("soul", date(2026, 1, 11), date(2026, 1, 11), 1),
    ]
    assert [one.genre for one in genre_spans(ada, Period(first=date(2026, 1, 12)))] == ["jazz"]
