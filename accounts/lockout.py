"""Counts wrong passwords and codes at the admin's sign-in, for a name and for a network, also while Redis is away."""

from __future__ import annotations

from typing import Any

from axes.handlers.cache import AxesCacheHandler
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest

from accounts.models import User
from accounts.security_log import SecurityEvent, log_event
from providers.rate_limits import redis_errors


class LockoutHandler(AxesCacheHandler):  # type: ignore[misc]
    """Counts in the cache; while that is away, in the memory of this process.

    The operator has to get in just then. Each process counts for itself, so that somebody who guesses has as many times
    more tries as there are processes; codes of a second factor are counted in the database in any case.
    """

    def __init__(self) -> None:
        super().__init__()
        self.alone = AxesCacheHandler()
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

    def user_logged_in(self, sender: object, request: HttpRequest, user: User, **more: Any) -> None:
        try:
            super().user_logged_in(sender, request, user, **more)
        except redis_errors():
            self.alone.user_logged_in(sender, request, user, **more)
