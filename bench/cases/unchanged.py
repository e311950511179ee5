"""A sync that finds nothing new, in a worker that has done a few before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from statistics import mean
from typing import Any

from django.db import connection

from accounts.models import User
from bench import SIZE
from bench.meter import Meter
from bench.people import linked, made_run, signed_in, synced, work_on
from bench.vendors import Vendors

WARM_UPS = 3
TIMES = 30


def measure(vendors: Vendors) -> dict[str, Any]:
    user = signed_in(vendors, "ada", saved=SIZE)
    linked(vendors, user)
    for _ in range(1 + WARM_UPS):
        synced(user)
    costs = [_cost(user) for _ in range(TIMES)]
    return {
        "cpu_ms": mean(cpu for cpu, _ in costs) * 1e3,
        "wall_ms": mean(seconds for _, seconds in costs) * 1e3,
        "queries": queries_of(partial(work_on, made_run(user))),
    }


def _cost(user: User) -> tuple[float, float]:
    """CPU and clock of what the worker does; the run is made by beat, or by the click."""
    made = made_run(user)
    meter = Meter()
    run = work_on(made)
    cost = meter.cpu, meter.seconds
    assert run.receipt["unchanged"], "nothing was saved in between"
    return cost


def queries_of(act: Callable[[], object]) -> int:
    """How many statements `act` sends to the database, those that begin and end transactions left out."""
    count = 0

    def counting(execute: Any, *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    with connection.execute_wrapper(counting):
        act()
    return count
