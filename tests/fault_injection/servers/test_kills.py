"""The worker is killed at every request of a first import and of a daily run: the end is always the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Credential, User
from sandbox.request_log import LogEntry
from sandbox.world import World
from syncer import dispatch, runs, sync
from syncer.models import Schedule, SyncRun
from tests.fault_injection import scene
from tests.fault_injection.nth_request import FailingRequest, wait_for_answers
from tests.fault_injection.outcome import Outcome, outcome_of, receipt_counts
from tests.fault_injection.servers.workers import Workers
from tests.support.problems import text_of
from tests.support.waiting import wait_for

pytestmark = pytest.mark.services
ENDED = ("done", "failed", "waiting")


class Death(FailingRequest):
    """Kills the workers when the `nth` request comes in, which then has no effect; or, `after` it, before its answer
    goes out. Without an `nth` it only counts."""

    def __init__(self, world: World, kill: Callable[[], None], nth: int = 0, *, after: bool = False) -> None:
        super().__init__(0 if after else nth, {"drop": "before"})
        self.has_come = False
        self._kill = kill
        self._last_answer = nth if after else 0
        self._note = type(world).record.__get__(world)
        self._answers = count(1)
        world.log.clear()
        world.faults = self

    def take(self, service: str, kind: str) -> dict[str, Any] | None:
        effect = super().take(service, kind)
        if effect is not None:
            self._come()
        return effect

    def record(self, entry: LogEntry, log: list[LogEntry]) -> None:
        if next(self._answers) == self._last_answer:
            self._come()
        self._note(entry, log)

    def _come(self) -> None:
        self._kill()
        self.has_come = True


def first_import(world: World, name: str) -> User:
    return scene.add_person(world, name)


def daily_run(world: World, name: str) -> User:
    user = scene.add_person(world, name)
    assert sync.run_sync(runs.find_or_make(user, SyncRun.Trigger.ADMIN).pk)
    SyncRun.objects.filter(user=user).delete()
    scene.decorate(world, user)
    scene.live_a_day(world, user)
    return user


def play(workers: Workers, world: World, user: User, death: Death) -> tuple[Outcome, dict[str, Any]]:
    """A worker dies where `death` says, and another one finds what it left. With what the receipt tells."""
    now = timezone.now()
    Schedule.objects.filter(user=user).update(next_run_at=now - timedelta(minutes=1))
    Credential.objects.filter(user=user).update(expires_at=now)
    workers.start()
    dispatch.dispatch_due()
    wait_for(lambda: death.has_come or has_ended(user))
    if death.has_come:
        wait_for_answers(world)
        let_leases_end()
        workers.start()
        dispatch.dispatch_due()
        wait_for(lambda: has_ended(user))
    run = SyncRun.objects.get(user=user)
    assert run.state == "done", text_of(run)
    workers.kill()
    return outcome_of(world, user), receipt_counts(run)


def has_ended(user: User) -> bool:
    return SyncRun.objects.filter(user=user, state__in=ENDED).exists()


def let_leases_end() -> None:
    """As if so much time had passed that nothing the dead worker held is held any more."""
    now = timezone.now()
    SyncRun.objects.filter(state__in=SyncRun.ACTIVE).update(lease_until=now)
    Credential.objects.update(refreshing_until=now)


@pytest.mark.parametrize("after", [False, True], ids=["before the effect", "after the effect"])
@pytest.mark.parametrize("setting", [first_import, daily_run])
def test_a_worker_killed_at_any_request_gives_the_same_outcome(
    setting, after, workers, sandbox, monkeypatch, record_property
) -> None:
    world = sandbox.world
    user = setting(world, "nora")
    no_death = Death(world, workers.kill)
    undisturbed = play(workers, world, user, no_death)
    points = len(no_death.requests)
    for nth in range(1, points + 1):
        user = setting(world, f"nora{nth}")
        death = Death(world, workers.kill, nth, after=after)
        monkeypatch.setattr(world, "record", death.record)
        assert play(workers, world, user, death) == undisturbed, nth
        assert death.has_come, nth
    print(f"{points} points swept: {setting.__name__}")
    record_property("points swept by kills", points)
