"""What a person's click on a button starts: no more than their limits allow, and nothing where nothing can have changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from accounts.problems import SyncLimitUsedUp
from accounts.rate_limits import CostlyAction, free_again_at, spend
from providers.spotify.problems import SpotifyPagesLater
from sheets.models import LinkedSheet
from sheets.problems import NoSheet
from sheets.queries import sheet_to_write
from sheets.sheet_settings import request_full_check
from sheets.writer import has_nothing_to_write
from syncer import schedule
from syncer.models import Schedule, SyncRun
from syncer.problems import SyncPostponed
from syncer.receipt import Receipt
from syncer.runs import postpone_new_run, request_run, was_paused

# For so long after Spotify was asked for the newest saves a click is answered from what was read.
KNOWN_FOR = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ClickAnswer:
    """What came of a click. `run` is the person's newest, `has_waited` whether it waited before the click.

    `was_at_work`: a run of theirs was queued or at work already, and is `run`. `known_since`: as of when the newest tracks
    are known to be in the sheet. Then nothing was requested.
    """

    run: SyncRun
    has_waited: bool
    known_since: datetime | None = None
    was_at_work: bool = False


def sync_on_click(user: User, trigger: SyncRun.Trigger = SyncRun.Trigger.PERSON) -> ClickAnswer:
    """Requests a run, or none where nothing can have changed. Raises `SyncLimitUsedUp`."""
    newest = SyncRun.objects.filter(user=user).first()
    has_waited = newest is not None and newest.state == SyncRun.State.WAITING
    known = up_to_date_since(user, newest)
    if newest is not None and known is not None:
        return ClickAnswer(newest, has_waited, known)
    count_click(user)
    was_at_work = newest is not None and newest.state in (SyncRun.State.QUEUED, SyncRun.State.RUNNING)
    return ClickAnswer(request_run(user, trigger), has_waited, was_at_work=was_at_work)


def sync_by_api(user: User) -> ClickAnswer:
    """Requests a run for a program of the person's, as a click does. Raises `NoSheet` and `SyncLimitUsedUp`."""
    if not LinkedSheet.objects.filter(user=user).exists():
        raise NoSheet
    return sync_on_click(user, SyncRun.Trigger.API)


def count_click(user: User) -> None:
    """Counts a click that starts a run; one while the run of an earlier click is at work costs nothing.

    Raises `SyncLimitUsedUp`.
    """
    at_work = (SyncRun.State.QUEUED, SyncRun.State.RUNNING)
    runs = SyncRun.objects.filter(user=user, state__in=at_work, trigger__in=SyncRun.CLICKS)
    if not runs.exists():
        spend(user, CostlyAction.SYNC)


def check_on_click(user: User) -> None:
    """Requests a run that reads the sheet although nothing has changed. Raises `LimitUsedUp`."""
    spend(user, CostlyAction.CHECK, CostlyAction.SYNC)
    # The check first: a run that is started at once must find it asked for.
    request_full_check(user)
    request_run(user, SyncRun.Trigger.PERSON)


def sync_after_change(user: User, trigger: SyncRun.Trigger = SyncRun.Trigger.PERSON) -> SyncRun:
    """Requests a run because of what the person has changed; it waits where they have used up their clicks.

    `trigger`: by which of `SyncRun.CLICKS` they changed it. All of these share their clicks.
    """
    try:
        # Counted beside a run that is at work, too: that one reads and writes anew because of the change.
        spend(user, CostlyAction.SYNC)
    except SyncLimitUsedUp as problem:
        return postpone_new_run(user, trigger, SyncPostponed(when=problem.when))
    return request_run(user, trigger)


def resume_on_click(user: User) -> SyncRun | None:
    """Resumes the daily sync, and goes on with the sync that the pause has ended: returns it, None where there is none."""
    is_running = not schedule.resume(user).pause
    if not (is_running and was_paused(user) and LinkedSheet.objects.filter(user=user).exists()):
        return None
    return sync_after_change(user)


def sync_again(user: User) -> SyncRun:
    """Requests another run for what was changed while one was at work: that change is counted."""
    newest = SyncRun.objects.filter(user=user).first()
    # The change made the run at work that of a click, if it was none.
    trigger = (
        SyncRun.Trigger.API if newest and newest.trigger == SyncRun.Trigger.API else SyncRun.Trigger.PERSON
    )
    when = free_again_at(user, CostlyAction.SYNC)
    if when is not None:
        return postpone_new_run(user, trigger, SyncPostponed(when=when))
    return request_run(user, trigger)


def next_sync_at(user: User, *, is_counted: bool = True) -> datetime:
    """Returns when a run may begin anew because of what the person has changed: now, while they have clicks left.

    `is_counted`: that change has been; otherwise it is counted here.
    """
    if is_counted:
        return free_again_at(user, CostlyAction.SYNC) or timezone.now()
    try:
        spend(user, CostlyAction.SYNC)
    except SyncLimitUsedUp as problem:
        return problem.when
    return timezone.now()


def up_to_date_since(user: User, run: SyncRun | None) -> datetime | None:
    """Returns since when Spotify, the settings and the sheet are known to agree; None where a run could find something.

    `run` is the person's newest. One that waits with the pages behind the first would find the same newest tracks.
    """
    sheet = sheet_to_write(user)
    if run is None or sheet is None:
        return None
    receipt = Receipt.from_json(run.receipt)
    since = _read_at(run, receipt)
    is_fresh = since is not None and timezone.now() - KNOWN_FOR < since <= timezone.now()
    if not is_fresh or run.created_at < sheet.linked_at:
        return None
    # Removals that are not confirmed are asked about again.
    if not receipt.came_to_rest or receipt.unconfirmed:
        return None
    if Schedule.objects.filter(user=user, pause=Schedule.Pause.PROBLEM).exists():
        return None
    return since if has_nothing_to_write(sheet) else None


def _read_at(run: SyncRun, receipt: Receipt) -> datetime | None:
    """Returns when the run asked for the newest tracks, where it is done with them."""
    # The start and not the end: what was saved while the run was at work may have come behind its reading.
    if run.state == SyncRun.State.DONE:
        return run.started_at
    is_waiting = run.state == SyncRun.State.WAITING and run.problem_code == SpotifyPagesLater.code
    if not is_waiting or run.resume_at is None or run.resume_at <= timezone.now():
        return None
    return datetime.fromisoformat(receipt.newest_read_at) if receipt.newest_read_at else None
