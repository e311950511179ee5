"""The measurements: each a function of the sandbox it runs against, its result plain values by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from bench.cases import dispatch, first_import, memory, requests, script, unchanged
from bench.vendors import Vendors

LATENCIES = {"0 ms": 0.0, "80 ms": 0.08}

CASES: dict[str, Callable[[Vendors], dict[str, Any]]] = {
    "days": requests.days,
    "ban": requests.ban,
    **{f"import, {name}": partial(first_import.measure, latency=s) for name, s in LATENCIES.items()},
    **{f"script, {name}": partial(script.measure, latency=s) for name, s in LATENCIES.items()},
    "unchanged": unchanged.measure,
    "memory, database": memory.to_the_database,
    "memory, sheet": memory.to_the_sheet,
    "dispatch": dispatch.measure,
}
