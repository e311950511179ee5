"""When the scheduler's message was last worked on: what says that both beat and a worker are alive."""

from __future__ import annotations

import logging
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from providers.rate_limits import redis_errors

log = logging.getLogger(__name__)

KEY = "heartbeat"
KEPT_SECONDS = 86_400


def record_heartbeat() -> None:
    """Remembers that it is now. While Redis is away nothing is remembered, which is logged."""
    try:
        cache.set(KEY, timezone.now().isoformat(), KEPT_SECONDS)  # the cache holds JSON
    except redis_errors() as error:
        log.warning("a heartbeat is not remembered: %s", error)


def last_heartbeat() -> datetime | None:
    """Returns the moment of the last one (aware); None when there was none for a day, or while Redis is away."""
    try:
        text: str | None = cache.get(KEY)
    except redis_errors() as error:
        log.warning("no heartbeat is known: %s", error)
        return None
    return datetime.fromisoformat(text) if text else None
