"""What beat's minute does: makes runs for due people, and hands out every run that nobody works on.

The same step recovers what was lost: a message that went missing, a worker that was killed, a beat that was
down for hours. Two beats at once do no harm.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from syncer import runs, schedule
from syncer.models import Schedule, SyncRun

BATCH = 500
"""Rows in one statement: SQLite takes a limited number of values."""


def dispatch_due() -> int:
    """Returns how many runs were handed to workers."""
    now = timezone.now()
    room = settings.DISPATCH_BATCH - _under_lease(now)
    if room <= 0:
        return 0
    make_due_runs(now, room)
    return hand_out(now, room)


def make_due_runs(now: datetime, limit: int) -> int:
    """Turns due slots into runs and moves each schedule to its next slot, in one transaction."""
    with transaction.atomic():
        due = list(
            Schedule.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(pause=Schedule.Pause.NONE, next_run_at__lte=now, user__is_active=True)
            .select_related("user")
            .order_by("next_run_at")[:limit]
        )
        for row in due:
            row.next_run_at = schedule.next_for(row, now)
        Schedule.objects.bulk_update(due, ["next_run_at"], batch_size=BATCH)
        # Who has an active run already is served by that one: the unique constraint says so.
        SyncRun.objects.bulk_create(
            [SyncRun(user_id=row.user_id, trigger=SyncRun.Trigger.SCHEDULE) for row in due],
            ignore_conflicts=True,
            batch_size=BATCH,
        )
    return len(due)


def hand_out(now: datetime, limit: int) -> int:
    """Leases free runs to the queue and sends their messages; a run leased to the queue is not sent twice."""
    with transaction.atomic():
        # Held until the commit, so that all of them are still free when they are leased.
        free = list(
            SyncRun.objects.select_for_update(skip_locked=True)
            .filter(runs.free_to_take(now))
            .order_by("created_at")
            .values_list("pk", "trigger")[:limit]
        )
        for start in range(0, len(free), BATCH):
            keys = [key for key, _ in free[start : start + BATCH]]
            SyncRun.objects.filter(pk__in=keys).update(
                state=SyncRun.State.QUEUED, lease_until=now + settings.LEASE, lease_token=None, resume_at=None
            )
        for key, trigger in free:
            runs.enqueue(key, trigger=trigger)
    return len(free)


def _under_lease(now: datetime) -> int:
    return SyncRun.objects.filter(state__in=SyncRun.ACTIVE, lease_until__gt=now).count()
