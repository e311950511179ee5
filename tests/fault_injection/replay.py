"""A run that can be played again and again from the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from accounts.models import User
from providers.rate_limits import limiter
from sandbox.world import World
from tests.fault_injection import passing_time, scene
from tests.fault_injection.nth_request import FailingRequest, Request, fail_request, wait_for_answers
from tests.fault_injection.outcome import Outcome, outcome_of, receipt_counts
from tests.fault_injection.sheet_observer import SheetObserver, assert_no_row_missing
from tests.support.problems import text_of

DAY = timedelta(days=1)


class ReplayableRun:
    """What the schedule does for `user` between the clock's moment now and `ends`, a day being enough for it."""

    def __init__(self, world: World, clock, monkeypatch, user: User, *, ends: datetime) -> None:
        self.user = user
        self._world = world
        self._clock = clock
        self._ends = ends
        self._onlooker = SheetObserver(monkeypatch, world.google.workbook(user.sheet.spreadsheet_id))

    @contextmanager
    def again(self) -> Iterator[None]:
        """What happens inside has not happened afterwards, neither here nor at the vendors."""
        scenery, begins = scene.remember(self._world, self.user), passing_time.now()
        here = transaction.savepoint()
        _forget_what_the_process_knows()
        try:
            yield
        finally:
            wait_for_answers(self._world)
            transaction.savepoint_rollback(here)
            scene.restore(self._world, self.user, scenery)
            self._clock.move_to(begins)

    def play(self, failing: FailingRequest) -> tuple[Outcome, dict[str, Any], list[Request]]:
        """Plays the run, which must end as done without a missing row; returns outcome, receipt counts and requests."""
        before = len(passing_time.runs_of(self.user))
        self._onlooker.look_anew()
        passing_time.pass_until(self._clock, self._world, self._ends)
        runs = passing_time.runs_of(self.user)[before:]
        assert [run.state for run in runs] == ["done"], [text_of(run) for run in runs]
        assert_no_row_missing(self._onlooker.seen)
        return outcome_of(self._world, self.user), receipt_counts(runs[0]), list(failing.requests)

    def play_next_day(self) -> tuple[Outcome, list[Request]]:
        """The day after, on which nothing is to be done."""
        failing = fail_request(self._world)
        passing_time.pass_until(self._clock, self._world, self._ends + DAY)
        return outcome_of(self._world, self.user), failing.requests


def _forget_what_the_process_knows() -> None:
    """Budgets go by a clock that is set back; a token is asked for again where the settings' key is another object."""
    limiter().storage.reset()
    cache.clear()
    settings.GOOGLE_SERVICE_ACCOUNT = dict(settings.GOOGLE_SERVICE_ACCOUNT)
