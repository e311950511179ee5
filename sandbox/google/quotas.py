"""Quotas: requests a minute for each principal and for the whole project.

https://developers.google.com/workspace/sheets/api/limits
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.google.apps import PROJECT_NUMBER
from sandbox.google.errors import GoogleError

MINUTE = timedelta(minutes=1)
_SERVICE = "sheets.googleapis.com"


@dataclass
class Quotas:
    """Each limit can be set; None means no limit. Refused requests do not count."""

    reads_per_user: int | None = 60
    writes_per_user: int | None = 60
    reads: int | None = 300
    writes: int | None = 300
    _seen: defaultdict[tuple[str, str], deque[datetime]] = field(default_factory=lambda: defaultdict(deque))

    def spend(self, action: str, principal: str, now: datetime) -> None:
        """Counts one request; `action` is read or write. Raises GoogleError with status 429."""
        limits = ((principal, getattr(self, f"{action}s_per_user")), ("", getattr(self, f"{action}s")))
        for who, limit in limits:
            if limit is not None and self._in_last_minute(action, who, now) >= limit:
                raise exceeded(action, limit, per_user=bool(who))
        for who, _ in limits:
            self._seen[action, who].append(now)

    def _in_last_minute(self, action: str, who: str, now: datetime) -> int:
        seen = self._seen[action, who]
        while seen and seen[0] <= now - MINUTE:
            seen.popleft()
        return len(seen)


def exceeded(action: str, limit: int, *, per_user: bool) -> GoogleError:
    """Returns the refusal. Google sends no Retry-After with it."""
    name = action.capitalize()
    metric, per = f"{name} requests", "per minute per user" if per_user else "per minute"
    message = (
        f"Quota exceeded for quota metric '{metric}' and limit '{metric} {per}' of service '{_SERVICE}' "
        f"for consumer 'project_number:{PROJECT_NUMBER}'."
    )
    metadata = {
        "service": _SERVICE,
        "quota_limit": f"{name}RequestsPerMinutePer{'User' if per_user else 'Project'}",
        "quota_limit_value": str(limit),
        "quota_location": "global",
        "quota_metric": f"{_SERVICE}/{action}_requests",
        "consumer": f"projects/{PROJECT_NUMBER}",
    }
    return GoogleError(429, "RESOURCE_EXHAUSTED", message, [error_info("RATE_LIMIT_EXCEEDED", metadata)])


def error_info(reason: str, metadata: dict[str, str]) -> dict[str, object]:
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": metadata,
    }
