"""How long a run waits."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import Sheet
from accounts.problems import TryLater, Unclear
from syncer.models import SyncRun

# These say nothing of when it is over: the wait grows with the attempts, up to an hour.
OPEN_ENDED = {"spotify_down", "spotify_unavailable", "google_unavailable"}
LONGEST = timedelta(hours=1)


def stretch(run: SyncRun, problem: TryLater) -> TryLater:
    """The same problem, waiting longer the more often the run has met such a one."""
    if problem.code not in OPEN_ENDED:
        return problem
    wait = min(timedelta(seconds=15 * 2 ** min(run.attempts, 10)), LONGEST)
    return TryLater(problem.code, problem.sentence, when=max(problem.when, timezone.now() + wait))


def respect_unclear_write(sheet: Sheet) -> None:
    """Google may still be applying a write whose answer was lost: nothing is planned before that is over."""
    if sheet.unclear_until is not None and sheet.unclear_until > timezone.now():
        raise Unclear(
            "google_unclear",
            "Google did not say whether it took our last change. We wait until it must be done, then look"
            " at your sheet and go on from what stands there.",
            when=sheet.unclear_until,
        )
