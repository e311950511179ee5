"""The measurements: each a function of the sandbox it runs against, its result plain values by name.

Each is imported only where it runs: what the typical script imports would be memory of ours otherwise.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from bench.vendors import Vendors

LATENCIES = {"0ms": 0.0, "80ms": 0.08}

CASES: dict[str, tuple[str, str, dict[str, float]]] = {
    "days": ("requests", "days", {}),
    "wide": ("requests", "wide", {}),
    "ban": ("requests", "ban", {}),
    **{f"import-{name}": ("first_import", "measure", {"latency": s}) for name, s in LATENCIES.items()},
    **{f"script-{name}": ("script", "measure", {"latency": s}) for name, s in LATENCIES.items()},
    "unchanged": ("unchanged", "measure", {}),
    "memory-database": ("memory", "to_the_database", {}),
    "memory-sheet": ("memory", "to_the_sheet", {}),
    "dispatch": ("dispatch", "measure", {}),
    "questions": ("questions", "measure", {}),
    "export": ("export", "measure", {}),
    "pages": ("pages", "measure", {}),
    "fairness": ("fairness", "measure", {}),
}


def measure(name: str, vendors: Vendors) -> dict[str, Any]:
    """Needs Django set up, unless it is the script."""
    module, function, more = CASES[name]
    result: dict[str, Any] = getattr(import_module(f"bench.cases.{module}"), function)(vendors, **more)
    return result
