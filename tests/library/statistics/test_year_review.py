"""A year in review."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from library.statistics.year_review import year_review
from tests.support.songs import Song, person, save


def at(year: int, month: int, day: int = 10) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def test_a_year_is_told_with_the_one_before(ada):
    save(ada, Song(at(2025, 6), energy=0.2, genres=(("jazz",),)), removed_at=at(2026, 2))
    first = save(ada, Song(at(2026, 1), energy=0.4, genres=(("jazz",),)), removed_at=at(2026, 3))
    save(ada, Song(at(2026, 1, 11), genres=(("zouk",),)))
    last = save(ada, Song(at(2026, 5), energy=0.8, genres=()))
    save(ada, Song(at(2027, 1), genres=(("soul",),)))
    save(person("bob"), Song(at(2026, 4), energy=0.0))
    found = year_review(ada, 2026)
    assert found
    assert (found.saved, found.removed, len(found.months)) == (3, 2, 4)
    assert (found.first.save_id, found.last.save_id) == (first.pk, last.pk)
    assert [(one.genre, one.share) for one in found.genres] == [("jazz", 0.5), ("zouk", 0.5)]
    assert found.new_genres == ["zouk"]
    assert found.sound.means["energy"].value == pytest.approx(0.6)
    assert found.sound_before.means["energy"].value == pytest.approx(0.2)
    assert (found.streak.first, found.streak.days) == (date(2026, 1, 10), 2)
    assert found.busiest == (date(2026, 1, 10), 1)
    assert (len(found.artists), len(found.albums)) == (2, 3)


def test_a_year_with_one_save_without_anything_known(ada):
    only = save(ada, Song(at(2026, 1), has_features=False, genres=()))
    found = year_review(ada, 2026)
    assert found and (found.first.save_id, found.last.save_id) == (only.pk, only.pk)
    assert (found.artists, found.genres, found.new_genres) == ([], [], [])
    assert found.sound.means["tempo"].value is None


@pytest.mark.parametrize("year", [1, 2025, 9999])
def test_a_year_without_a_save_has_none(ada, year):
    save(ada, Song(at(2026, 1)))
    assert year_review(ada, year) is None


def test_queries_do_not_grow_with_the_library(ada):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            year_review(ada, 2026)
        return len(queries)

    save(ada, Song(at(2026, 1), genres=(("jazz",),)))
    save(ada, Song(at(2026, 2), genres=(("soul",),)))
    before = count()
    for day in range(1, 25):
        save(ada, Song(at(2026, 3, day), genres=(("jazz",), ("zouk",))))
    assert count() == before
