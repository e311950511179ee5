"""A fault at the n-th request of a run, whichever vendor it goes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from django.utils import timezone

from sandbox.faults import FaultList, effect_name
from sandbox.world import World
from tests.support.waiting import wait_for

Request = tuple[str, str]
# Google may work so long on one request, whether the client still waits for the answer or not.
LONGEST_WORK = timedelta(seconds=180)


class FailingRequest(FaultList):
    """Takes the place of a world's faults: counts the requests to all vendors, and hits the `nth` of them.

    `asked` is service and kind of each request so far; without an effect it only counts.
    """

    def __init__(self, nth: int = 0, effect: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        if effect is not None:
            effect_name(effect)
        self.requests: list[Request] = []
        self.last_request_at: datetime | None = None
        self._nth = nth
        self._effect = effect
        self._counting = Lock()

    @property
    def has_failed(self) -> bool:
        return len(self.requests) >= self._nth > 0

    def take(self, service: str, kind: str) -> dict[str, Any] | None:
        with self._counting:
            self.requests.append((service, kind))
            self.last_request_at = timezone.now()
            failing = len(self.requests) == self._nth
        return dict(self._effect) if failing and self._effect is not None else super().take(service, kind)


def fail_request(world: World, nth: int = 0, effect: Mapping[str, Any] | None = None) -> FailingRequest:
    """From now on the world counts anew, and the `nth` request suffers `effect`."""
    wait_for_answers(world)
    world.log.clear()
    world.faults = failing = FailingRequest(nth, effect)
    return failing


def is_answered(world: World) -> bool:
    """Whether every request is answered: one that hangs may have its effect late."""
    return not isinstance(world.faults, FailingRequest) or len(world.log) >= len(world.faults.requests)


def wait_for_answers(world: World) -> None:
    wait_for(lambda: is_answered(world), every=0.005)


def wait_for_answers_before(world: World, moment: datetime) -> None:
    """Waits for requests that are so old at `moment` that Google must have finished them."""
    failing = world.faults
    if (
        isinstance(failing, FailingRequest)
        and failing.last_request_at
        and failing.last_request_at + LONGEST_WORK <= moment
    ):
        wait_for_answers(world)
