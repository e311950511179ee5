"""A site that is set up with Redis, while nothing listens there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axes.handlers.proxy import AxesProxyHandler
from django.test import override_settings

from accounts.lockout import LockoutHandler
from providers.rate_limits import limiter

AWAY = "redis://127.0.0.1:1/0"


@pytest.fixture
def redis_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As the settings are with Redis, at an address where nothing listens."""
    caches = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": AWAY,
            "OPTIONS": {"serializer": "spotistats.json_cache.JSONSerializer"},
        }
    }
    with override_settings(REDIS_URL=AWAY, CACHES=caches):
        limiter.cache_clear()
        handler = LockoutHandler()
        handler.alone.cache.clear()
        monkeypatch.setattr(AxesProxyHandler, "implementation", handler)
        yield
    limiter.cache_clear()
