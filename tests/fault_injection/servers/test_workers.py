"""Scheduled work on PostgreSQL and Redis, by a worker started as an operator starts it, and after a SIGKILL to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from sheets.models import LinkedSheet
from syncer.dispatch import dispatch_due
from syncer.models import Schedule, SyncRun
from tests.fault_injection.servers.conftest import environment_of, lift_quotas
from tests.fault_injection.servers.workers import ROOT
from tests.support.cast import link_sheet, sign_in, tab_rows
from tests.support.waiting import wait_for

pytestmark = pytest.mark.services
COMMAND = [sys.executable, "-m", "celery", "--quiet", "-A", "spotistats", "worker", "-c", "1", "-l", "ERROR"]


@pytest.fixture
def start_worker(sandbox, transactional_db, empty_queues) -> Iterator:
    """start_worker() gives the process; its children go with it when its group is killed."""
    lift_quotas(sandbox)
    running: list[subprocess.Popen] = []

    def start() -> subprocess.Popen:
        process = subprocess.Popen(COMMAND, cwd=ROOT, env=environment_of(sandbox), start_new_session=True)
        running.append(process)
        return process

    yield start
    for process in running:
        kill(process)


def kill(process: subprocess.Popen) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def ben(sandbox, start_worker) -> User:
    """1,400 tracks, all of them wanted in the sheet, and due since a minute."""
    user = sign_in(sandbox.world, "ben")
    link_sheet(sandbox.world, user, scope=LinkedSheet.Scope.ALL)
    Schedule.objects.create(user=user, next_run_at=timezone.now() - timedelta(minutes=1))
    return user


def is_done() -> bool:
    dispatch_due()
    return SyncRun.objects.filter(state__in=("done", "failed")).exists()


def assert_each_row_once(sandbox, user: User) -> None:
    rows = tab_rows(sandbox.world, user.sheet)[1:]
    saved = [d["track"]["external_urls"]["spotify"] for d in sandbox.world.spotify.documents(user.username)]
    assert sorted(row[4] for row in rows) == sorted(saved)


def test_a_due_person_is_synced_by_a_worker(sandbox, start_worker, ben) -> None:
    start_worker()
    wait_for(is_done, every=0.5)
    run = SyncRun.objects.get()
    assert (run.trigger, run.state, run.attempts) == ("schedule", "done", 1)
    assert_each_row_once(sandbox, ben)


def test_a_killed_worker_is_replaced_when_its_lease_is_over(sandbox, start_worker, ben) -> None:
    worker = start_worker()

    def die(person: str, offset: int, n: int) -> None:
        if n == 9:
            kill(worker)
            sandbox.world.spotify.on_page = None

    sandbox.world.spotify.on_page = die
    dispatch_due()
    wait_for(lambda: sandbox.world.spotify.on_page is None)
    start_worker()
    assert not is_done()
    dead = SyncRun.objects.get().lease_token

    def is_over() -> bool:
        # again each time: the database may finish a statement of the worker that is gone
        SyncRun.objects.filter(lease_token=dead, state="running").update(lease_until=timezone.now())
        return is_done()

    wait_for(is_over, every=0.5)
    run = SyncRun.objects.get()
    assert (run.state, run.attempts) == ("done", 2)
    assert_each_row_once(sandbox, ben)
