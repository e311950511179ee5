"""Runs: asked for, claimed with a lease, renewed, ended. Races are settled by a conditional UPDATE and its count."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import signature
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from kombu.exceptions import OperationalError as QueueAway

from accounts.models import User
from problems.kinds import Problem, TryLater, stored
from syncer.models import SyncRun

log = logging.getLogger(__name__)

State = SyncRun.State
Trigger = SyncRun.Trigger
SHORT_WAIT = timedelta(seconds=60)
# By name: the task tells the story, and the story needs this room.
TASK = "syncer.tasks.sync_run"


class LostLease(Exception):
    """Another worker owns the run now: stop without writing anything more about it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's hold on a run, until the lease runs out."""

    run: SyncRun
    token: uuid.UUID

    @property
    def mine(self) -> Q:
        return Q(pk=self.run.pk, state=State.RUNNING, lease_token=self.token)


def request_run(user: User, trigger: SyncRun.Trigger) -> SyncRun:
    """The active run of `user`, made if there is none, tried at once; queued when the transaction commits."""
    run = find_or_make(user, trigger)
    changed = _ask_for(run, trigger)
    if run.state == State.WAITING:
        changed |= retry_now(run)
    if changed:
        run.refresh_from_db()
    if run.state == State.QUEUED:
        enqueue(run.pk, trigger=run.trigger)
    return run


def _ask_for(run: SyncRun, trigger: SyncRun.Trigger) -> bool:
    """Who asks for a run that others asked for: a person's click counts most, the schedule least.

    It decides on the queue and on how much of the budget the run may use, for one at work from its next attempt on.
    """
    less = {Trigger.PERSON: (Trigger.SCHEDULE, Trigger.ADMIN, Trigger.COMMAND), Trigger.SCHEDULE: ()}
    theirs = less.get(trigger, (Trigger.SCHEDULE,))
    return bool(
        SyncRun.objects.filter(pk=run.pk, state__in=SyncRun.ACTIVE, trigger__in=theirs).update(
            trigger=trigger
        )
    )


def find_or_make(user: User, trigger: SyncRun.Trigger) -> SyncRun:
    active = SyncRun.objects.filter(user=user, state__in=SyncRun.ACTIVE)
    try:
        with transaction.atomic():
            lease = timezone.now() + settings.LEASE
            return active.first() or SyncRun.objects.create(user=user, trigger=trigger, lease_until=lease)
    except IntegrityError:  # somebody else asked in the same moment
        return active.get()


def retry_now(run: SyncRun) -> bool:
    """Lets a waiting run try at once; not while Google may still be working on a write of it."""
    now = timezone.now()
    return bool(
        SyncRun.objects.filter(pk=run.pk, state=State.WAITING)
        .exclude(user__sheet__unclear_until__gt=now)
        .update(state=State.QUEUED, resume_at=None, lease_until=now + settings.LEASE)
    )


def enqueue(run_id: int, *, trigger: str, countdown: float = 0) -> None:
    """Sends the message once the transaction has committed; it may be lost or doubled without harm."""
    message = signature(TASK, args=(run_id,), immutable=True)
    queue = "clicks" if trigger == Trigger.PERSON else "scheduled"

    def send() -> None:
        try:
            message.apply_async(countdown=countdown, queue=queue)
        except QueueAway as error:
            log.warning("no message could be sent for run %s, which beat will find: %s", run_id, error)

    transaction.on_commit(send)


def free_to_take(now: datetime) -> Q:
    """Runs that nobody works on: never taken, left by a worker that died, or waiting no longer."""
    return Q(state=State.WAITING, resume_at__lte=now) | Q(state__in=(State.QUEUED, State.RUNNING)) & (
        Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    )


def claim(run_id: int) -> Claim | None:
    """Takes the run for this worker, or None when it is ended or another worker's."""
    now = timezone.now()
    token = uuid.uuid4()
    taken = (
        SyncRun.objects.filter(Q(state=State.QUEUED) | free_to_take(now), pk=run_id)
        .filter(state__in=SyncRun.ACTIVE)
        .update(
            state=State.RUNNING,
            lease_until=now + settings.LEASE,
            lease_token=token,
            resume_at=None,
            started_at=Coalesce(F("started_at"), now),
            attempts=F("attempts") + 1,
        )
    )
    if not taken:
        return None
    return Claim(run=SyncRun.objects.select_related("user").get(pk=run_id), token=token)


def renew(claim: Claim, **fields: Any) -> None:
    """Holds on to the run for another lease, and notes progress. Raises LostLease."""
    lease = timezone.now() + _lease_for(fields.get("phase", claim.run.phase))
    if not SyncRun.objects.filter(claim.mine).update(lease_until=lease, **fields):
        raise LostLease
    for name, value in fields.items():
        setattr(claim.run, name, value)


def _lease_for(phase: str) -> timedelta:
    """Google may go on with a write whose worker has died: nobody takes such a run over before that is over."""
    return max(settings.LEASE, settings.UNCLEAR_WRITE_WAIT) if phase == "writing" else settings.LEASE


def finish(claim: Claim, receipt: dict[str, Any]) -> None:
    _end(
        claim,
        state=State.DONE,
        receipt=receipt,
        finished_at=timezone.now(),
        problem_kind="",
        problem_code="",
        problem_values={},
    )


def stop(claim: Claim, problem: Problem, receipt: dict[str, Any]) -> None:
    _end(claim, state=State.FAILED, receipt=receipt, finished_at=timezone.now(), **_problem_fields(problem))


def wait(claim: Claim, problem: TryLater, receipt: dict[str, Any]) -> None:
    """The same run goes on later. Up to a minute a message is sent ahead; longer is for `dispatch_due`."""
    _end(claim, state=State.WAITING, receipt=receipt, resume_at=problem.when, **_problem_fields(problem))
    left = problem.when - timezone.now()
    if left <= SHORT_WAIT:
        # As it is by now: the person may have clicked while the run was at work.
        now_by = SyncRun.objects.filter(pk=claim.run.pk).values_list("trigger", flat=True).first()
        trigger = now_by or claim.run.trigger
        enqueue(claim.run.pk, trigger=trigger, countdown=max(left.total_seconds(), 0) + 0.1)


def _end(claim: Claim, **fields: Any) -> None:
    fields |= {"lease_until": None, "lease_token": None}
    if not SyncRun.objects.filter(claim.mine).update(**fields):
        raise LostLease
    for name, value in fields.items():
        setattr(claim.run, name, value)


def _problem_fields(problem: Problem) -> dict[str, Any]:
    return {"problem_kind": problem.kind, **stored(problem)}
