"""How long a reading still takes, by two looks at it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from syncer.models import SyncRun
from syncer.pace import time_left


@pytest.fixture(autouse=True)
def nobody_has_looked():
    cache.clear()


def look(seconds: float, done: int, *, state: str = "running", phase: str = "reading", total: int = 10_000):
    """Looks at one run, so many seconds after `START`."""
    run = SyncRun(pk=7, state=state, phase=phase, progress_done=done, progress_total=total)
    with time_machine.travel(START + timedelta(seconds=seconds), tick=False):
        return time_left(run)


START = timezone.now()


def test_a_second_look_tells_how_long_the_rest_takes():
    assert look(0, 1000) is None
    assert look(10, 2000) == timedelta(seconds=80)


def test_what_was_seen_a_minute_ago_counts_no_more():
    look(0, 100)
    look(50, 200)
    assert look(70, 2200) == timedelta(seconds=78)


def test_a_reading_that_began_anew_is_looked_at_anew():
    look(0, 5000)
    assert look(10, 500) is None
    assert look(20, 1000) == timedelta(seconds=180)


@pytest.mark.parametrize("seconds", [0, 1, 2.9])
def test_too_short_a_time_tells_nothing(seconds):
    look(0, 100)
    assert look(seconds, 200) is None


@pytest.mark.parametrize(
    "other", [{"state": "waiting"}, {"state": "done"}, {"phase": "writing"}, {"total": 0}, {"total": 200}]
)
def test_nothing_is_said_of_a_run_that_does_not_read(other):
    look(0, 100)
    assert look(10, 200, **other) is None


def test_no_progress_tells_nothing():
    look(0, 100)
    assert look(10, 100) is None


def test_without_a_cache_nothing_is_known(monkeypatch):
    from redis.exceptions import ConnectionError as RedisAway

    def away(*_: object) -> None:
        raise RedisAway

    look(0, 100)
    monkeypatch.setattr(cache, "get", away)
    monkeypatch.setattr(cache, "set", away)
    assert look(10, 200) is None
