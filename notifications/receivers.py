"""What of the syncs becomes an event, and what is deleted with time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from notifications.deliveries import announce, deliver_all_due
from notifications.messages import data_of_sync
from notifications.models import Event
from notifications.retention import forget_deliveries
from problems.kinds import Problem
from syncer.models import SyncRun
from syncer.signals import foreground_work, removals_held, run_ended, tidying_up


@receiver(run_ended)
def announce_end(
    sender: Any, *, user: User, run_id: int, problem: Problem | None, asks_person: bool, **_: Any
) -> None:
    if problem is None:
        announce(user, Event.SYNC_DONE, data_of_sync(run_id))
        return
    data = data_of_sync(run_id, problem=problem.code)
    announce(user, Event.SYNC_STOPPED, data)
    if asks_person:
        announce(user, Event.NEEDS_YOU, data)


@receiver(removals_held)
def announce_held_removals(sender: Any, *, user: User, count: int, **_: Any) -> None:
    running = SyncRun.objects.filter(user=user, state=SyncRun.State.RUNNING)
    run_id = running.values_list("pk", flat=True).first()
    announce(user, Event.REMOVALS_HELD, data_of_sync(run_id, held=count))


@receiver(foreground_work)
def deliver_in_foreground(sender: Any, **_: Any) -> None:
    deliver_all_due()


@receiver(tidying_up)
def tidy_deliveries(sender: Any, *, now: datetime, **_: Any) -> None:
    forget_deliveries(now)
