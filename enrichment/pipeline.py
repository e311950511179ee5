"""The flow beside the syncs: two lanes, features and genres, each worked on in short slices, one batch a slice.

No slice sleeps: where a source wants a pause, the next slice comes that much later.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from enrichment import availability as states
from enrichment import lanes, sources
from enrichment import queue as choosing
from enrichment import storage as storing
from enrichment.asking import Asked, ask
from enrichment.settling import settle_features, settle_genres

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lane:
    """`batch` is what its largest request takes."""

    name: str
    batch: int
    sources: Callable[[], Sequence[Any]]
    choose: Callable[[int, datetime], Sequence[Any]]
    settle: Callable[[dict[int, Any]], dict[int, Any]]
    store: Callable[[Sequence[Any], Asked[Any]], None]


LANES = {
    lane.name: lane
    for lane in (
        Lane(
            "features",
            40,
            sources.feature_sources,
            choosing.next_tracks,
            settle_features,
            storing.store_features,
        ),
        Lane("genres", 50, sources.genre_sources, choosing.next_artists, settle_genres, storing.store_genres),
    )
}


def start() -> list[tuple[str, uuid.UUID]]:
    """Takes every lane that has work and that nobody has; its first slice is then the caller's to send."""
    held = [(lane.name, lanes.hold(lane.name)) for lane in LANES.values() if has_work(lane)]
    return [(name, token) for name, token in held if token is not None]


def has_work(lane: Lane) -> bool:
    """Something to ask about, and somebody who may be asked now."""
    return bool(_next_refs(lane, 1))


def _next_refs(lane: Lane, limit: int) -> Sequence[Any]:
    now = timezone.now()
    ready = any(at.ready for at in states.standings(lane.sources(), now).values())
    return lane.choose(limit, now) if ready else ()


def work(name: str, token: uuid.UUID) -> float | None:
    """One slice. Returns in how many seconds the next one is due; None when the lane has been let go."""
    lane = LANES[name]
    if not lanes.keep(name, token):
        return None
    pause = pause_left(lane)
    if pause > 0:
        return pause
    refs = _next_refs(lane, lane.batch)
    if not refs:
        lanes.release(name, token)
        return None
    asked = ask(lane.sources(), refs, lane.settle)
    lane.store(refs, asked)
    log.info("%s: asked about %s, %s known", name, len(refs), len(asked.known))
    return pause_left(lane)


def pause_left(lane: Lane) -> float:
    """Seconds until every source that may be asked has had its pause."""
    now = timezone.now()
    standings = states.standings(lane.sources(), now).values()
    turns = [at.next_turn for at in standings if at.ready and at.next_turn is not None]
    return max(0.0, *((turn - now).total_seconds() for turn in turns), 0.0)
