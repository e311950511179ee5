"""A plan as the bodies that are sent: each small enough, each leaving a sheet that is right as far as it goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sheets.planner.requests import Request
from sheets.planner.steps import Step

MAX_BYTES = 2_000_000
"""Bytes of compact JSON that Google recommends not to exceed in one request."""
MAX_REQUESTS = 2_000
"""Google works for at most 180 s on one body, and thousands of moved or deleted rows are slow work."""
_ENVELOPE = 1_000
"""What the body holds besides the requests."""


def split_into_batches(
    steps: Iterable[Step], limit: int = MAX_BYTES, *, most_requests: int = MAX_REQUESTS
) -> Iterator[list[Request]]:
    """The steps' requests in order, cut between units; a single unit above the limit goes alone.

    A generator, because the requests of a large library take far more memory than its rows.
    """
    batch: list[Request] = []
    size = _ENVELOPE
    for step in steps:
        start, stop = 0, 0
        while stop < step.units:
            stop, taken = _fitting(step, start, limit - size, at_least=0 if batch else 1)
            requests = step.requests(start, stop) if stop > start else []
            if batch and len(batch) + len(requests) > most_requests:
                stop, requests = start, []
            batch += requests
            size += taken
            start = stop
            if stop < step.units:
                yield batch
                batch, size = [], _ENVELOPE
    if batch:
        yield batch


def _fitting(step: Step, start: int, room: int, *, at_least: int) -> tuple[int, int]:
    """How far the step's units fit into these bytes, and the bytes they take."""
    stop, taken = start, step.overhead
    while stop < step.units:
        cost = step.cost(stop)
        if taken + cost > room and stop - start >= at_least:
            break
        taken += cost
        stop += 1
    return stop, taken
