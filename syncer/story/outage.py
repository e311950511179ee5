"""Many people failing alike within minutes is the vendor's outage, not theirs."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.problems import Problem, TryLater
from syncer.models import Schedule, SyncRun

WINDOW = timedelta(minutes=15)
PEOPLE = 3
SHARE = 0.2


def suspected(run: SyncRun, problem: Problem) -> TryLater | None:
    """A wait instead of a pause, when at least three people and a fifth of those run lately failed alike.

    Who was paused for it before the pattern showed is set going again.
    """
    now = timezone.now()
    recent = SyncRun.objects.filter(finished_at__gte=now - WINDOW)
    alike = set(recent.filter(problem_code=problem.code).values_list("user_id", flat=True)) | {run.user_id}
    everybody = set(recent.values_list("user_id", flat=True)) | {run.user_id}
    waiting = SyncRun.objects.filter(
        state=SyncRun.State.WAITING, problem_code=f"outage_{problem.code}"
    ).values_list("user_id", flat=True)
    alike |= set(waiting)
    everybody |= set(waiting)
    if len(alike) < PEOPLE or len(alike) < SHARE * len(everybody):
        return None
    _set_going(alike - {run.user_id}, problem, now)
    return TryLater(
        f"outage_{problem.code}",
        "Many people's syncs fail alike at the moment, so we take it for an outage and disconnect nobody."
        " Your sheet is untouched; the sync goes on by itself.",
        when=now + WINDOW,
    )


def _set_going(users: set[int], problem: Problem, now: datetime) -> None:
    paused = Schedule.objects.filter(
        user_id__in=users, pause=Schedule.Pause.PROBLEM, problem_code=problem.code
    )
    paused.update(
        pause=Schedule.Pause.NONE,
        problem_code="",
        problem_sentence="",
        problem_fix="",
        next_run_at=now + WINDOW,
    )
