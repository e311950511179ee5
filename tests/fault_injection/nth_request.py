"""SourceError at the n-th request of a run, whichever vendor it goes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from django.utils import timezone

from sandbox.faults import FaultList, effect_name
from sandbox.world import World
from tests.support.waiting import wait_for

Asked = tuple[str, str]
# Google works for so long on one request, whether anybody waits for the answer or not.
LONGEST_WORK = timedelta(seconds=180)


class FailingRequest(FaultList):
    """Takes the place of a world's faults: counts the requests to all vendors, and hits the `nth` of them.

    `asked` is service and kind of each request so far; without an effect it only counts.
    """

    def __init__(self, nth: int = 0, effect: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        if effect is not None:
            effect_name(effect)
        self.asked: list[Asked] = []
        self.last_asked_at: datetime | None = None
        self._nth = nth
        self._effect = effect
        self._counting = Lock()

    @property
    def has_struck(self) -> bool:
        return len(self.asked) >= self._nth > 0

    def take(self, service: str, kind: str) -> dict[str, Any] | None:
        with self._counting:
            self.asked.append((service, kind))
            self.last_asked_at = timezone.now()
            strikes = len(self.asked) == self._nth
        return dict(self._effect) if strikes and self._effect is not None else super().take(service, kind)


def fail_request(world: World, nth: int = 0, effect: Mapping[str, Any] | None = None) -> FailingRequest:
    """From now on the world counts anew, and the `nth` request suffers `effect`."""
    wait_for_answers(world)
    world.log.clear()
    world.faults = strikes = FailingRequest(nth, effect)
    return strikes


def wait_for_answers(world: World) -> None:
    """Until every request is answered: one that hangs may have its effect late."""
    if isinstance(world.faults, FailingRequest):
        asked = world.faults.asked
        wait_for(lambda: len(world.log) >= len(asked), every=0.005)


def wait_for_answers_before(world: World, moment: datetime) -> None:
    """What was asked so long before `moment` that Google cannot be at it any more has had its effect by then."""
    strikes = world.faults
    if (
        isinstance(strikes, FailingRequest)
        and strikes.last_asked_at
        and strikes.last_asked_at + LONGEST_WORK <= moment
    ):
        wait_for_answers(world)
