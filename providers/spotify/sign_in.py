"""Sign-ins ask api.spotify.com too: they are counted, and Spotify's bans hold for them and are learned from them.

The installation's own budget never refuses one. It is there to stay out of a ban, for which one request more counts
for nothing, while a person who cannot sign in can neither change nor delete what is theirs. Spotify's own ban is
another matter: it would be refused anyway, after the whole way through Spotify's pages.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta

from redis.exceptions import RedisError

from problems.kinds import TryLater
from providers import rate_limits as quota
from providers.spotify.errors import refused

log = logging.getLogger(__name__)
MINUTE = timedelta(minutes=1)


def count_requests(client_id: str, requests: int) -> None:
    """Counts requests that a sign-in is about to make. Raises `TryLater` while Spotify's ban lasts."""
    try:
        ban = quota.tell_block(client_id)
        for _ in range(0 if ban else requests):
            quota.count_spotify(client_id)
    except RedisError as error:  # counting is not worth a sign-in
        log.warning("a sign-in at Spotify is not counted: %s", error)
        return
    if ban is not None:
        raise _told(ban)


def record_rate_limit(client_id: str, body: str, headers: Mapping[str, str]) -> None:
    """Blocks the client id for everybody after a 429 of Spotify's. Raises `TryLater`."""
    ban = refused(429, body, reason=body, headers=headers)
    if isinstance(ban, TryLater):
        quota.block_spotify(client_id, ban)
        raise _told(ban)


def _told(ban: TryLater) -> TryLater:
    """The ban as somebody reads it who wants to sign in; their time zone may not be known yet."""
    over = ban.when + MINUTE  # seconds are not shown, and too early would be refused again
    what = (
        "its allowance for this site is used up"
        if ban.code == "spotify_quota"
        else "this site asked too fast"
    )
    return TryLater(
        ban.code,
        f"Spotify answers nobody here until {over:%H:%M} UTC on {over.day} {over:%B}: {what}. Nothing was changed."
        " Sign in after that.",
        when=ban.when,
    )
