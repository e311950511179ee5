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
from providers import rate_limits as quota
from sandbox.world import World
from tests.fault_injection import days, scene
from tests.fault_injection.ending import Ending, ending, told
from tests.fault_injection.faults import Asked, Strikes, let_end, strike
from tests.fault_injection.polling_reader import Onlooker, assert_never_less
from tests.support.problems import text_of

DAY = timedelta(days=1)


class Act:
    """What the schedule does for `user` between the clock's moment now and `ends`, a day being enough for it."""

    def __init__(self, world: World, clock, monkeypatch, user: User, *, ends: datetime) -> None:
        self.user = user
        self._world = world
        self._clock = clock
        self._ends = ends
        self._onlooker = Onlooker(monkeypatch, world.google.workbook(user.sheet.spreadsheet_id))

    @contextmanager
    def again(self) -> Iterator[None]:
        """What happens inside has not happened afterwards, neither here nor at the vendors."""
        scenery, begins = scene.remember(self._world, self.user), days.now()
        here = transaction.savepoint()
        _forget_what_the_process_knows()
        try:
            yield
        finally:
            let_end(self._world)
            transaction.savepoint_rollback(here)
            scene.restore(self._world, self.user, scenery)
            self._clock.move_to(begins)

    def play(self, strikes: Strikes) -> tuple[Ending, dict[str, Any], list[Asked]]:
        """One run was made and is done, and nobody who looked on ever missed a row. With what its receipt tells."""
        before = len(days.runs_of(self.user))
        self._onlooker.look_anew()
        days.pass_until(self._clock, self._world, self._ends)
        runs = days.runs_of(self.user)[before:]
        assert [run.state for run in runs] == ["done"], [text_of(run) for run in runs]
        assert_never_less(self._onlooker.seen)
        return ending(self._world, self.user), told(runs[0]), list(strikes.asked)

    def play_next_day(self) -> tuple[Ending, list[Asked]]:
        """The day after, on which nothing is to be done."""
        strikes = strike(self._world)
        days.pass_until(self._clock, self._world, self._ends + DAY)
        return ending(self._world, self.user), strikes.asked


def _forget_what_the_process_knows() -> None:
    """Budgets go by a clock that is set back; a token is asked for again where the settings' key is another object."""
    quota.limiter().storage.reset()
    cache.clear()
    settings.GOOGLE_SERVICE_ACCOUNT = dict(settings.GOOGLE_SERVICE_ACCOUNT)
