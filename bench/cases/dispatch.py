"""Beat's minute with 10,000 people due at once: their runs made, leased to the queue, and messages sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from bench.cases.unchanged import queries_of
from bench.meter import Meter, peak_memory
from bench.vendors import Vendors
from syncer.dispatch import dispatch_due
from syncer.models import Schedule

PEOPLE = 10_000
FIRST = 10


def measure(vendors: Vendors) -> dict[str, Any]:
    settings.DISPATCH_BATCH = PEOPLE + FIRST
    _make_due("first", FIRST)
    dispatch_due()
    idle = peak_memory()
    _make_due("person", PEOPLE)
    with_people = peak_memory()
    handed_out = 0

    def tick() -> None:
        nonlocal handed_out
        handed_out = dispatch_due()

    meter = Meter()
    queries = queries_of(tick)
    assert handed_out == PEOPLE, "all people who are due are served"
    return {
        "seconds": meter.seconds,
        "cpu": meter.cpu,
        "more_mb": peak_memory() - max(idle, with_people),
        "queries_per_1000": queries / PEOPLE * 1000,
    }


def _make_due(name: str, count: int) -> None:
    people = (User(username=f"{name}{number}", password="!") for number in range(count))
    made = User.objects.bulk_create(people, batch_size=1000)
    moment = timezone.now() - timedelta(seconds=1)
    Schedule.objects.bulk_create((Schedule(user=user, next_run_at=moment) for user in made), batch_size=1000)
