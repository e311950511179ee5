"""A client that waits for the end of a sync."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from api.syncs import long_poll
from syncer.models import SyncRun


@pytest.mark.django_db(transaction=True)
def test_a_long_poll_ends_with_the_sync(call, alice, monkeypatch) -> None:
    monkeypatch.setattr(long_poll, "LOOK_EVERY", 0.01)
    run = SyncRun.objects.create(user=alice, trigger="person", state="running")

    def end() -> None:
        SyncRun.objects.filter(pk=run.pk).update(state="done", finished_at=timezone.now())
        connection.close()

    thread = Thread(target=end)
    thread.start()
    assert call("GET", f"/syncs/{run.pk}?wait=30").json()["state"] == "done"
    thread.join()


def test_a_long_poll_ends_after_its_time_and_not_all_threads_wait(call, alice, monkeypatch) -> None:
    monkeypatch.setattr(long_poll, "LOOK_EVERY", 0.01)
    run = SyncRun.objects.create(user=alice, trigger="person", state="running")
    assert long_poll.wait_for_end(run, 0.05).state == "running"
    for _ in range(long_poll.WAITING_AT_ONCE):
        assert long_poll._places.acquire(blocking=False)
    try:
        assert call("GET", f"/syncs/{run.pk}?wait=30").json()["state"] == "running"
    finally:
        long_poll._places.release(long_poll.WAITING_AT_ONCE)
    assert call("GET", f"/syncs/{run.pk}?wait=31").status_code == 422


class WatchedWait:
    """Notes at each wait whether this thread holds a connection to the database."""

    def __init__(self) -> None:
        self.held: list[bool] = []

    def wait(self, seconds: float) -> None:
        self.held.append(connection.connection is not None)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_long_poll_holds_no_connection_while_it_waits(alice, monkeypatch) -> None:
    watched = WatchedWait()
    monkeypatch.setattr(long_poll, "_never", watched)
    run = SyncRun.objects.create(user=alice, trigger="person", state="running")
    assert long_poll.wait_for_end(run, 0.05).state == "running"
    assert watched.held
    assert not any(watched.held)
