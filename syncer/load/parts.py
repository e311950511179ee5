"""Changes in parts of a size that one transaction and one query can take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from syncer.transform.records import Changes

Item = TypeVar("Item")
LARGEST = 500  # ten pages


def parts_of(changes: Changes) -> list[Changes]:
    """In the order to store them: what is gone first, because a save may come back at another place.

    Arrivals are stored from the lowest up: each part then stands over the one before, and what is already
    stored when a process dies has no hole in it.
    """
    parts = [Changes(departures=part) for part in slices(changes.departures)]
    parts += [Changes(relinked=part) for part in slices(changes.relinked)]
    parts += [Changes(seen=part) for part in slices(changes.seen)]
    parts += [Changes(arrivals=part) for part in reversed(list(slices(changes.arrivals)))]
    return parts if len(parts) > _kinds(changes) else [changes]


def slices(items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    return (tuple(items[start : start + LARGEST]) for start in range(0, len(items), LARGEST))


def _kinds(changes: Changes) -> int:
    """How many parts there are when each kind of change fits into one."""
    return sum(map(bool, (changes.departures, changes.relinked, changes.seen, changes.arrivals)))
