"""The requests of a sign-in to api.spotify.com: they are counted, and Spotify's bans hold for them too.

The installation's own budget never refuses one: it is there to stay out of a ban, for which one request more counts
for nothing, while a person who cannot sign in can neither change nor delete anything. Spotify's own ban is
another matter: the request would be refused anyway, after the whole way through Spotify's pages.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from redis.exceptions import RedisError

from providers import rate_limits
from providers.spotify.errors import limit_problem

log = logging.getLogger(__name__)


def count_requests(client_id: str, requests: int) -> None:
    """Counts requests that a sign-in is about to make. Raises `SpotifyLimit` while Spotify's ban lasts."""
    try:
        block = rate_limits.active_block(client_id)
        for _ in range(0 if block else requests):
            rate_limits.count_spotify(client_id)
    except RedisError as error:  # a count is not worth a sign-in
        log.warning("a sign-in at Spotify is not counted: %s", error)
        return
    if block is not None:
        raise block


def record_rate_limit(client_id: str, body: str, headers: Mapping[str, str]) -> None:
    """Blocks the client id for all workers after a 429. Always raises `SpotifyLimit`."""
    block = limit_problem(body, headers)
    rate_limits.block_spotify(client_id, block)
    raise block
