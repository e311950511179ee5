"""GET /v1/me/library/contains: https://developer.spotify.com/documentation/web-api/reference/check-library-contains"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sandbox.messages import Request, Response, json_response
from sandbox.spotify import errors
from sandbox.spotify.access_control import guarded
from sandbox.spotify.ids import LENGTH
from sandbox.spotify.world import Account

if TYPE_CHECKING:
    from sandbox.world import World

MAX_URIS = 40
URI = re.compile(
    rf"spotify:(?:track|album|episode|show|audiobook|artist|user|playlist):([0-9A-Za-z]{{{LENGTH}}})"
)


@guarded("user-library-read")
def library_contains(world: World, account: Account, request: Request) -> Response:
    """Answers with one boolean for each URI, in their order. Albums and the like are never saved here."""
    if not world.spotify.app.library_contains:
        return errors.forbidden()
    uris = [uri for uri in request.first("uris", "").split(",") if uri]
    if not uris:
        # The words are those of a PUT to the same collection: https://github.com/jpochyla/psst/pull/740
        return errors.api_error(400, "Missing required field: uris")
    if len(uris) > MAX_URIS:
        return errors.api_error(400, "Too many uris requested")
    if not all(URI.fullmatch(uri) for uri in uris):
        return errors.api_error(400, "Invalid uri")
    saved = {f"spotify:track:{item.key}" for item in account.library.items}
    return json_response([uri in saved for uri in uris])
