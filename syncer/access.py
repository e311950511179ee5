"""Look-ups of runs, and of the schedule, on behalf of a person: another person's run is a 404, as one that does not exist."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from syncer.models import Schedule, SyncRun


def runs_of(user: User) -> QuerySet[SyncRun]:
    """Returns the person's runs, newest first."""
    return SyncRun.objects.filter(user=user)


def run_of(user: User, run_id: int) -> SyncRun:
    """Returns one of the person's runs. Raises `Http404`."""
    return get_object_or_404(runs_of(user), pk=run_id)


def schedule_of(user: User) -> Schedule | None:
    """Returns the person's schedule; None where they never had one."""
    return Schedule.objects.filter(user=user).first()
