"""Spotify's rate limit and quota for an app. It publishes no numbers for either.

https://developer.spotify.com/documentation/web-api/concepts/rate-limits
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Literal

RATE_WINDOW = timedelta(seconds=30)
QUOTA_WINDOW = timedelta(hours=24)

Reason = Literal["rate_limit", "quota"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """The reason of a 429 and the seconds to wait."""

    reason: Reason
    retry_after: int
    """In seconds."""


@dataclass(slots=True)
class Limits:
    """Rolling limits on answered requests in 30 seconds and in 24 hours; none until they are set.

    Both can also be blocked until a given time, whatever was used.
    """

    per_30_seconds: int | None = None
    per_day: int | None = None
    rate_limited_until: datetime | None = None
    quota_until: datetime | None = None
    _answered: deque[datetime] = field(default_factory=deque)

    def refuses(self, now: datetime) -> Refusal | None:
        """Returns why a request at `now` is refused. Otherwise counts it and returns None."""
        self._drop_outside_window(now)
        refusal = (
            _blocked("quota", self.quota_until, now)
            or _blocked("rate_limit", self.rate_limited_until, now)
            or self._used_up("quota", self.per_day, QUOTA_WINDOW, now)
            or self._used_up("rate_limit", self.per_30_seconds, RATE_WINDOW, now)
        )
        if refusal is None:
            self._answered.append(now)
        return refusal

    def _used_up(
        self, reason: Reason, allowed: int | None, window: timedelta, now: datetime
    ) -> Refusal | None:
        recent = [moment for moment in self._answered if moment > now - window] if allowed is not None else []
        if allowed is None or len(recent) < allowed:
            return None
        frees_at = recent[-allowed] + window if allowed else now + window
        return _blocked(reason, frees_at, now)

    def _drop_outside_window(self, now: datetime) -> None:
        while self._answered and self._answered[0] <= now - QUOTA_WINDOW:
            self._answered.popleft()


def _blocked(reason: Reason, until: datetime | None, now: datetime) -> Refusal | None:
    if until is None or until <= now:
        return None
    return Refusal(reason, ceil((until - now).total_seconds()))
