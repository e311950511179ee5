"""What follows here when a person connects a vendor again, or links or unlinks their sheet."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import reconnected
from sheets.models import LinkedSheet
from sheets.signals import sheet_linked, sheet_unlinked
from syncer import runs, schedule
from syncer.models import Schedule, SyncRun


@receiver(sheet_linked)
def start_schedule(sender: Any, *, user: User, **more: Any) -> None:
    schedule.start(user)


@receiver(sheet_unlinked)
def stop_schedule(sender: Any, *, user: User, **more: Any) -> None:
    schedule.stop(user)


@receiver(reconnected)
def resume_after_reconnect(sender: Any, *, user: User, provider: str, **more: Any) -> None:
    """Resumes a schedule that waited for this vendor, and lets a waiting run try at once."""
    waited = Schedule.objects.filter(user=user, pause=Schedule.Pause.PROBLEM, problem_fix=provider).exists()
    if waited:
        schedule.resume(user)
    has_run = SyncRun.objects.filter(user=user, state=SyncRun.State.WAITING).exists()
    if (waited or has_run) and LinkedSheet.objects.filter(user=user).exists():
        runs.request_run(user, SyncRun.Trigger.PERSON)
