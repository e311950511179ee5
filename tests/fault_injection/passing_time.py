"""Time that passes, and the schedule that does what it does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from sandbox.world import World
from syncer import dispatch, sync
from syncer.models import Schedule, SyncRun
from tests.fault_injection.nth_request import wait_for_answers_before

MOST_STEPS = 60
SECOND = timedelta(seconds=1)


def never() -> bool:
    return False


def pass_until(clock, world: World, moment: datetime, *, is_enough: Callable[[], bool] = never) -> None:
    """Lets time pass until `moment`; at each step beat looks around, and a worker takes what it hands out.

    Ends after the step that is enough, before time passes.
    """
    for _ in range(MOST_STEPS):
        dispatch.dispatch_due()
        work()
        if is_enough():
            return
        following = next_event()
        if following is None or following > moment:
            wait_for_answers_before(world, moment)
            clock.move_to(moment)
            return
        following = max(following, timezone.now()) + SECOND
        wait_for_answers_before(world, following)
        clock.move_to(following)
    raise AssertionError(f"after {MOST_STEPS} steps runs still wait for something")


def work() -> None:
    """What beat has handed out is done by a worker here and now."""
    for run_id in SyncRun.objects.filter(state="queued").values_list("pk", flat=True):
        sync.run_sync(run_id)


def next_event() -> datetime | None:
    """When beat has something to do next."""
    active = SyncRun.objects.filter(state__in=SyncRun.ACTIVE).values_list("state", "resume_at", "lease_until")
    moments = [resume if state == "waiting" else lease for state, resume, lease in active]
    due = Schedule.objects.filter(pause="").values_list("next_run_at", flat=True)
    return min((moment for moment in [*moments, *due] if moment), default=None)


def runs_of(user: User) -> list[SyncRun]:
    return list(SyncRun.objects.filter(user=user).order_by("pk"))


def now() -> datetime:
    return timezone.now()
