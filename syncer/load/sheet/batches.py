"""A plan as the bodies that are sent: each small enough, each leaving a sheet that is right as far as it goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from syncer.load.sheet.requests import Request
from syncer.load.sheet.steps import Step

LIMIT = 2_000_000
"""Bytes of compact JSON that Google recommends not to exceed in one request."""
MOST_REQUESTS = 2_000
"""Google works for at most 180 s on one body, and thousands of moved or deleted rows are slow work."""
_ENVELOPE = 1_000
"""What the body holds besides the requests."""


def batches(
    steps: Iterable[Step], limit: int = LIMIT, *, most_requests: int = MOST_REQUESTS
) -> Iterator[list[Request]]:
    """The steps' requests in order, cut between units; a single unit above the limit goes alone.

    A generator, because the requests of a large library take far more memory than its rows.
    """
    batch: list[Request] = []
    size = _ENVELOPE
    for step in steps:
        if len(batch) >= most_requests:
            yield batch
            batch, size = [], _ENVELOPE
        start, taken = 0, step.overhead
        for unit in range(step.units):
            cost = step.cost(unit)
            if size + taken + cost > limit and (batch or unit > start):
                if unit > start:
                    batch += step.requests(start, unit)
                yield batch
                batch, size, start, taken = [], _ENVELOPE, unit, step.overhead
            taken += cost
        batch += step.requests(start, step.units)
        size += taken
    if batch:
        yield batch


def deletes_rows(batch: Iterable[Request]) -> bool:
    """Whether the batch takes rows or columns away: read right before such a one, since Google has no compare-and-set."""
    return any("deleteDimension" in request for request in batch)
