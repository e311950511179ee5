"""Many people refused alike within minutes: taken for the vendor's outage, so that no schedule is paused.

    09:00  Ada:   sheet_not_shared   one person    → her schedule pauses
    09:02  Bob:   sheet_not_shared   two people    → his schedule pauses
    09:05  Cleo:  sheet_not_shared   an outage     → she waits 15 minutes, Ada and Bob are resumed
    …                                              → all of them try again every 15 minutes
    09:00  the next day              no outage lasts a day: their schedules pause

The numbers are those of `providers.outages`.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Q, When
from django.utils import timezone

from accounts.models import Credential
from problems.kinds import Problem, Reconnect, TryLater
from providers.outages import WINDOW, is_outage, is_over
from syncer import leases
from syncer.models import Schedule, SyncRun
from syncer.problems import SheetUnconfirmed, VendorOutage


def hold_for_outage(claim: leases.Claim, problem: Problem) -> TryLater | None:
    """Returns a wait for a problem that so many people have met that it must be the vendor's, else None.

    Resumes the schedules that were paused for it before the pattern showed. Raises `LostLease`.
    """
    run, now = claim.run, timezone.now()
    if not problem.may_be_outage or _consent_has_ended(run, problem):
        return None
    ended = SyncRun.objects.filter(finished_at__gte=now - WINDOW)
    held = Q(
        problem_code__in=[VendorOutage.code, SheetUnconfirmed.code], problem_values__problem=problem.code
    )
    failing = ended.filter(problem_code=problem.code) | SyncRun.objects.filter(
        # Its own row counts although it is running: it carries the beginning of the outage from its last attempt.
        Q(state=SyncRun.State.WAITING) | Q(pk=run.pk),
        held,
    )
    rows = list(failing.values_list("user_id", "outage_since", "finished_at"))
    affected = {run.user_id, *(user_id for user_id, _, _ in rows)}
    recent = affected | set(ended.values_list("user_id", flat=True))
    if not is_outage(len(affected), len(recent)):
        return None
    # Each run copies the beginning from the others. The runs it began with may be over by now, and without the
    # copy a person who is affected later would begin the day anew, and the outage would never end.
    beginnings = [since or finished_at for _, since, finished_at in rows]
    since = min((moment for moment in beginnings if moment is not None), default=now)
    if is_over(since, now):
        return None
    leases.renew_lease(claim, outage_since=since)
    _resume_schedules(affected - {run.user_id}, problem, now)
    return VendorOutage(when=now + WINDOW, problem=problem.code)


def _consent_has_ended(run: SyncRun, problem: Problem) -> bool:
    """Whether the permission is known to have ended: `accounts.token_refresh` has ruled out an outage already."""
    return (
        isinstance(problem, Reconnect)
        and Credential.objects.filter(
            user_id=run.user_id, provider=problem.vendor, state=Credential.State.ENDED
        ).exists()
    )


def _resume_schedules(users: set[int], problem: Problem, now: datetime) -> None:
    paused = Schedule.objects.filter(
        user_id__in=users, pause=Schedule.Pause.PROBLEM, problem_code=problem.code
    )
    paused.update(
        pause=Schedule.Pause.NONE,
        problem_code="",
        problem_values={},
        problem_fix="",
        # A schedule without a time belongs to a person who has unlinked their sheet meanwhile: it must not get one.
        next_run_at=Case(When(next_run_at__isnull=False, then=now + WINDOW)),
    )
