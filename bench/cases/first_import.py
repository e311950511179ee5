"""A first import, from the worker's claim on the run to its receipt."""

from __future__ import annotations

from typing import Any

from bench import SIZE
from bench.meter import Meter, peak_memory
from bench.people import linked, signed_in, synced
from bench.vendors import Vendors


def measure(vendors: Vendors, *, latency: float) -> dict[str, Any]:
    user = signed_in(vendors, "ada", saved=SIZE)
    linked(vendors, user)
    vendors.set_latency(latency)
    meter = Meter()
    run = synced(user)
    return {
        "to_database": run.receipt["seconds"]["read"],
        "to_sheet": meter.seconds,
        "cpu": meter.cpu,
        "peak_mb": peak_memory(),
    }
