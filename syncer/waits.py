"""How long a run waits."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from redis.exceptions import RedisError

from problems.kinds import TryLater, Unclear
from sheets.models import LinkedSheet
from syncer.models import SyncRun

# These say nothing of when it is over: the wait grows with the attempts, up to an hour.
OPEN_ENDED = {"spotify_down", "spotify_unavailable", "google_unavailable", "site_restarting"}
LONGEST = timedelta(hours=1)
# How the site's own servers are missed: restarted, out of reach, or locked by somebody else for too long.
OWN_SERVERS_AWAY = (OperationalError, InterfaceError, RedisError)


def stretch(run: SyncRun, problem: TryLater) -> TryLater:
    """The same problem, waiting longer the more often the run has met such a one."""
    if problem.code not in OPEN_ENDED:
        return problem
    wait = min(timedelta(seconds=15 * 2 ** min(run.attempts, 10)), LONGEST)
    problem.when = max(problem.when, timezone.now() + wait)
    return problem


def until_own_servers_are_back(run: SyncRun) -> TryLater:
    """A write may have been under way whose outcome could not be noted: that is noted now, before any click."""
    is_writing = run.phase == "writing"
    when = timezone.now() + (settings.UNCLEAR_WRITE_WAIT if is_writing else timedelta(seconds=15))
    if is_writing:
        LinkedSheet.objects.filter(user_id=run.user_id).update(unclear_until=when)
    return TryLater(
        "site_restarting",
        "A part of this site, its database or its queue, was away for a moment. What was read is kept, and your"
        " sheet loses nothing; the sync goes on by itself.",
        when=when,
    )


def for_the_other_sheet() -> TryLater:
    """What stands in the way of a sheet that is no longer linked is nobody's to put right."""
    return TryLater(
        "sheet_relinked",
        "You linked another sheet while the one before was being written. What was read is kept; the sync goes on"
        " with the new one by itself.",
        when=timezone.now(),
    )


def respect_unclear_write(sheet: LinkedSheet) -> None:
    """Google may still be applying a write whose answer was lost: nothing is planned before that is over."""
    if sheet.unclear_until is not None and sheet.unclear_until > timezone.now():
        raise Unclear(
            "google_unclear",
            "Google did not say whether it took our last change. We wait until it must be done, then look"
            " at your sheet and go on from what stands there.",
            when=sheet.unclear_until,
        )
