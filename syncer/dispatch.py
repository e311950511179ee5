"""The scheduler's minute: makes runs for due schedules, and hands out every run without a worker.

The same step recovers what was lost: a message that went missing, a worker that was killed, a beat that was down for
hours. Two beats at once do no harm, because rows that one of them holds are skipped by the other.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from syncer import leases, runs, schedule
from syncer.confirmation import healing_codes
from syncer.models import Schedule, SyncRun

# SQLite takes a limited number of values in one statement: https://www.sqlite.org/limits.html
BATCH = 500


def dispatch_due() -> int:
    """Makes and hands out as many runs as `DISPATCH_BATCH` allows; returns how many were handed out."""
    now = timezone.now()
    # Runs under lease count: a queue that is longer than the workers are fast would outlive its leases.
    limit = settings.DISPATCH_BATCH - _under_lease(now)
    if limit <= 0:
        return 0
    make_due_runs(now, limit)
    return hand_out(now, limit)


def make_due_runs(now: datetime, limit: int) -> int:
    """Makes a run for each due schedule and moves the schedule to its next slot; returns how many were due."""
    with transaction.atomic():
        # `skip_locked` makes two beats share the work; `of` keeps the users unlocked, whose pages are open meanwhile.
        due = list(
            Schedule.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(_is_running(), next_run_at__lte=now, user__is_active=True)
            .select_related("user")
            .order_by("next_run_at")[:limit]
        )
        # The next slot after now, not after the last one: a beat that was down for days makes one run a person.
        for row in due:
            row.next_run_at = schedule.next_for(row, now)
        Schedule.objects.bulk_update(due, ["next_run_at"], batch_size=BATCH)
        # A person with an active run is served by that one: `one_active_run_a_person` makes it a conflict.
        SyncRun.objects.bulk_create(
            [SyncRun(user_id=row.user_id, trigger=SyncRun.Trigger.SCHEDULE) for row in due],
            ignore_conflicts=True,
            batch_size=BATCH,
        )
    return len(due)


def _is_running() -> Q:
    """Returns the condition for schedules that make runs: also, once a day, those whose problem may have healed."""
    healing = Q(pause=Schedule.Pause.PROBLEM, problem_code__in=healing_codes())
    return Q(pause=Schedule.Pause.NONE) | healing


def hand_out(now: datetime, limit: int) -> int:
    """Leases free runs to the queue and sends their messages; returns how many.

    The lease is what keeps the next minute from sending a second message while the first waits in the queue.
    """
    with transaction.atomic():
        # Locked until the commit: otherwise a worker could claim one between this query and the UPDATE, which would
        # take its lease away.
        free = list(
            SyncRun.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(leases.free_to_take(now), user__is_active=True)
            .order_by("created_at")
            .values_list("pk", "trigger")[:limit]
        )
        for start in range(0, len(free), BATCH):
            keys = [key for key, _ in free[start : start + BATCH]]
            SyncRun.objects.filter(pk__in=keys).update(
                state=SyncRun.State.QUEUED, lease_until=now + settings.LEASE, lease_token=None, resume_at=None
            )
        # The messages leave when the transaction commits: a worker that took one before would find the old state.
        for key, trigger in free:
            runs.enqueue(key, trigger=trigger)
    return len(free)


def _under_lease(now: datetime) -> int:
    return SyncRun.objects.filter(state__in=SyncRun.ACTIVE, lease_until__gt=now).count()
