"""A clock that begins in the morning and moves only when a test moves it."""

import time
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace

import pytest
import time_machine

from sheets import writer as writing
from sheets.planner.batches import split_into_batches
from syncer import sync

MORNING = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
NOON = MORNING + timedelta(hours=6)
NEXT_NOON = NOON + timedelta(days=1)


@pytest.fixture
def clock(db, monkeypatch):
    # What a receipt says of the seconds that a sync has taken is of this clock as well.
    monkeypatch.setattr(sync, "time", SimpleNamespace(monotonic=time.time))
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def small_batches(monkeypatch):
    """small_batches(8_000): so many bytes are the most of one request to Google."""

    def set_limit(limit: int) -> None:
        monkeypatch.setattr(writing, "split_into_batches", partial(split_into_batches, max_bytes=limit))

    return set_limit
