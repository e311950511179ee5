"""Without Redis: worker and beat as threads of the one process."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from spotistats.celery import app
from spotistats.embedded import EmbeddedWorker
from syncer import runs
from syncer.models import Schedule, SyncRun
from tests.support.cast import link_sheet, sign_in
from tests.support.waiting import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ada(sandbox):
    user = sign_in(sandbox.world, "ada")
    link_sheet(sandbox.world, user)
    return user


@pytest.fixture
def often(monkeypatch) -> None:
    """Beat's minute in a twentieth of a second."""
    monkeypatch.setitem(app.conf.beat_schedule["dispatch-due"], "schedule", 0.05)


def test_the_embedded_worker_runs_a_requested_sync(ada) -> None:
    worker = EmbeddedWorker(beat=False, concurrency=1)
    worker.start()
    try:
        run = runs.request_run(ada, SyncRun.Trigger.PERSON)
        wait_for(lambda: SyncRun.objects.filter(pk=run.pk, state="done").exists())
    finally:
        worker.stop()


def test_the_embedded_scheduler_starts_due_syncs(ada, often) -> None:
    Schedule.objects.create(user=ada, next_run_at=timezone.now() - timedelta(minutes=1))
    worker = EmbeddedWorker(concurrency=1)
    worker.start()
    try:
        wait_for(lambda: SyncRun.objects.filter(trigger="schedule", state="done").exists())
    finally:
        worker.stop()


def test_stopping_the_embedded_worker_ends_its_threads(db) -> None:
    before = set(threading.enumerate())
    worker = EmbeddedWorker(concurrency=1)
    worker.start()
    worker.stop()
    left = [thread for thread in set(threading.enumerate()) - before if not thread.daemon]
    assert not left
