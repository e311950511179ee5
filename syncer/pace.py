"""How fast a library is read, by what those who watch have seen of it, and so how long the rest takes.

Two looks are enough, however often the run changed workers between them. A wait is none of it: while a run waits nobody
reads, and what was seen before is forgotten.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from providers.rate_limits import redis_errors
from syncer.models import SyncRun

log = logging.getLogger(__name__)

# Less says little about what is to come.
SHORTEST = timedelta(seconds=3)
# What is kept: looks of the last minute, so many seconds apart.
WINDOW = timedelta(minutes=1)
APART = timedelta(seconds=5)

_AT_WORK = (SyncRun.State.QUEUED, SyncRun.State.RUNNING)

Look = tuple[datetime, int]
"""A moment, and how many tracks were read by then."""


def time_left(run: SyncRun) -> timedelta | None:
    """Returns how long the reading of a run still takes, None where that is not known (yet). Remembers this look at it."""
    is_reading = run.state in _AT_WORK and run.phase == "reading" and run.progress_done > 0
    if not is_reading or run.progress_done >= run.progress_total:
        return None
    now = timezone.now()
    looks = _looks_before(run, now)
    if not looks or now - looks[-1][0] >= APART:
        _remember(run, [*looks, (now, run.progress_done)])
    if not looks:
        return None
    since, done = looks[0]
    elapsed, read = now - since, run.progress_done - done
    return (
        elapsed * ((run.progress_total - run.progress_done) / read) if elapsed >= SHORTEST and read else None
    )


def _looks_before(run: SyncRun, now: datetime) -> list[Look]:
    try:
        # None for what is no JSON.
        stored: list[list[Any]] = cache.get(_key(run)) or []
    except redis_errors() as error:  # the page is shown all the same
        log.warning("no pace of a reading is known: %s", error)
        return []
    looks = [(datetime.fromisoformat(at), done) for at, done in stored]
    # One with more tracks was of a reading that has begun anew.
    return [(at, done) for at, done in looks if now - WINDOW <= at <= now and done <= run.progress_done]


def _remember(run: SyncRun, looks: list[Look]) -> None:
    try:
        # Lists and texts: the cache takes what JSON does not change (`spotistats.json_cache`).
        cache.set(_key(run), [[at.isoformat(), done] for at, done in looks], WINDOW.total_seconds())
    except redis_errors() as error:
        log.warning("the pace of a reading is not remembered: %s", error)


def _key(run: SyncRun) -> str:
    return f"pace:{run.pk}"
