"""A plan's steps as the bodies that are sent: each small enough, each leaving a tab that is right as far as it goes.

    steps      [layout]  [write 3 rows]  [insert 5 rows]  [delete]      one letter a unit: L WWW IIIII D
    batches    L WWW II | III D

A batch ends between two units, never inside one. What is left after a batch is planned anew from the tab as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sheets.planner.requests import Request
from sheets.planner.steps import Step

MAX_BYTES = 2_000_000
"""Bytes of compact JSON that Google recommends not to exceed in one request.

https://developers.google.com/workspace/sheets/api/limits
"""
MAX_REQUESTS = 2_000
"""Google works for at most 180 s on one body, and thousands of moved or deleted rows are slow work."""
_ENVELOPE_BYTES = 1_000
"""What the body holds besides the requests."""


def split_into_batches(
    steps: Iterable[Step], max_bytes: int = MAX_BYTES, *, max_requests: int = MAX_REQUESTS
) -> Iterator[list[Request]]:
    """Yields the steps' requests in order, cut between units; a single unit above the limit goes alone."""
    # a generator, because the requests of a large library take far more memory than its rows
    batch: list[Request] = []
    size = _ENVELOPE_BYTES
    for step in steps:
        start, stop = 0, 0
        while stop < step.units:
            stop, taken = _count_fitting(step, start, max_bytes - size, at_least=0 if batch else 1)
            requests = step.requests(start, stop) if stop > start else []
            # the units wait for the next batch; they may need several requests each, so the count is only known now
            if batch and len(batch) + len(requests) > max_requests:
                stop, requests = start, []
            batch += requests
            size += taken
            start = stop
            # the step continues in the next batch, with its overhead counted again
            if stop < step.units:
                yield batch
                batch, size = [], _ENVELOPE_BYTES
    if batch:
        yield batch


def _count_fitting(step: Step, start: int, room: int, *, at_least: int) -> tuple[int, int]:
    """How far the step's units fit into these bytes, and the bytes they take."""
    stop, taken = start, step.overhead
    while stop < step.units:
        size = step.size(stop)
        if taken + size > room and stop - start >= at_least:
            break
        taken += size
        stop += 1
    return stop, taken
