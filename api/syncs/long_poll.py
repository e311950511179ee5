"""Waits for the end of a sync on behalf of a client, with neither a database connection nor all threads of the server."""

from __future__ import annotations

import time
from threading import BoundedSemaphore, Event

from django.db import connection

from syncer.models import SyncRun

# Of the threads of a process so many may wait; another client gets its answer at once, and asks again.
WAITING_AT_ONCE = 2
LOOK_EVERY = 1.0

_places = BoundedSemaphore(WAITING_AT_ONCE)
_never = Event()


def wait_for_end(run: SyncRun, seconds: float) -> SyncRun:
    """Returns the run when it is no longer active, at the latest after `seconds`."""
    if not run.is_active or seconds <= 0 or not _places.acquire(blocking=False):
        return run
    try:
        ends = time.monotonic() + seconds
        while run.is_active and (left := ends - time.monotonic()) > 0:
            _let_go_of_the_database()
            _never.wait(min(left, LOOK_EVERY))
            run.refresh_from_db()
    finally:
        _places.release()
    return run


def _let_go_of_the_database() -> None:
    # Not inside a transaction: that of a test, here.
    if not connection.in_atomic_block:
        connection.close()
