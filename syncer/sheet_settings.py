"""Changes of a sheet's settings that need a sync: pages, admin and API call these.

update_and_sync(user, replace(settings_of(sheet), scope="all"))
"""

from __future__ import annotations

from accounts.models import User
from sheets.models import LinkedSheet
from sheets.sheet_settings import SheetSettings, is_outdated, update_settings
from syncer import schedule
from syncer.clicks import sync_after_change, sync_again
from syncer.models import Schedule, SyncRun
from syncer.runs import request_run


def update_and_sync(
    user: User, wanted: SheetSettings, trigger: SyncRun.Trigger = SyncRun.Trigger.PERSON
) -> SyncRun | None:
    """Stores the settings and requests a run that applies them; returns None when nothing is different.

    Raises `InvalidSetting`, or `AskUser` when no sheet is linked.
    """
    if not update_settings(user, wanted):
        return None
    _end_pause_over_sheet(user)
    is_click = trigger in SyncRun.CLICKS
    return sync_after_change(user, trigger) if is_click else request_run(user, trigger)


def resync_if_changed(written: LinkedSheet) -> None:
    """Requests another run if the settings changed, or another sheet was linked, while `written` was being written."""
    if is_outdated(written):
        sync_again(written.user)


def _end_pause_over_sheet(user: User) -> None:
    # Other settings may be what solves the problem; if they do not, the next run pauses again.
    plan = schedule.get_schedule(user)
    if plan.pause == Schedule.Pause.PROBLEM and plan.problem_fix == "sheet":
        schedule.resume(user)
