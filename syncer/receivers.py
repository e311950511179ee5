"""Reactions to signals of the packages below: a vendor reconnected, a sheet linked or unlinked, an account closed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from accounts.signals import account_closing, reconnected
from sheets.linking.links import expect_last_write
from sheets.models import LinkedSheet
from sheets.signals import sheet_linked, sheet_unlinked
from syncer import runs, schedule
from syncer.clicks import sync_after_change
from syncer.models import Schedule, SyncRun
from syncer.problems import SheetUnlinked


@receiver(sheet_linked)
def activate_schedule(sender: Any, *, user: User, **more: Any) -> None:
    schedule.activate(user)


@receiver(sheet_unlinked)
def end_syncs(sender: Any, *, user: User, sheet: LinkedSheet | None, **more: Any) -> bool:
    """Ends the active run and the daily sync; returns whether Google may still be applying a write of that run."""
    is_writing = runs.end_active(user, SheetUnlinked())
    if is_writing and sheet is not None:
        expect_last_write(sheet, timezone.now() + settings.UNCLEAR_WRITE_WAIT)
    schedule.deactivate(user)
    return is_writing


@receiver(account_closing)
def end_run_of_closing_account(sender: Any, *, user: User, **more: Any) -> None:
    end_syncs(sender, user=user, sheet=LinkedSheet.objects.filter(user=user).first())


@receiver(reconnected)
def resume_after_reconnect(sender: Any, *, user: User, provider: str, **more: Any) -> None:
    """Resumes a schedule that was paused until this vendor was reconnected, and retries a waiting run now."""
    was_paused = Schedule.objects.filter(
        user=user, pause=Schedule.Pause.PROBLEM, problem_fix=provider
    ).exists()
    if was_paused:
        schedule.resume(user)
    has_run = SyncRun.objects.filter(user=user, state=SyncRun.State.WAITING).exists()
    # Without a sheet the run would only fail and pause the schedule again.
    if (was_paused or has_run) and LinkedSheet.objects.filter(user=user).exists():
        sync_after_change(user)
