"""Runs: requested, sent to a worker, put off, ended. Whose a run is: `syncer.leases`.

Every change of state is one UPDATE whose WHERE names the state it expects, and its row count tells who was first.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from celery import signature
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as QueueAway

from accounts.models import User
from problems.kinds import AskUser, Problem, Reconnect, TryLater, stored
from sheets.models import LinkedSheet
from syncer.leases import Claim, release_lease
from syncer.models import SyncRun
from syncer.problems import SyncPaused
from syncer.receipt import Receipt
from syncer.signals import run_ended

log = logging.getLogger(__name__)

State = SyncRun.State
Trigger = SyncRun.Trigger
# A wait this short gets a message with a countdown; beat looks once a minute and would be later.
SHORT_WAIT = timedelta(seconds=60)
# By name: `syncer.tasks` imports the coordinator, and the coordinator imports this module.
TASK = "syncer.tasks.sync_run"


def request_run(user: User, trigger: SyncRun.Trigger) -> SyncRun:
    """Returns the person's active run, or a new one, due at once; its message is sent when the transaction commits."""
    run = find_or_make(user, trigger)
    changed = _raise_priority(run, trigger)
    if run.state == State.WAITING:
        changed |= retry_now(run)
    if changed:
        run.refresh_from_db()
    if run.state == State.QUEUED:
        enqueue(run.pk, trigger=run.trigger)
    return run


def _raise_priority(run: SyncRun, trigger: SyncRun.Trigger) -> bool:
    """Gives an active run the trigger of a request that ranks higher: a click first, the schedule last.

    The trigger decides on the queue and on the share of the budget, from the next attempt on.
    """
    if trigger in SyncRun.CLICKS:
        replaced: tuple[Trigger, ...] = (Trigger.SCHEDULE, Trigger.ADMIN, Trigger.COMMAND)
    else:
        replaced = () if trigger == Trigger.SCHEDULE else (Trigger.SCHEDULE,)
    active = SyncRun.objects.filter(pk=run.pk, state__in=SyncRun.ACTIVE, trigger__in=replaced)
    return bool(active.update(trigger=trigger))


def find_or_make(user: User, trigger: SyncRun.Trigger) -> SyncRun:
    """Returns the person's active run, or a new one that is leased to the queue."""
    active = SyncRun.objects.filter(user=user, state__in=SyncRun.ACTIVE)
    try:
        with transaction.atomic():
            lease = timezone.now() + settings.LEASE
            return active.first() or SyncRun.objects.create(user=user, trigger=trigger, lease_until=lease)
    except IntegrityError:  # `one_active_run_a_person`: another request made one since `first()`
        return active.get()


def postpone_new_run(user: User, trigger: SyncRun.Trigger, problem: TryLater) -> SyncRun:
    """Returns the person's active run as it is, or a new one that begins at `problem.when`."""
    active = SyncRun.objects.filter(user=user, state__in=SyncRun.ACTIVE)
    try:
        with transaction.atomic():
            return active.first() or SyncRun.objects.create(
                user=user,
                trigger=trigger,
                state=State.WAITING,
                resume_at=problem.when,
                **problem_fields(problem),
            )
    except IntegrityError:  # `one_active_run_a_person`, as above
        return active.get()


def retry_now(run: SyncRun) -> bool:
    """Makes a waiting run due; False if it does not wait, or if Google may still be applying a write of it."""
    now = timezone.now()
    return bool(
        SyncRun.objects.filter(pk=run.pk, state=State.WAITING)
        .exclude(user__sheet__unclear_until__gt=now)
        # Whoever asks wants what is new: a library that is read in parts begins with its first page again.
        .update(state=State.QUEUED, resume_at=None, lease_until=now + settings.LEASE, reads_pages=False)
    )


def enqueue(run_id: int, *, trigger: str, countdown: float = 0) -> None:
    """Sends the run's message when the transaction commits; a lost or doubled one does no harm."""
    message = signature(TASK, args=(run_id,), immutable=True)
    queue = "clicks" if trigger in SyncRun.CLICKS else "scheduled"

    def send() -> None:
        try:
            message.apply_async(countdown=countdown, queue=queue)
        except QueueAway as error:
            # The row is what counts: beat finds the run when the queue's lease on it has run out.
            log.warning("no message could be sent for run %s, which beat will find: %s", run_id, error)

    transaction.on_commit(send)


def end_active(user: User, problem: Problem) -> bool:
    """Ends the person's active run with a problem; whether Google may still be applying a write of it.

    The worker that has it finds its lease gone before the next request, and stops (`LostLease`). No other run plans before
    that write must be over.
    """
    now = timezone.now()
    active = SyncRun.objects.filter(user=user, state__in=SyncRun.ACTIVE)
    with transaction.atomic():
        run = active.select_for_update().first()
        if run is None:
            return False
        was_writing = run.state == State.RUNNING and run.phase == "writing"
        active.update(
            state=State.FAILED,
            finished_at=now,
            lease_until=None,
            lease_token=None,
            resume_at=None,
            **problem_fields(problem),
        )
        if was_writing:
            LinkedSheet.objects.filter(user=user).update(unclear_until=now + settings.UNCLEAR_WRITE_WAIT)
        _tell_end(user, run.pk, problem, asks_person=False)
    return was_writing


def was_paused(user: User) -> bool:
    """Whether a pause has ended the person's last run."""
    last = SyncRun.objects.filter(user=user).values_list("problem_code", flat=True).first()
    return last == SyncPaused.code


def finish(claim: Claim, receipt: Receipt) -> None:
    """Ends the run as done. Raises `LostLease`."""
    with transaction.atomic():
        release_lease(
            claim,
            state=State.DONE,
            receipt=receipt.to_json(),
            finished_at=timezone.now(),
            problem_kind="",
            problem_code="",
            problem_values={},
        )
        _tell_end(claim.run.user, claim.run.pk, None, asks_person=False)


def fail(claim: Claim, problem: Problem, receipt: Receipt) -> None:
    """Ends the run with a problem. Raises `LostLease`."""
    with transaction.atomic():
        release_lease(
            claim,
            state=State.FAILED,
            receipt=receipt.to_json(),
            finished_at=timezone.now(),
            **problem_fields(problem),
        )
        asks_person = isinstance(problem, Reconnect | AskUser)
        _tell_end(claim.run.user, claim.run.pk, problem, asks_person=asks_person)


def _tell_end(user: User, run_id: int, problem: Problem | None, *, asks_person: bool) -> None:
    run_ended.send(sender=SyncRun, user=user, run_id=run_id, problem=problem, asks_person=asks_person)


def wait(claim: Claim, problem: TryLater, receipt: Receipt) -> None:
    """Puts the run off until `problem.when`; after more than a minute `dispatch_due` picks it up.

    Raises `LostLease`.
    """
    release_lease(
        claim,
        state=State.WAITING,
        receipt=receipt.to_json(),
        resume_at=problem.when,
        **problem_fields(problem),
    )
    left = problem.when - timezone.now()
    if left <= SHORT_WAIT:
        # Read again: the person may have clicked during the attempt, and then the run is in their queue.
        latest = SyncRun.objects.filter(pk=claim.run.pk).values_list("trigger", flat=True).first()
        trigger = latest or claim.run.trigger
        # A tenth of a second more: a message that comes early finds a run that still waits.
        enqueue(claim.run.pk, trigger=trigger, countdown=max(left.total_seconds(), 0) + 0.1)


def problem_fields(problem: Problem) -> dict[str, Any]:
    """Returns the columns of a run that stopped or waits for `problem`."""
    return {"problem_kind": problem.kind, **stored(problem)}
