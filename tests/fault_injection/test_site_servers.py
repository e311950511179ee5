"""The site's own database and queue fail for a moment: runs continue by themselves, clicks are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from celery.canvas import Signature
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from kombu.exceptions import OperationalError as QueueAway
from redis.exceptions import ConnectionError as RedisAway

from accounts.models import User
from syncer import leases, runs, sync
from syncer.models import SyncRun
from tests.fault_injection import passing_time, scene
from tests.fault_injection.conftest import NOON
from tests.fault_injection.outcome import links

pytestmark = pytest.mark.django_db(transaction=True)
TRACKS = 12


@pytest.fixture
def nora(sandbox, clock) -> User:
    return scene.add_person(sandbox.world, "nora", TRACKS)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, RedisAway])
@pytest.mark.parametrize("part", ["read_library", "write_sheet"])
def test_a_run_waits_until_the_sites_servers_are_back(part, error, nora, sandbox, clock, monkeypatch) -> None:
    def fail(*args, **kwargs) -> None:
        monkeypatch.undo()
        raise error("server closed the connection unexpectedly")

    monkeypatch.setattr(sync, part, fail)
    passing_time.pass_until(clock, sandbox.world, NOON)
    assert [(run.state, run.attempts) for run in passing_time.runs_of(nora)] == [("done", 2)]
    assert len(links(sandbox.world.google.workbook(nora.sheet.spreadsheet_id))) == TRACKS


def test_a_write_whose_outcome_was_not_stored_counts_as_unclear(nora, monkeypatch, settings) -> None:
    def fail(*args, **kwargs) -> None:
        raise OperationalError

    monkeypatch.setattr(sync, "write_sheet", fail)
    run = sync.run_sync(runs.find_or_make(nora, SyncRun.Trigger.SCHEDULE).pk)
    assert run.resume_at >= timezone.now() + settings.UNCLEAR_WRITE_WAIT


def test_the_lease_of_a_writing_run_covers_an_unclear_write(nora, settings) -> None:
    settings.LEASE = timedelta(seconds=20)
    claim = leases.claim(runs.find_or_make(nora, SyncRun.Trigger.SCHEDULE).pk)
    leases.renew_lease(claim, phase="writing")
    assert SyncRun.objects.get().lease_until == timezone.now() + settings.UNCLEAR_WRITE_WAIT


def test_a_click_without_a_queue_is_sent_by_beat(nora, sandbox, clock, monkeypatch) -> None:
    def queue_away(*args, **kwargs) -> None:
        raise QueueAway("connection refused")

    monkeypatch.setattr(Signature, "apply_async", queue_away)
    assert runs.request_run(nora, SyncRun.Trigger.PERSON).state == "queued"
    clock.shift(timedelta(minutes=5))
    passing_time.pass_until(clock, sandbox.world, timezone.now())
    assert [(run.trigger, run.state) for run in passing_time.runs_of(nora)] == [("person", "done")]
