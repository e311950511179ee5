"""A refusal that may heal by itself is confirmed by a second one before anybody is asked to do something.

"Spreadsheet not found, but only for a few minutes", and again after hours: https://github.com/burnash/gspread/issues/410

    09:00  404   the run waits                 it may be Google's failure: tried again at 09:15
    09:15  404   the schedule is paused        the person is asked
    next day     one look at the daily slot    shared again, or out of the bin: it continues by itself
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from problems.kinds import REGISTRY, Problem
from syncer.models import SyncRun
from syncer.problems import SheetUnconfirmed, VendorOutage

# As for a permission that is refused (`accounts.token_refresh`).
CONFIRMATION_WAIT = timedelta(minutes=15)


def healing_codes() -> list[str]:
    """Returns the codes of the problems for which a paused schedule is looked at once a day all the same."""
    return sorted(code for code, problem in REGISTRY.items() if problem.may_heal)


def wait_for_confirmation(run: SyncRun, problem: Problem) -> SheetUnconfirmed | None:
    """Returns the wait before `problem` is believed; None for one that is confirmed, or needs no confirmation."""
    if (
        not (problem.may_heal and problem.may_be_outage)
        or run.problem_code == VendorOutage.code
        or _has_ended_the_last_run(run, problem)
    ):
        return None
    since = _refused_since(run) or timezone.now()
    if timezone.now() >= since + CONFIRMATION_WAIT:
        return None
    return SheetUnconfirmed(when=since + CONFIRMATION_WAIT, problem=problem.code, since=since.isoformat())


def _has_ended_the_last_run(run: SyncRun, problem: Problem) -> bool:
    """Whether the person has been asked already: this is the look of the day, or they have tried again."""
    ended = SyncRun.objects.filter(user_id=run.user_id, finished_at__isnull=False).exclude(pk=run.pk)
    last = ended.order_by("-finished_at").values_list("problem_code", flat=True).first()
    return last == problem.code


def _refused_since(run: SyncRun) -> datetime | None:
    """Since when Google refuses, by the run's last attempt; its words may differ from one answer to the next."""
    if run.problem_code != SheetUnconfirmed.code:
        return None
    return datetime.fromisoformat(run.problem_values["since"])
