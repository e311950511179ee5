"""Counts wrong passwords and codes at the admin's sign-in, for a name and for a network, also while Redis is away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from axes.handlers.cache import AxesCacheHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_cache_keys
from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.security_log import SecurityEvent, log_event
from providers.rate_limits import redis_errors


class TimedHandler(AxesCacheHandler):  # type: ignore[misc]
    """Notes until when a lock holds: a cache does not tell for how long it keeps an entry."""

    def user_login_failed(
        self, sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any
    ) -> None:
        was_locked = getattr(request, "axes_locked_out", False)
        super().user_login_failed(sender, credentials, request, **more)
        if getattr(request, "axes_locked_out", False) and not was_locked:
            until = (timezone.now() + settings.AXES_COOLOFF_TIME).isoformat()
            timeout = settings.AXES_COOLOFF_TIME.total_seconds()
            for key in self._locked_keys(request, credentials):
                self.cache.set(f"{key}-until", until, timeout)

    def opens_at(self, request: HttpRequest, credentials: dict[str, Any] | None) -> datetime | None:
        """Returns when the last lock ends of those that keep this name, or this network, out."""
        texts = [self.cache.get(f"{key}-until") for key in self._locked_keys(request, credentials)]
        return max((datetime.fromisoformat(text) for text in texts if text), default=None)

    def _locked_keys(self, request: HttpRequest | None, credentials: dict[str, Any] | None) -> list[str]:
        keys = get_client_cache_keys(request, credentials)
        return [key for key in keys if self.cache.get(key, 0) >= settings.AXES_FAILURE_LIMIT]


class LockoutHandler(TimedHandler):
    """Counts in the cache; while that is away, in the memory of this process.

    The operator has to get in just then. Each process counts for itself, so that somebody who guesses has as many times
    more tries as there are processes; codes of a second factor are counted in the database in any case.
    """

    def __init__(self) -> None:
        super().__init__()
        self.alone = TimedHandler()
        # Not to be pushed out by attempts with many names.
        self.alone.cache = LocMemCache("lockout", {"OPTIONS": {"MAX_ENTRIES": 100_000}})

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Returns the count for the name or for the network, whichever is higher."""
        try:
            count: int = super().get_failures(request, credentials)
        except redis_errors():
            log_event(SecurityEvent.LOCKOUT_NOT_SHARED)
            count = self.alone.get_failures(request, credentials)
        return count

    def user_login_failed(
        self, sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any
    ) -> None:
        try:
            super().user_login_failed(sender, credentials, request, **more)
        except redis_errors():
            self.alone.user_login_failed(sender, credentials, request, **more)

    def opens_at(self, request: HttpRequest, credentials: dict[str, Any] | None) -> datetime | None:
        try:
            return super().opens_at(request, credentials)
        except redis_errors():
            return self.alone.opens_at(request, credentials)

    def user_logged_in(self, sender: object, request: HttpRequest, user: User, **more: Any) -> None:
        try:
            super().user_logged_in(sender, request, user, **more)
        except redis_errors():
            self.alone.user_logged_in(sender, request, user, **more)


def opens_at(request: HttpRequest, credentials: dict[str, Any] | None) -> datetime:
    """Returns when the admin opens again to whom it is closed; `request` is the one that was refused."""
    known: datetime | None = AxesProxyHandler.get_implementation().opens_at(request, credentials)
    return known or timezone.now() + settings.AXES_COOLOFF_TIME
