"""Many people failing alike within minutes is the vendor's outage, not theirs."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Q, When
from django.utils import timezone

from accounts.models import Credential
from problems.kinds import Problem, Reconnect, TryLater
from providers.outages import WINDOW, is_outage, is_over
from syncer import runs
from syncer.models import Schedule, SyncRun

CAN_BE_AN_OUTAGE = frozenset(
    {
        "spotify_token",
        "spotify_scope",
        "google_access_ended",
        "google_permission_not_given",
        "sheet_not_shared",
        "sheet_view_only",
        "sheet_missing",
        "sheet_gone",
    }
)
"""Refusals that a vendor in trouble gives to people who have done nothing: who may do what, and what there is.

All else is somebody's own doing however many do it at once: consents that end on one day, tabs deleted, .xlsx,
protected or full sheets.
"""


def hold_for_outage(claim: runs.Claim, problem: Problem) -> TryLater | None:
    """A wait instead of a pause, when at least three people and a fifth of those run lately failed alike.

    Who was paused for it before the pattern showed is set going again. A day after the first of them failed it is
    believed: until then everybody in it waits, and nobody begins that day anew.
    """
    run, now = claim.run, timezone.now()
    if problem.code not in CAN_BE_AN_OUTAGE or _is_judged(run, problem):
        return None
    outage = f"outage_{problem.code}"
    ended = SyncRun.objects.filter(finished_at__gte=now - WINDOW)
    in_it = ended.filter(problem_code=problem.code) | SyncRun.objects.filter(
        Q(state=SyncRun.State.WAITING) | Q(pk=run.pk), problem_code=outage
    )
    failed = list(in_it.values_list("user_id", "outage_since", "finished_at"))
    alike = {run.user_id, *(user_id for user_id, _, _ in failed)}
    everybody = alike | set(ended.values_list("user_id", flat=True))
    if not is_outage(len(alike), len(everybody)):
        return None
    # Runs hand on when it began: those with which it began may have ended long ago.
    known = [since or finished_at for _, since, finished_at in failed]
    since = min((moment for moment in known if moment is not None), default=now)
    if is_over(since, now):
        return None
    runs.renew(claim, outage_since=since)
    _set_going(alike - {run.user_id}, problem, now)
    return TryLater(
        outage,
        "Many people's syncs fail alike at the moment, so we take it for an outage and disconnect nobody."
        " Your sheet is untouched; the sync goes on by itself.",
        when=now + WINDOW,
    )


def _is_judged(run: SyncRun, problem: Problem) -> bool:
    """Whether the permission itself is known to have ended: `accounts.token_refresh` has weighed an outage already."""
    return (
        isinstance(problem, Reconnect)
        and Credential.objects.filter(
            user_id=run.user_id, provider=problem.vendor, state=Credential.State.DEAD
        ).exists()
    )


def _set_going(users: set[int], problem: Problem, now: datetime) -> None:
    paused = Schedule.objects.filter(
        user_id__in=users, pause=Schedule.Pause.PROBLEM, problem_code=problem.code
    )
    paused.update(
        pause=Schedule.Pause.NONE,
        problem_code="",
        problem_values={},
        problem_fix="",
        # Without a time nothing is planned: who has unlinked their sheet meanwhile stays so.
        next_run_at=Case(When(next_run_at__isnull=False, then=now + WINDOW)),
    )
