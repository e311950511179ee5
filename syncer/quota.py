"""What we may ask of the vendors, counted in one place for all workers (Redis, or memory when embedded).

Spotify: one budget a client id, a rolling 30 s and a rolling day; a 429 blocks the client id for everybody.
Google: requests a minute a principal and a project, https://developers.google.com/workspace/sheets/api/limits
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Literal

from django.conf import settings
from django.core.cache import cache as shared_cache
from django.utils import timezone
from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from accounts.problems import TryLater
from syncer.models import SpotifyApp

DAY = timedelta(days=1)
# A full day's window frees one request at a time: waking up for each would be all run and no work.
DAY_WINDOW_REST = timedelta(minutes=15)


@cache
def limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string(settings.REDIS_URL or "memory://"))


def take_spotify(*, client_id: str, interactive: bool) -> None:
    """Counts one request to api.spotify.com; raises TryLater when the budget is used up or the app is blocked.

    Scheduled work leaves a part of the budget to a person's click (`interactive`).
    Touches no database: pages are fetched in threads.
    """
    until = shared_cache.get(_block_key(client_id))
    if until is not None and until > timezone.now():
        raise blocked(until, shared_cache.get(_block_key(client_id, "code"), "spotify_rate_limit"))
    share = 1.0 if interactive else settings.SPOTIFY_SCHEDULED_SHARE
    burst, daily = _spotify_windows()
    for item, rest in ((burst, timedelta(0)), (daily, DAY_WINDOW_REST)):
        resets = _exhausted(item, client_id, share)
        if resets is not None:
            raise TryLater(
                "spotify_budget",
                "This installation has used up what it allows itself to ask of Spotify for now."
                " What was read is kept; the sync goes on by itself.",
                when=max(resets, timezone.now() + rest),
            )
    count_spotify(client_id)


def count_spotify(client_id: str) -> None:
    """Counts one request to api.spotify.com, whether the budget has room for it or not."""
    for window in _spotify_windows():
        limiter().hit(window, "spotify", client_id)


def _spotify_windows() -> tuple[RateLimitItem, RateLimitItem]:
    burst = RateLimitItemPerSecond(settings.SPOTIFY_REQUESTS_PER_30_SECONDS, 30)
    return burst, RateLimitItemPerDay(settings.SPOTIFY_REQUESTS_PER_DAY)


def _exhausted(item: RateLimitItem, client_id: str, share: float) -> datetime | None:
    """When the window frees a request again, or None while there is room within `share` of it."""
    stats = limiter().get_window_stats(item, "spotify", client_id)
    if item.amount - stats.remaining < int(item.amount * share):
        return None
    return datetime.fromtimestamp(stats.reset_time, UTC) + timedelta(seconds=1)


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
    for item, name in ((own, principal), (project, "project")):
        stats = limiter().get_window_stats(item, "google", kind, name)
        if stats.remaining <= 0:
            raise TryLater(
                "google_budget",
                "Google allows a limited number of requests a minute, and they are used up."
                " Your sheet is untouched; the sync goes on by itself.",
                when=datetime.fromtimestamp(stats.reset_time, UTC) + timedelta(seconds=1),
            )
    limiter().hit(own, "google", kind, principal)
    limiter().hit(project, "google", kind, "project")
