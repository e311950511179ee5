"""What we may ask of the vendors, counted in one place for all workers (Redis, or memory when embedded).

Spotify: one budget a client id, a rolling 30 s and a rolling day; a 429 blocks the client id for everybody.
Google: requests a minute a principal and a project, https://developers.google.com/workspace/sheets/api/limits
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Literal, cast

from django.conf import settings
from django.core.cache import cache as shared_cache
from django.utils import timezone
from limits import (
    RateLimitItem,
    RateLimitItemPerDay,
    RateLimitItemPerMinute,
    RateLimitItemPerSecond,
    WindowStats,
)
from limits.storage import MovingWindowSupport, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from problems.kinds import TryLater
from providers.models import SpotifyApp

DAY = timedelta(days=1)
# A full day's window frees one request at a time: waking up for each would be all run and no work.
DAY_WINDOW_REST = timedelta(minutes=15)


@cache
def limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string(settings.REDIS_URL or "memory://"))


@dataclass(frozen=True, slots=True)
class Window:
    """So many requests within so long, counted for `names`; who takes from it may use `ceiling` of them."""

    item: RateLimitItem
    names: tuple[str, ...]
    ceiling: int
    rest: timedelta = timedelta(0)

    @property
    def is_full(self) -> bool:
        return self.item.amount - self._stats().remaining >= self.ceiling

    def take(self) -> bool:
        """Counts one request if there is room, in one step: two workers never take the last place both.

        Not the limiter's own `hit`, which knows no ceiling below the whole amount for the same count.
        """
        storage = cast("MovingWindowSupport", limiter().storage)
        key = self.item.key_for(*self.names)
        return self.ceiling > 0 and storage.acquire_entry(key, self.ceiling, self.item.get_expiry())

    @property
    def free_at(self) -> datetime:
        frees = datetime.fromtimestamp(self._stats().reset_time, UTC) + timedelta(seconds=1)
        return max(frees, timezone.now() + self.rest)

    def _stats(self) -> WindowStats:
        return limiter().get_window_stats(self.item, *self.names)


def take(*windows: Window) -> datetime | None:
    """Counts one request in each; when to ask again where one of them is full, and then none is counted.

    Shortest first: where others take the last place of a later one in this very moment, those before have counted
    one in vain, which is forgotten the sooner.
    """
    full = next((window for window in windows if window.is_full), None)
    full = full or next((window for window in windows if not window.take()), None)
    return full.free_at if full else None


def take_spotify(*, client_id: str, interactive: bool) -> None:
    """Counts one request to api.spotify.com; raises TryLater when the budget is used up or the app is blocked.

    Scheduled work leaves a part of the budget to a person's click (`interactive`).
    Touches no database: pages are fetched in threads.
    """
    until = shared_cache.get(_block_key(client_id))
    if until is not None and until > timezone.now():
        raise blocked(until, shared_cache.get(_block_key(client_id, "code"), "spotify_rate_limit"))
    when = take(*_of_spotify(client_id, 1.0 if interactive else settings.SPOTIFY_SCHEDULED_SHARE))
    if when is not None:
        raise TryLater(
            "spotify_budget",
            "This installation has used up what it allows itself to ask of Spotify for now."
            " What was read is kept; the sync goes on by itself.",
            when=when,
        )


def count_spotify(client_id: str) -> None:
    """Counts one request to api.spotify.com, whether the budget has room for it or not."""
    for window in _of_spotify(client_id, 1.0):
        window.take()


def _of_spotify(client_id: str, share: float) -> tuple[Window, Window]:
    burst = RateLimitItemPerSecond(settings.SPOTIFY_REQUESTS_PER_30_SECONDS, 30)
    daily = RateLimitItemPerDay(settings.SPOTIFY_REQUESTS_PER_DAY)
    names = ("spotify", client_id)
    return (
        Window(burst, names, int(burst.amount * share)),
        Window(daily, names, int(daily.amount * share), rest=DAY_WINDOW_REST),
    )


def block_spotify(client_id: str, problem: TryLater) -> None:
    """After a 429: nobody asks with this client id before `problem.when`. Never shortens a longer block."""
    app, _ = SpotifyApp.objects.get_or_create(client_id=client_id)
    if app.blocked_until is None or app.blocked_until < problem.when:
        SpotifyApp.objects.filter(pk=client_id).update(blocked_until=problem.when, blocked_code=problem.code)
    tell_block(client_id)


def tell_block(client_id: str) -> TryLater | None:
    """Reads the block from the database into the shared cache; returns it as a problem while it lasts."""
    app = SpotifyApp.objects.filter(client_id=client_id, blocked_until__gt=timezone.now()).first()
    if app is None or app.blocked_until is None:
        return None
    seconds = int((app.blocked_until - timezone.now()).total_seconds()) + 1
    shared_cache.set(_block_key(client_id), app.blocked_until, seconds)
    shared_cache.set(_block_key(client_id, "code"), app.blocked_code, seconds)
    return blocked(app.blocked_until, app.blocked_code)


def blocked(until: datetime, code: str) -> TryLater:
    what = "used up for now" if code == "spotify_quota" else "being asked too fast"
    return TryLater(
        code,
        f"Spotify says that this installation's allowance is {what}. What was read is kept;"
        " the sync goes on by itself when Spotify allows it again.",
        when=until,
    )


def _block_key(client_id: str, part: str = "until") -> str:
    return f"spotify-block:{part}:{client_id}"


def take_google(principal: str, kind: Literal["read", "write"]) -> None:
    """Counts one Sheets request; raises TryLater when the principal's or the project's minute is full."""
    own = RateLimitItemPerMinute(settings.GOOGLE_REQUESTS_PER_MINUTE)
    project = RateLimitItemPerMinute(settings.GOOGLE_PROJECT_REQUESTS_PER_MINUTE)
    when = take(
        Window(own, ("google", kind, principal), own.amount),
        Window(project, ("google", kind, "project"), project.amount),
    )
    if when is not None:
        raise TryLater(
            "google_budget",
            "Google allows a limited number of requests a minute, and they are used up."
            " Your sheet is untouched; the sync goes on by itself.",
            when=when,
        )
