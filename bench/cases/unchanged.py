"""A sync that finds nothing new, in a worker that has done a few before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection

from bench import SIZE
from bench.meter import Meter
from bench.people import linked, signed_in, synced
from bench.vendors import Vendors

WARM_UPS = 3
TIMES = 30


def measure(vendors: Vendors) -> dict[str, Any]:
    user = signed_in(vendors, "ada", saved=SIZE)
    linked(vendors, user)
    for _ in range(1 + WARM_UPS):
        synced(user)
    meter = Meter()
    for _ in range(TIMES):
        run = synced(user)
    cpu, seconds = meter.cpu, meter.seconds
    assert run.receipt["unchanged"], "nothing was saved in between"
    return {
        "cpu_ms": cpu / TIMES * 1e3,
        "wall_ms": seconds / TIMES * 1e3,
        "queries": queries_of(lambda: synced(user)),
    }


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
