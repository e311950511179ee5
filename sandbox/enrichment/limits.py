"""How often a vendor may be asked, by the world's clock."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil


@dataclass(slots=True)
class Limit:
    """At most `requests` (None: any number) within `seconds`, rolling; and none at all until `blocked_until`.

    `strict`: refused requests count as well, so that who goes on too fast is not let in again.
    """

    requests: int | None
    seconds: float
    strict: bool = False
    blocked_until: datetime | None = None
    _counted: deque[datetime] = field(default_factory=deque)

    def refuses(self, now: datetime) -> int | None:
        """Counts one request; None lets it in, else the whole seconds after which one would be let in."""
        wait = self._wait(now)
        if wait is None or self.strict:
            self._counted.append(now)
        return None if wait is None else max(1, ceil(wait.total_seconds()))

    def left(self, now: datetime) -> int:
        """How many more are let in at once; 1,000 without a limit."""
        self._forget(now)
        return 1_000 if self.requests is None else max(0, self.requests - len(self._counted))

    def seconds_to_next(self, now: datetime) -> int:
        """Until the first request that counts stops counting."""
        self._forget(now)
        first = self._counted[0] if self._counted else now
        return ceil((first + timedelta(seconds=self.seconds) - now).total_seconds())

    def _wait(self, now: datetime) -> timedelta | None:
        self._forget(now)
        if self.blocked_until is not None and now < self.blocked_until:
            return self.blocked_until - now
        if self.requests is None or len(self._counted) < self.requests:
            return None
        window = timedelta(seconds=self.seconds)
        return self._counted[-self.requests] + window - now if self.requests else window

    def _forget(self, now: datetime) -> None:
        """Also what lies in the future, after the clock was set back."""
        window = timedelta(seconds=self.seconds)
        while self._counted and not now - window < self._counted[0] <= now:
            self._counted.popleft()
