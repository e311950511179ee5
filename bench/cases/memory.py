"""How much more memory than an idle worker the import of 50,000 tracks takes."""

from __future__ import annotations

from typing import Any

from bench.meter import Meter, peak_memory
from bench.people import linked, signed_in, synced
from bench.vendors import Vendors
from sheets.models import LinkedSheet

SMALL, LARGE = 60, 50_000


def to_the_database(vendors: Vendors) -> dict[str, Any]:
    """The sheet has the 50 most recent ones, as it has unless the person chooses otherwise."""
    return _measure(vendors, LinkedSheet.Scope.RECENT)


def to_the_sheet(vendors: Vendors) -> dict[str, Any]:
    return _measure(vendors, LinkedSheet.Scope.ALL)


def _measure(vendors: Vendors, scope: LinkedSheet.Scope) -> dict[str, Any]:
    idle = _after_import(vendors, "ada", SMALL, scope)
    meter = Meter()
    peak = _after_import(vendors, "ben", LARGE, scope)
    return {"idle_mb": idle, "peak_mb": peak, "more_mb": peak - idle, "seconds": meter.seconds}


def _after_import(vendors: Vendors, name: str, saved: int, scope: LinkedSheet.Scope) -> float:
    user = signed_in(vendors, name, saved=saved)
    linked(vendors, user, scope=scope)
    run = synced(user)
    assert run.receipt["database"] == saved, "the whole library is imported"
    return peak_memory()
