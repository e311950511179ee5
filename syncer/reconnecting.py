"""What was paused for a permission goes on as soon as the person has given it again."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.models import Sheet, User
from accounts.signals import reconnected
from syncer import runs, schedule
from syncer.models import Schedule, SyncRun


@receiver(reconnected)
def go_on(sender: Any, *, user: User, provider: str, **more: Any) -> None:
    """Resumes a schedule that waited for this vendor, and lets a waiting run try at once."""
    waited = Schedule.objects.filter(user=user, pause=Schedule.Pause.PROBLEM, problem_fix=provider).exists()
    if waited:
        schedule.resume(user)
    has_run = SyncRun.objects.filter(user=user, state=SyncRun.State.WAITING).exists()
    if (waited or has_run) and Sheet.objects.filter(user=user).exists():
        runs.request_run(user, SyncRun.Trigger.PERSON)
