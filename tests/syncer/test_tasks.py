"""Each task hands what it is told to one function; whole syncs are shown elsewhere."""

from __future__ import annotations

import pytest

from syncer import tasks
from syncer.heartbeat import last_heartbeat
from syncer.models import SyncRun
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("added", "is_started"), [(0, False), (3, True)])
def test_new_tracks_start_the_enrichment(monkeypatch, added: int, is_started: bool) -> None:
    started: list[bool] = []
    run = SyncRun(user=make_user("ada"), receipt={"added": added})
    monkeypatch.setattr(tasks.sync, "run_sync", lambda run_id: run)
    monkeypatch.setattr(tasks.start_enrichment, "delay", lambda: started.append(True))
    tasks.sync_run(1)
    assert started == [True] * is_started


def test_a_run_that_is_another_workers_starts_nothing(monkeypatch) -> None:
    monkeypatch.setattr(tasks.sync, "run_sync", lambda run_id: None)
    monkeypatch.setattr(tasks.start_enrichment, "delay", lambda: pytest.fail("it was started"))
    tasks.sync_run(1)


def test_a_message_of_beat_leaves_a_heartbeat() -> None:
    tasks.dispatch_due()
    assert last_heartbeat() is not None
