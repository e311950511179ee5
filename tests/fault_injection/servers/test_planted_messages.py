"""Somebody can write into Redis: what they put into the queues is refused, and the worker goes on with its work."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from kombu.pidbox import Mailbox
from kombu.serialization import enable_insecure_serializers

from spotistats.celery import app
from syncer.models import Schedule, SyncRun
from syncer.tasks import dispatch_due
from tests.fault_injection.servers.conftest import environment_of, lift_quotas
from tests.fault_injection.servers.test_workers import COMMAND, kill
from tests.fault_injection.servers.workers import ROOT
from tests.support.cast import link_sheet, sign_in
from tests.support.planted import Planted
from tests.support.waiting import wait_for

pytestmark = pytest.mark.services


class LoggingWorker:
    """A worker as an operator starts it, whose log can be read."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self._log = log
        with log.open("w") as lines:
            self.process = subprocess.Popen(
                COMMAND, cwd=ROOT, env=environment, stderr=lines, stdout=lines, start_new_session=True
            )

    @property
    def log(self) -> str:
        return self._log.read_text()

    def has_done_its_work(self) -> bool:
        """Whether it has come to what was sent last: the person who is due has their sync."""
        assert self.process.poll() is None, self.log
        return SyncRun.objects.filter(state="done").exists()


@pytest.fixture
def worker(sandbox, transactional_db, empty_queues, tmp_path: Path) -> Iterator[LoggingWorker]:
    lift_quotas(sandbox)
    user = sign_in(sandbox.world, "ada")
    link_sheet(sandbox.world, user)
    Schedule.objects.create(user=user, next_run_at=timezone.now() - timedelta(minutes=1))
    worker = LoggingWorker(environment_of(sandbox), tmp_path / "worker.log")
    yield worker
    kill(worker.process)


@pytest.fixture
def pickles_may_be_sent() -> Iterator[None]:
    """In this process, which plays the intruder."""
    from kombu.serialization import disable_insecure_serializers

    enable_insecure_serializers(["pickle"])
    yield
    disable_insecure_serializers(["json"])


def headers_of(task: str) -> dict[str, object]:
    return {"lang": "py", "task": task, "id": "00000000-0000-0000-0000-000000000001", "root_id": None}


def plant(body: object, task: str, serializer: str) -> None:
    with app.connection_for_write() as connection, connection.Producer() as producer:
        producer.publish(body, routing_key="scheduled", headers=headers_of(task), serializer=serializer)


def test_a_planted_pickle_is_refused_and_never_runs(
    worker: LoggingWorker, planted: Planted, pickles_may_be_sent
) -> None:
    plant([[planted.value], {}, {}], "syncer.tasks.sync_run", "pickle")
    dispatch_due.delay()
    wait_for(worker.has_done_its_work, every=0.2)
    assert not planted.has_run
    assert "Refusing to deserialize" in worker.log


def test_a_pickle_planted_among_the_commands_to_workers_never_runs(
    worker: LoggingWorker, planted: Planted, pickles_may_be_sent
) -> None:
    dispatch_due.delay()
    wait_for(worker.has_done_its_work, every=0.2)  # it listens to commands by now
    with app.connection_for_write() as connection:
        intruder = Mailbox("celery", type="fanout", serializer="pickle")(connection)
        intruder.multi_call("ping", {"planted": planted.value}, timeout=0)
    assert app.control.ping(timeout=10, limit=1), "the worker has died of it"
    assert not planted.has_run
    assert "Refusing to deserialize" in worker.log


@pytest.mark.parametrize(
    "task", ["os.system", "celery.map", "celery.backend_cleanup", "tests.support.planted"]
)
def test_a_task_that_is_not_ours_is_refused_and_never_runs(worker: LoggingWorker, task: str) -> None:
    plant([["true"], {}, {}], task, "json")
    dispatch_due.delay()
    wait_for(worker.has_done_its_work, every=0.2)
    assert f"Received unregistered task of type '{task}'" in worker.log
