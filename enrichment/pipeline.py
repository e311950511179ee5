"""Enrichment beside the syncs: two lanes, features and genres, each worked on in short slices, one batch a slice.

No slice sleeps: where a source wants a pause, the next slice comes that much later.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from enrichment import availability, lanes, queue, source_registry, storage
from enrichment.availability import Availability
from enrichment.batches import BatchResult, ask_sources

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lane:
    """What is enriched, and how.

    `batch`: the refs of one slice, as many as the largest request of its sources takes. `choose` returns the next refs,
    `reduce` makes of the answers what `store` stores.
    """

    name: str
    batch: int
    sources: Callable[[], Sequence[Any]]
    choose: Callable[[int, datetime], Sequence[Any]]
    reduce: Callable[[dict[int, Any]], dict[int, Any]]
    store: Callable[[Sequence[Any], BatchResult[Any]], None]


LANES = {
    lane.name: lane
    for lane in (
        Lane(
            "features",
            40,
            source_registry.feature_sources,
            queue.next_tracks,
            storage.reduce_features,
            storage.store_features,
        ),
        Lane(
            "genres",
            50,
            source_registry.genre_sources,
            queue.next_artists,
            storage.reduce_genres,
            storage.store_genres,
        ),
    )
}


def start() -> list[tuple[str, uuid.UUID]]:
    """Takes the lease of every free lane that has work. Returns names and tokens: the caller sends their slices."""
    # Looks for work first: most minutes there is none, and a lease would be written for nothing.
    held = [(lane.name, lanes.hold(lane.name)) for lane in LANES.values() if has_work(lane)]
    return [(name, token) for name, token in held if token is not None]


def has_work(lane: Lane) -> bool:
    """Returns True when there are refs to look up and a source that is ready."""
    now = timezone.now()
    return bool(_next_refs(lane, 1, _states(lane, now), now))


def _states(lane: Lane, now: datetime) -> Collection[Availability]:
    return availability.get_availabilities(lane.sources(), now).values()


def _next_refs(lane: Lane, limit: int, states: Collection[Availability], now: datetime) -> Sequence[Any]:
    # Without a ready source no refs: the queries on a large library are dear.
    return lane.choose(limit, now) if any(state.is_ready for state in states) else ()


def work(name: str, token: uuid.UUID) -> float | None:
    """Works on one slice. Returns in how many seconds the next one is due; None when the lane was released."""
    lane = LANES[name]
    if not lanes.keep(name, token):
        return None
    # The first message of a chain comes without a countdown, maybe right behind the last slice of another chain.
    now = timezone.now()
    states = _states(lane, now)
    pause = _pause_left(states, now)
    if pause > 0:
        return pause
    refs = _next_refs(lane, lane.batch, states, now)
    if not refs:
        lanes.release(name, token)
        return None
    # Stored at once, so that a worker that dies loses one slice at most.
    result = ask_sources(lane.sources(), refs, lane.reduce)
    lane.store(refs, result)
    log.info("%s: asked about %s, %s known", name, len(refs), len(result.known))
    now = timezone.now()
    return _pause_left(_states(lane, now), now)


def _pause_left(states: Collection[Availability], now: datetime) -> float:
    """Returns the seconds until every source that is ready has had its pause."""
    turns = [state.next_turn for state in states if state.is_ready and state.next_turn is not None]
    return max(0.0, *((turn - now).total_seconds() for turn in turns), 0.0)
