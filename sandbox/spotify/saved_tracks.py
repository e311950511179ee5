"""GET /v1/me/tracks: https://developer.spotify.com/documentation/web-api/reference/get-users-saved-tracks"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sandbox.messages import Request, Response
from sandbox.spotify import errors
from sandbox.spotify.access_control import guarded
from sandbox.spotify.library import SavedItem
from sandbox.spotify.world import Account, timestamp

if TYPE_CHECKING:
    from sandbox.spotify.catalogue import Catalogue
    from sandbox.world import World

DEFAULT_LIMIT, MAX_LIMIT = 20, 50


@guarded("user-library-read")
def saved_tracks(world: World, account: Account, request: Request) -> Response:
    """Answers with a page, after calling the world's `on_page` hook."""
    limit = _number(request.first("limit", str(DEFAULT_LIMIT)))
    offset = _number(request.first("offset", "0"))
    if limit is None or not 1 <= limit <= MAX_LIMIT:
        return errors.api_error(400, "Invalid limit")
    if offset is None:
        return errors.api_error(400, "Invalid offset")
    account.pages += 1
    if world.spotify.on_page:
        world.spotify.on_page(account.person.key, offset, account.pages)
    listed = world.spotify.listed(account)
    if any(item.key in account.failing_keys for item in listed[offset : offset + limit]):
        # Always, for the sake of one item: https://github.com/spotify/web-api/issues/517 (a search, with Spotify's answer)
        # and of saved tracks https://github.com/spotipy-dev/spotipy/issues/1024
        return errors.api_error(500, "Server error")
    return Response(body=_page(world.spotify.catalogue, listed, request, limit, offset))


def _page(catalogue: Catalogue, library: list[SavedItem], request: Request, limit: int, offset: int) -> bytes:
    total, market = len(library), request.first("market")
    items = [_item(catalogue, item, market) for item in library[offset : offset + limit]]
    following = _href(request, offset + limit, limit) if offset + limit < total else None
    before = _href(request, max(0, offset - limit), limit) if offset > 0 else None
    paging = {
        "href": _href(request, offset, limit),
        "limit": limit,
        "next": following,
        "offset": offset,
        "previous": before,
        "total": total,
    }
    return json.dumps(paging)[:-1].encode() + b',"items":[' + b",".join(items) + b"]}"


def _item(catalogue: Catalogue, item: SavedItem, market: str) -> bytes:
    """Returns one item of a page. `is_playable` is included only when the request names a market."""
    track = catalogue.encoded(item.key)
    if market and track != b"null":
        track = track[:-1] + b',"is_playable":true}'
    return b'{"added_at":"%b","track":%b}' % (timestamp(item.added_at).encode(), track)


def _href(request: Request, offset: int, limit: int) -> str:
    market = {"market": request.first("market")} if request.first("market") else {}
    return f"{request.base_url}{request.path}?{urlencode({'offset': offset, 'limit': limit} | market)}"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None
