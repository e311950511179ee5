"""Leases: which worker has a run, and until when.

A run belongs to the worker that holds its lease (`settings.LEASE`, four minutes by default):

    request    claim          renew_lease     renew_lease                     free to take
    │ QUEUED   │ RUNNING      │               │ the worker dies               │
    ┼──────────┼──────────────┼───────────────┼───────────────────────────────┼─────→ time
               └─ lease ──────────→ ·         └─ lease ───────────────────────┘

Two workers that claim the same run cannot both change its row. A worker that was believed dead and comes back finds
0 rows for its lease token and stops (`LostLease`).

What is noted within a moment of a renewal is stored by the next one, which comes before any request to Google.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from syncer.models import SyncRun

State = SyncRun.State
# Less than the time after which a page asks for the progress again.
A_MOMENT = timedelta(seconds=1)


class LostLease(Exception):
    """Another worker holds the run, or it has ended: stop without writing anything more about it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A run that this worker holds until the lease runs out. `unsaved` are fields of `run` that were only noted."""

    run: SyncRun
    token: uuid.UUID
    unsaved: dict[str, Any] = field(default_factory=dict)

    @property
    def as_filter(self) -> Q:
        """Returns the condition of an UPDATE that must change nothing once another worker has the run.

        Nor once the person is switched off, by whichever way: in the admin, a shell or the database.
        """
        active = Exists(User.objects.filter(pk=OuterRef("user_id"), is_active=True))
        return Q(active, pk=self.run.pk, state=State.RUNNING, lease_token=self.token)


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
            phase="reading",
        )
    )
    if not taken:
        return None
    # With all that the coordinator looks at first.
    runs = SyncRun.objects.select_related("user__sheet", "user__schedule")
    return Claim(run=runs.get(pk=run_id), token=token)


def renew_lease(claim: Claim, **fields: Any) -> None:
    """Extends the lease, and stores `fields` and what was noted. Raises `LostLease` when another worker has the run."""
    lease = timezone.now() + _lease_for(fields.get("phase", claim.run.phase))
    _store(claim, {"lease_until": lease, **fields})


def note(claim: Claim, **fields: Any) -> None:
    """Extends the lease and stores `fields`, unless that was done a moment ago: then the next renewal stores them.

    Raises `LostLease` when another worker has the run.
    """
    _set(claim.run, fields)
    claim.unsaved.update(fields)
    if not _was_just_renewed(claim.run):
        renew_lease(claim)


def _was_just_renewed(run: SyncRun) -> bool:
    lease, now = _lease_for(run.phase), timezone.now()
    # A part of the lease, because an installation may have one of a second.
    moment = min(A_MOMENT, lease / 4)
    return run.lease_until is not None and now + lease - moment < run.lease_until <= now + lease


def _lease_for(phase: str) -> timedelta:
    """Returns the length of a lease."""
    # Google continues a write whose worker has died: while it may, no other worker takes the run over and writes.
    return max(settings.LEASE, settings.UNCLEAR_WRITE_WAIT) if phase == "writing" else settings.LEASE


def release_lease(claim: Claim, **fields: Any) -> None:
    """Gives the lease back, and stores `fields` and what was noted. Raises `LostLease` when another worker has the run."""
    _store(claim, {**fields, "lease_until": None, "lease_token": None})


def _store(claim: Claim, fields: dict[str, Any]) -> None:
    """Stores `fields` and what was noted. Raises `LostLease` when another worker has the run."""
    if not SyncRun.objects.filter(claim.as_filter).update(**claim.unsaved | fields):
        raise LostLease
    _set(claim.run, fields)
    claim.unsaved.clear()


def _set(run: SyncRun, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(run, name, value)
