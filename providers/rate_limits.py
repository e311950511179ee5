"""How many requests the vendors get, counted in one place for all workers (Redis, or memory when embedded).

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

from providers.google.problems import GoogleBudgetSpent
from providers.models import SpotifyApp
from providers.spotify.problems import (
    SpotifyBudgetSpent,
    SpotifyLimit,
    SpotifyQuotaSpent,
    SpotifyRateLimited,
)

# A full day's window frees one request at a time: waking up for each would be all run and no work.
DAY_WINDOW_REST = timedelta(minutes=15)


@cache
def limiter() -> MovingWindowRateLimiter:
    """Returns the limiter of this process."""
    return MovingWindowRateLimiter(storage_from_string(settings.REDIS_URL or "memory://"))


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
        return self.item.amount - self._stats().remaining >= self.ceiling

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


def take_spotify(*, client_id: str, interactive: bool) -> None:
    """Counts one request to api.spotify.com. Raises `SpotifyBudgetSpent`, or `SpotifyLimit` while the app is blocked.

    Scheduled work leaves a part of the budget to a person's click (`interactive`).
    """
    # The block is read from the cache, not from the database: pages are fetched in threads, and each thread would
    # open a connection of its own.
    until = shared_cache.get(_block_key(client_id))
    if until is not None and until > timezone.now():
        raise _limit(shared_cache.get(_block_key(client_id, "code"), ""), until)
    when = take(*_spotify_windows(client_id, 1.0 if interactive else settings.SPOTIFY_SCHEDULED_SHARE))
    if when is not None:
        raise SpotifyBudgetSpent(when=when)


def count_spotify(client_id: str) -> None:
    """Counts one request to api.spotify.com that is sent in any case; a window that is full stays as it is."""
    for window in _spotify_windows(client_id, 1.0):
        window.take()


def _spotify_windows(client_id: str, share: float) -> tuple[Window, Window]:
    burst = RateLimitItemPerSecond(settings.SPOTIFY_REQUESTS_PER_30_SECONDS, 30)
    daily = RateLimitItemPerDay(settings.SPOTIFY_REQUESTS_PER_DAY)
    names = ("spotify", client_id)
    return (
        Window(burst, names, int(burst.amount * share)),
        Window(daily, names, int(daily.amount * share), rest=DAY_WINDOW_REST),
    )


def block_spotify(client_id: str, problem: SpotifyLimit) -> None:
    """After a 429: blocks the client id for all workers until `problem.when`. Never shortens a longer block."""
    app, _ = SpotifyApp.objects.get_or_create(client_id=client_id)
    # Requests in flight are refused one after another, and the last answer may have the shortest Retry-After.
    if app.blocked_until is None or app.blocked_until < problem.when:
        SpotifyApp.objects.filter(pk=client_id).update(blocked_until=problem.when, blocked_code=problem.code)
    active_block(client_id)


def active_block(client_id: str) -> SpotifyLimit | None:
    """Returns the block of a client id while it lasts, and caches it for `take_spotify`."""
    app = SpotifyApp.objects.filter(client_id=client_id, blocked_until__gt=timezone.now()).first()
    if app is None or app.blocked_until is None:
        return None
    cache_block(client_id, app.blocked_until, app.blocked_code)
    return _limit(app.blocked_code, app.blocked_until)


def cache_block(client_id: str, until: datetime, code: str) -> None:
    """Copies a block into the cache that all processes share."""
    seconds = int((until - timezone.now()).total_seconds()) + 1
    shared_cache.set(_block_key(client_id), until, seconds)
    shared_cache.set(_block_key(client_id, "code"), code, seconds)


def _limit(code: str, until: datetime) -> SpotifyLimit:
    problem = SpotifyQuotaSpent if code == SpotifyQuotaSpent.code else SpotifyRateLimited
    return problem(when=until)


def _block_key(client_id: str, part: str = "until") -> str:
    return f"spotify-block:{part}:{client_id}"


def take_google(principal: str, kind: Literal["read", "write"]) -> None:
    """Counts one request to the Sheets API. Raises `GoogleBudgetSpent` when this minute is full.

    Google counts a minute for each principal and one for the whole project.
    """
    user = RateLimitItemPerMinute(settings.GOOGLE_REQUESTS_PER_MINUTE)
    project = RateLimitItemPerMinute(settings.GOOGLE_PROJECT_REQUESTS_PER_MINUTE)
    when = take(
        Window(user, ("google", kind, principal), user.amount),
        Window(project, ("google", kind, "project"), project.amount),
    )
    if when is not None:
        raise GoogleBudgetSpent(when=when)
