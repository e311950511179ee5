"""A month of 5, of 300 and of 4,000 people of one app: whether everybody gets their share of its requests."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import Any

from django.core.management import call_command

from bench.fairness import DAY, START, Simulation
from bench.vendors import Vendors


@dataclass(frozen=True, slots=True)
class Month:
    """So many `people`, of whom one in `scale` is simulated, with as small a part of 1,000 requests a day.

    `sizes` are the libraries of those who have a daily sync, `imports` those of people who come on the first day.
    """

    people: int
    scale: int
    sizes: tuple[int, ...]
    imports: tuple[int, ...] = ()


MONTHS = (
    Month(5, 1, (1_000,) * 4, (5_000,)),
    Month(300, 10, (200,) * 30),
    Month(4_000, 50, (40,) * 80),
)


def measure(vendors: Vendors) -> dict[str, Any]:
    # Nothing is asked of the sandbox: so many requests over HTTP would take an hour.
    return {"lines": [_timed(month) for month in MONTHS]}


def _timed(month: Month) -> dict[str, Any]:
    call_command("flush", verbosity=0, interactive=False)
    began = time.process_time()
    return {**simulate(month), "cpu": time.process_time() - began}


def simulate(month: Month) -> dict[str, Any]:
    """Returns the figures of a month; no two simulations of one month differ. Needs a database without people."""
    with Simulation(per_day=1_000 // month.scale) as app:
        app.add(*month.sizes)
        for key in app.add(*month.imports, is_imported=False):
            app.click(key)
        app.run(START + 30 * DAY)
        late = sorted(one.total_seconds() for one in app.lateness())
        return {
            "people": month.people,
            "scale": month.scale,
            "requests": app.requests,
            "syncs": app.heads,
            "median_s": statistics.median(late),
            "longest_s": late[-1],
            "wake_ups": app.wake_ups,
            "all_pages": sum(len(one.all_pages) for one in app.people.values()),
        }
