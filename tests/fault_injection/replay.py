"""A run that can be played again and again from the same moment."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from accounts.models import User
from providers.rate_limits import limiter
from sandbox.world import World
from tests.fault_injection import passing_time, scene
from tests.fault_injection.fingerprint import fingerprint
from tests.fault_injection.nth_request import (
    FailingRequest,
    Request,
    fail_request,
    is_answered,
    wait_for_answers,
)
from tests.fault_injection.outcome import Outcome, outcome_of, receipt_counts
from tests.fault_injection.sheet_observer import SheetObserver, assert_no_row_missing
from tests.support.problems import text_of
from tests.support.snapshots import is_in_memory

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ending:
    """What there is when a run has ended, and the day after; `seen` is the sheet at each look since the failure."""

    states: list[str]
    problems: list[str]
    seen: list[list[str]]
    outcome: Outcome
    receipt: dict[str, Any]
    requests: list[Request]
    next_day: tuple[Outcome, list[Request]]


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
            with _drawn_alike():
                yield
        finally:
            wait_for_answers(self._world)
            transaction.savepoint_rollback(here)
            scene.restore(self._world, self.user, scenery)
            self._clock.move_to(begins)

    def play(self, failing: FailingRequest, known: dict[bytes, Ending]) -> Ending:
        """Plays the run, which must end as done without a missing row, and the day after.

        Most failures leave one of few states, from which all goes alike: `known` are the endings of states that were
        played to the end before. A state in which a request is still under way is none of them.
        """
        before = len(passing_time.runs_of(self.user))
        self._onlooker.look_anew()
        passing_time.pass_until(self._clock, self._world, self._ends, is_enough=lambda: failing.has_failed)
        seen = list(self._onlooker.seen)
        if is_in_memory() and is_answered(self._world):
            state = fingerprint(self._world, failing.requests)
            if state not in known:
                known[state] = self._play_on(failing, before)
            ending = known[state]
        else:
            ending = self._play_on(failing, before)
        assert ending.states == ["done"], ending.problems
        assert_no_row_missing(seen + ending.seen)
        return ending

    def _play_on(self, failing: FailingRequest, before: int) -> Ending:
        looks = len(self._onlooker.seen)
        passing_time.pass_until(self._clock, self._world, self._ends)
        runs = passing_time.runs_of(self.user)[before:]
        return Ending(
            states=[run.state for run in runs],
            problems=[text_of(run) for run in runs],
            seen=self._onlooker.seen[looks:],
            outcome=outcome_of(self._world, self.user),
            receipt=receipt_counts(runs[-1]),
            requests=list(failing.requests),
            next_day=self._play_next_day(),
        )

    def _play_next_day(self) -> tuple[Outcome, list[Request]]:
        """The day after, on which nothing is to be done."""
        failing = fail_request(self._world)
        passing_time.pass_until(self._clock, self._world, self._ends + DAY)
        return outcome_of(self._world, self.user), failing.requests


def _forget_what_the_process_knows() -> None:
    """Budgets go by a clock that is set back; a token is asked for again where the settings' key is another object."""
    limiter().storage.reset()
    cache.clear()
    settings.GOOGLE_SERVICE_ACCOUNT = dict(settings.GOOGLE_SERVICE_ACCOUNT)


@contextmanager
def _drawn_alike() -> Iterator[None]:
    """Tokens and waits are the same each time, or no two states would be."""
    numbers = count(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_urlsafe", lambda size: f"{next(numbers):0>{size}}")
        random.seed(0)
        yield
