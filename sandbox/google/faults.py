"""Google's own responses by their names in a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.google.errors import GoogleError, permission_denied
from sandbox.google.quotas import exceeded
from sandbox.google.refusals import API_REASONS, OAUTH_REFUSALS, by_reason
from sandbox.messages import Response, json_response

if TYPE_CHECKING:
    from sandbox.world import World


def answer(world: World, name: str, retry_after: int | None) -> Response:
    """Returns quota, unavailable, internal, permission, or what a code of `refusals` says.

    `Retry-After` is sent only if given.
    """
    headers = () if retry_after is None else (("Retry-After", str(retry_after)),)
    if name in OAUTH_REFUSALS:
        status, description = OAUTH_REFUSALS[name]
        return json_response({"error": name, "error_description": description}, status, headers)
    error = by_reason(name) if name in API_REASONS else _error(name)
    return json_response(error.body(), error.code, headers)


def _error(name: str) -> GoogleError:
    match name:
        case "quota":
            return exceeded("write", 60, per_user=True)
        case "unavailable":
            return GoogleError(503, "UNAVAILABLE", "The service is currently unavailable.")
        case "internal":
            return GoogleError(500, "INTERNAL", "Internal error encountered.")
        case "permission":
            return permission_denied()
    raise ValueError(f"Google has no answer called {name}")
