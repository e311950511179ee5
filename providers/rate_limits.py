"""Counts requests in rolling windows, in one place for all workers (Redis, or memory when embedded).

What each vendor allows: `providers.spotify.request_budget`, `providers.google.quota`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import cast

from django.conf import settings
from django.utils import timezone
from limits import RateLimitItem, WindowStats
from limits.storage import MovingWindowSupport, storage_from_string
from limits.strategies import MovingWindowRateLimiter


@cache
def limiter() -> MovingWindowRateLimiter:
    """Returns the limiter of this process."""
    return MovingWindowRateLimiter(storage_from_string(settings.REDIS_URL or "memory://"))


def redis_errors() -> tuple[type[Exception], ...]:
    """Returns what is raised while Redis is away: nothing in a process that has not come to use one."""
    # Not imported here: without Redis it would be a tenth of the time that a process takes to start.
    redis = sys.modules.get("redis.exceptions")
    return (redis.RedisError,) if redis else ()


@dataclass(frozen=True, slots=True)
class Window:
    """So many requests within so long, counted for `names`; the caller may use `ceiling` of them.

    `rest` is the shortest wait after the window was full.
    """

    item: RateLimitItem
    names: tuple[str, ...]
    ceiling: int
    rest: timedelta = timedelta(0)

    @property
    def is_full(self) -> bool:
        return self.room <= 0

    @property
    def room(self) -> int:
        """How many requests the caller may make now."""
        return max(0, self.ceiling - (self.item.amount - self._stats().remaining))

    def take(self) -> bool:
        """Counts one request if there is room, and returns whether there was.

        One atomic step: two workers never both take the last place.
        """
        # Not the limiter's own `hit`, which knows no ceiling below the whole amount for the same count.
        storage = cast("MovingWindowSupport", limiter().storage)
        key = self.item.key_for(*self.names)
        return self.ceiling > 0 and storage.acquire_entry(key, self.ceiling, self.item.get_expiry())

    @property
    def free_at(self) -> datetime:
        """When the oldest request leaves the window (aware UTC)."""
        frees = datetime.fromtimestamp(self._stats().reset_time, UTC) + timedelta(seconds=1)
        return max(frees, timezone.now() + self.rest)

    def _stats(self) -> WindowStats:
        return limiter().get_window_stats(self.item, *self.names)


def take(*windows: Window) -> datetime | None:
    """Counts one request in each window; returns when to ask again if one is full, and then counts in none.

    Give the shortest window first: where another worker takes the last place of a later one in this very moment, the
    ones before have counted a request in vain, and a short window forgets it sooner.
    """
    full = next((window for window in windows if window.is_full), None)
    full = full or next((window for window in windows if not window.take()), None)
    return full.free_at if full else None
