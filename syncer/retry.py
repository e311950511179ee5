"""When a run that could not finish tries again."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from problems.kinds import TryLater
from providers.rate_limits import redis_errors
from sheets.models import LinkedSheet
from syncer.models import SyncRun
from syncer.problems import PendingWrite, SiteRestarting

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=1)


def server_errors() -> tuple[type[Exception], ...]:
    """Returns what a restart, a cut connection or a lock held too long raises."""
    # `OperationalError` is all of these for the database: no driver tells them apart in a way that holds for both
    # PostgreSQL and SQLite.
    return (OperationalError, InterfaceError, *redis_errors())


def postpone(run: SyncRun, problem: TryLater) -> TryLater:
    """Returns `problem`, with `is_open_ended` later by 15 s, 30 s, 1 min … 1 h from attempt to attempt."""
    if not problem.is_open_ended:
        return problem
    # The exponent is capped as well: a run that has tried for weeks must not overflow a timedelta.
    wait = min(FIRST_WAIT * 2 ** min(run.attempts, 10), LONGEST_WAIT)
    # Retry-After may ask for more than the wait.
    problem.when = max(problem.when, timezone.now() + wait)
    return problem


def until_servers_return(run: SyncRun) -> SiteRestarting:
    """Returns the wait for the site's own servers, and marks a write that may be under way as unclear.

    Raises a database error when the database is still away.
    """
    is_writing = run.phase == "writing"
    when = timezone.now() + (settings.UNCLEAR_WRITE_WAIT if is_writing else FIRST_WAIT)
    if is_writing:
        # Before the run is released: a click would otherwise write a second time while Google applies the first.
        LinkedSheet.objects.filter(user_id=run.user_id).update(unclear_until=when)
    return SiteRestarting(when=when)


def require_no_unclear_write(sheet: LinkedSheet) -> None:
    """Raises `PendingWrite` while Google may still be applying a write whose answer was lost."""
    if sheet.unclear_until is not None and sheet.unclear_until > timezone.now():
        raise PendingWrite(when=sheet.unclear_until)
