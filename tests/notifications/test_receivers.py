"""What happens to syncs becomes an event, in the transaction of what has happened."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.problems import AccessEnded
from notifications.models import Delivery
from problems.kinds import Problem
from syncer import leases, runs, schedule
from syncer.models import SyncRun
from syncer.problems import UnknownFailure
from syncer.receipt import Receipt
from syncer.signals import removals_held
from syncer.sync import pause_or_hold

pytestmark = pytest.mark.django_db


def claim_of(user) -> leases.Claim:
    run = SyncRun.objects.create(user=user, trigger="person")
    claim = leases.claim(run.pk)
    assert claim is not None
    return claim


def announced() -> list[tuple[str, str | None]]:
    """The type and the problem of every message."""
    messages = [json.loads(row.body) for row in Delivery.objects.order_by("pk")]
    return [(one["type"], one["data"]["problem"]) for one in messages]


def test_a_sync_that_is_done_is_announced_with_its_number(alice, webhook) -> None:
    claim = claim_of(alice)
    runs.finish(claim, Receipt())
    assert announced() == [("sync.done", None)]
    assert json.loads(Delivery.objects.get().body)["data"]["sync_id"] == claim.run.pk


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (UnknownFailure(), [("sync.stopped", "unknown")]),
        (
            AccessEnded(vendor="spotify"),
            [("sync.stopped", "access_ended"), ("needs_you", "access_ended")],
        ),
    ],
)
def test_a_sync_that_has_stopped_says_why_and_whether_the_person_is_needed(
    alice, webhook, problem: Problem, expected
) -> None:
    claim = claim_of(alice)
    if len(expected) == 2:
        pause_or_hold(claim, problem, Receipt())
    else:
        runs.fail(claim, problem, Receipt())
    assert announced() == expected


def test_who_pauses_is_told_that_the_sync_has_stopped_and_not_that_they_are_needed(alice, webhook) -> None:
    claim_of(alice)
    schedule.pause(alice)
    assert announced() == [("sync.stopped", "sync_paused")]


def test_a_worker_that_has_lost_its_run_announces_nothing(alice, webhook) -> None:
    claim = claim_of(alice)
    SyncRun.objects.update(lease_token=None)
    with pytest.raises(leases.LostLease):
        runs.finish(claim, Receipt())
    assert announced() == []


def test_an_end_that_is_rolled_back_is_not_announced(alice, webhook) -> None:
    claim = claim_of(alice)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        runs.finish(claim, Receipt())
        raise ZeroDivisionError
    assert announced() == []


def test_held_removals_are_announced_with_the_sync_that_has_found_them(alice, webhook) -> None:
    claim = claim_of(alice)
    removals_held.send(sender=None, user=alice, count=40)
    data = json.loads(Delivery.objects.get().body)["data"]
    assert (data["sync_id"], data["held"]) == (claim.run.pk, 40)


def test_cron_delivers_where_no_worker_runs(alice, webhook, internet) -> None:
    runs.finish(claim_of(alice), Receipt())
    SyncRun.objects.update(finished_at=timezone.now())
    call_command("sync", due=True)
    assert len(internet.calls) == 1
