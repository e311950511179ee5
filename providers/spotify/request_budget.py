"""Spotify's rate limits: one budget a client id, a rolling 30 s and a rolling day; a 429 blocks it for everybody.

The installation's own budget never refuses a sign-in: it is there to stay out of a ban, for which one request more
counts for nothing, while a person who cannot sign in can neither change nor delete anything. Spotify's own ban is
another matter: the request would be refused anyway, after the whole way through Spotify's pages.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache as shared_cache
from django.utils import timezone
from limits import RateLimitItemPerDay, RateLimitItemPerSecond

from providers.models import SpotifyApp
from providers.rate_limits import Window, redis_errors, take
from providers.spotify.errors import limit_problem
from providers.spotify.problems import (
    SpotifyBudgetSpent,
    SpotifyLimit,
    SpotifyQuotaSpent,
    SpotifyRateLimited,
)

log = logging.getLogger(__name__)

# A full day's window frees one request at a time: waking up for each would be all run and no work.
DAY_WINDOW_REST = timedelta(minutes=15)


def take_spotify(*, client_id: str, interactive: bool) -> None:
    """Counts one request to api.spotify.com. Raises `SpotifyBudgetSpent`, or `SpotifyLimit` while the app is blocked.

    Scheduled work leaves a part of the budget to a person's click (`interactive`).
    """
    # The block is read from the cache, not from the database: pages are fetched in threads, and each thread would
    # open a connection of its own.
    cached = shared_cache.get(_block_key(client_id))
    if cached is not None and (until := datetime.fromisoformat(cached)) > timezone.now():
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
    return Window(burst, ("spotify", client_id), int(burst.amount * share)), day_window(client_id, share)


def day_window(client_id: str, share: float) -> Window:
    """Returns the rolling day of a client id, of which the caller may use `share`."""
    daily = RateLimitItemPerDay(settings.SPOTIFY_REQUESTS_PER_DAY)
    return Window(daily, ("spotify", client_id), int(daily.amount * share), rest=DAY_WINDOW_REST)


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
    shared_cache.set(_block_key(client_id), until.isoformat(), seconds)  # the cache holds JSON
    shared_cache.set(_block_key(client_id, "code"), code, seconds)


def _limit(code: str, until: datetime) -> SpotifyLimit:
    problem = SpotifyQuotaSpent if code == SpotifyQuotaSpent.code else SpotifyRateLimited
    return problem(when=until)


def _block_key(client_id: str, part: str = "until") -> str:
    return f"spotify-block:{part}:{client_id}"


def count_requests(client_id: str, requests: int) -> None:
    """Counts requests that a sign-in is about to make. Raises `SpotifyLimit` while Spotify's ban lasts."""
    try:
        block = active_block(client_id)
        for _ in range(0 if block else requests):
            count_spotify(client_id)
    except redis_errors() as error:  # a count is not worth a sign-in
        log.warning("a sign-in at Spotify is not counted: %s", error)
        return
    if block is not None:
        raise block


def record_rate_limit(client_id: str, body: str, headers: Mapping[str, str]) -> None:
    """Blocks the client id for all workers after a 429. Always raises `SpotifyLimit`."""
    block = limit_problem(body, headers)
    block_spotify(client_id, block)
    raise block
