"""Leases: which worker has a run, and until when.

A run belongs to the worker that holds its lease (`settings.LEASE`, four minutes by default):

    request    claim          renew_lease     renew_lease                     free to take
    │ QUEUED   │ RUNNING      │               │ the worker dies               │
    ┼──────────┼──────────────┼───────────────┼───────────────────────────────┼─────→ time
               └─ lease ──────────→ ·         └─ lease ───────────────────────┘

Two workers that claim the same run cannot both change its row. A worker that was believed dead and comes back finds
0 rows for its lease token and stops (`LostLease`).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from syncer.models import SyncRun

State = SyncRun.State


class LostLease(Exception):
    """Another worker holds the run now: stop without writing anything more about it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A run that this worker holds until the lease runs out."""

    run: SyncRun
    token: uuid.UUID

    @property
    def as_filter(self) -> Q:
        """Returns the condition of an UPDATE that must change nothing once another worker has the run."""
        return Q(pk=self.run.pk, state=State.RUNNING, lease_token=self.token)


def free_to_take(now: datetime) -> Q:
    """Returns the condition for runs without a worker: not yet taken, left by one that died, or done waiting."""
    return Q(state=State.WAITING, resume_at__lte=now) | Q(state__in=(State.QUEUED, State.RUNNING)) & (
        Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    )


def claim(run_id: int) -> Claim | None:
    """Takes the run for this worker; None if it has ended, another worker has it, or the person is switched off."""
    now = timezone.now()
    token = uuid.uuid4()
    # A queued run may be claimed during the queue's lease: its message is what this worker holds.
    taken = (
        SyncRun.objects.filter(Q(state=State.QUEUED) | free_to_take(now), pk=run_id, user__is_active=True)
        .filter(state__in=SyncRun.ACTIVE)
        .update(
            state=State.RUNNING,
            lease_until=now + settings.LEASE,
            lease_token=token,
            resume_at=None,
            # The first start: the receipt counts what all attempts have found since then.
            started_at=Coalesce(F("started_at"), now),
            attempts=F("attempts") + 1,
        )
    )
    if not taken:
        return None
    return Claim(run=SyncRun.objects.select_related("user").get(pk=run_id), token=token)


def renew_lease(claim: Claim, **fields: Any) -> None:
    """Extends the lease and stores `fields`. Raises `LostLease` when another worker has the run."""
    lease = timezone.now() + _lease_for(fields.get("phase", claim.run.phase))
    if not SyncRun.objects.filter(claim.as_filter).update(lease_until=lease, **fields):
        raise LostLease
    for name, value in fields.items():
        setattr(claim.run, name, value)


def _lease_for(phase: str) -> timedelta:
    """Returns the length of a lease."""
    # Google continues a write whose worker has died: while it may, no other worker takes the run over and writes.
    return max(settings.LEASE, settings.UNCLEAR_WRITE_WAIT) if phase == "writing" else settings.LEASE


def release_lease(claim: Claim, **fields: Any) -> None:
    """Gives the lease back and stores `fields`. Raises `LostLease` when another worker has the run."""
    fields |= {"lease_until": None, "lease_token": None}
    if not SyncRun.objects.filter(claim.as_filter).update(**fields):
        raise LostLease
    for name, value in fields.items():
        setattr(claim.run, name, value)
