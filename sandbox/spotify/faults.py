"""Spotify's own responses by their names in a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.messages import Response
from sandbox.spotify import errors
from sandbox.spotify.limits import Refusal

if TYPE_CHECKING:
    from sandbox.world import World

QUOTA_SECONDS = 48_925
RATE_SECONDS = 30


def answer(world: World, name: str, retry_after: int | None) -> Response:
    """Returns one of quota and rate_limit (with `Retry-After`), premium, not_registered, scope,
    expired_token.
    """
    match name:
        case "quota":
            return errors.too_many(Refusal("quota", QUOTA_SECONDS if retry_after is None else retry_after))
        case "rate_limit":
            return errors.too_many(
                Refusal("rate_limit", RATE_SECONDS if retry_after is None else retry_after)
            )
        case "premium":
            return errors.no_premium()
        case "not_registered":
            return errors.not_registered()
        case "scope":
            return errors.insufficient_scope()
        case "expired_token":
            return errors.expired_token()
    raise ValueError(f"Spotify has no answer called {name}")
