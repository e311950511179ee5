"""Rate limits of the vendors, by the world's clock."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil


@dataclass(slots=True)
class Limit:
    """A rolling rate limit: `requests` (None: no limit) in `seconds`, and none until `blocked_until`.

    With `strict`, refused requests count as well, so that a client that does not slow down stays blocked.
    """

    requests: int | None
    seconds: float
    strict: bool = False
    blocked_until: datetime | None = None
    _counted: deque[datetime] = field(default_factory=deque)

    def refuses(self, now: datetime) -> int | None:
        """Counts one request. Returns None when it is allowed, else the seconds to wait."""
        wait = self._wait(now)
        if wait is None or self.strict:
            self._counted.append(now)
        return None if wait is None else max(1, ceil(wait.total_seconds()))

    def left(self, now: datetime) -> int:
        """Returns the number of further requests allowed now; 1,000 without a limit."""
        self._drop_outside_window(now)
        return 1_000 if self.requests is None else max(0, self.requests - len(self._counted))

    def seconds_to_next(self, now: datetime) -> int:
        """Returns the seconds until the oldest counted request leaves the window."""
        self._drop_outside_window(now)
        first = self._counted[0] if self._counted else now
        return ceil((first + timedelta(seconds=self.seconds) - now).total_seconds())

    def _wait(self, now: datetime) -> timedelta | None:
        self._drop_outside_window(now)
        if self.blocked_until is not None and now < self.blocked_until:
            return self.blocked_until - now
        if self.requests is None or len(self._counted) < self.requests:
            return None
        window = timedelta(seconds=self.seconds)
        return self._counted[-self.requests] + window - now if self.requests else window

    def _drop_outside_window(self, now: datetime) -> None:
        """Drops requests outside the window, including future ones after the clock was set back."""
        window = timedelta(seconds=self.seconds)
        while self._counted and not now - window < self._counted[0] <= now:
            self._counted.popleft()
