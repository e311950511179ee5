"""Scheduled work on PostgreSQL, Redis and real worker processes, and what a SIGKILL leaves of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Sheet
from syncer.models import Schedule, SyncRun
from syncer.tasks import dispatch_due
from tests.cast import linked, signed_in, tab_rows
from tests.waiting import wait_for

pytestmark = [pytest.mark.services]


@pytest.fixture
def ben(sandbox, workers):
    """1,400 tracks, all of them wanted in the sheet, and due since a minute."""
    user = signed_in(sandbox.world, "ben")
    linked(sandbox.world, user, scope=Sheet.Scope.ALL)
    Schedule.objects.create(user=user, next_run_at=timezone.now() - timedelta(minutes=1))
    return user


def finished() -> bool:
    dispatch_due.delay()
    return SyncRun.objects.filter(state="done").exists()


def assert_each_row_once(sandbox, user) -> None:
    rows = tab_rows(sandbox.world, user.sheet)[1:]
    saved = [d["track"]["external_urls"]["spotify"] for d in sandbox.world.spotify.documents(user.username)]
    assert sorted(row[4] for row in rows) == sorted(saved)


def test_a_due_person_is_synced_by_a_worker(sandbox, workers, ben) -> None:
    workers.start()
    dispatch_due.delay()
    wait_for(lambda: SyncRun.objects.filter(state="done").exists())
    run = SyncRun.objects.get()
    assert (run.trigger, run.attempts) == ("schedule", 1)
    assert_each_row_once(sandbox, ben)


@pytest.mark.parametrize("page", [1, 9, 28])
def test_a_worker_killed_while_reading_is_replaced(sandbox, workers, ben, page) -> None:
    def kill(person: str, offset: int, n: int) -> None:
        if n == page:
            sandbox.world.spotify.on_page = None
            workers.kill()

    sandbox.world.spotify.on_page = kill
    workers.start()
    dispatch_due.delay()
    wait_for(lambda: sandbox.world.spotify.on_page is None)
    assert SyncRun.objects.get().state == "running"
    workers.start()
    wait_for(finished, every=0.5)
    run = SyncRun.objects.get()
    assert run.attempts == 2
    assert_each_row_once(sandbox, ben)


@pytest.mark.parametrize("applied", [True, False], ids=["applied", "not applied"])
def test_a_worker_killed_while_writing_is_replaced(sandbox, workers, ben, applied) -> None:
    sandbox.world.faults.add("google-sheets", "batch_update", {"hang": 2, "applied": applied})
    workers.start()
    dispatch_due.delay()
    wait_for(lambda: SyncRun.objects.filter(phase="writing").exists())
    wait_for(lambda: sandbox.world.faults.take("google-sheets", "none") is None and hanging(sandbox))
    workers.kill()
    workers.start()
    wait_for(finished, every=0.5)
    assert_each_row_once(sandbox, ben)


def hanging(sandbox) -> bool:
    return SyncRun.objects.filter(phase="writing", google_reads=1, google_writes=0).exists()
