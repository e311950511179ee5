"""The newest saves, and what came and went since a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from library.models import SavedTrack
from library.recent_changes import recent_changes
from tests.support.cast import make_user
from tests.support.songs import Song, save

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WEEK_AGO = NOW - timedelta(days=7)


@pytest.fixture
def ada():
    return make_user("ada")


def saved(user, days_ago: float, *, gone_days_ago: float | None = None) -> SavedTrack:
    one = save(user, Song(NOW - timedelta(days=days_ago)))
    if gone_days_ago is not None:
        gone = NOW - timedelta(days=gone_days_ago)
        SavedTrack.objects.filter(pk=one.pk).update(removed_at=gone, removal_confirmed_at=gone)
    return one


def ids(tracks) -> list[int]:
    return [track.save_id for track in tracks]


def changes(user, newest: int = 12, named: int = 5):
    return recent_changes(user, WEEK_AGO, newest=newest, named=named)


def test_the_newest_saves_come_first_and_the_removed_ones_are_not_among_them(ada):
    old, new = saved(ada, 30), saved(ada, 1)
    SavedTrack.objects.filter(pk=new.pk).update(position=9_000_000)
    saved(ada, 2, gone_days_ago=1)
    assert ids(changes(ada).newest) == [new.pk, old.pk]
    assert ids(changes(ada, newest=1).newest) == [new.pk]


def test_what_came_and_went_is_counted_and_the_first_are_named(ada):
    came = [saved(ada, day) for day in (1, 2, 3)]
    went = [saved(ada, 100, gone_days_ago=day) for day in (1, 2)]
    saved(ada, 100)
    saved(ada, 100, gone_days_ago=8)
    found = changes(ada, named=2)
    assert (found.came.count, ids(found.came.tracks)) == (3, [came[0].pk, came[1].pk])
    assert (found.went.count, ids(found.went.tracks)) == (2, [went[0].pk, went[1].pk])


def test_a_track_that_is_saved_again_came_and_did_not_go(ada):
    gone = saved(ada, 100, gone_days_ago=2)
    again = saved(ada, 1)
    SavedTrack.objects.filter(pk=again.pk).update(track=gone.track)
    found = changes(ada)
    assert (found.came.count, found.went.count) == (1, 0)


def test_other_peoples_tracks_are_never_among_them(ada):
    ben = make_user("ben")
    saved(ben, 1)
    saved(ben, 100, gone_days_ago=1)
    found = changes(ada)
    assert (found.newest, found.came.count, found.went.count) == ([], 0, 0)


def test_the_number_of_queries_does_not_grow(ada):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            changes(ada)
        return len(caught)

    saved(ada, 1)
    few = queries()
    for day in range(20):
        saved(ada, day)
        saved(ada, 50 + day, gone_days_ago=1)
    assert queries() == few <= 9
