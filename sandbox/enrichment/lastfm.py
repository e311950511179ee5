"""Last.fm under /lastfm: tags of an artist by name or MusicBrainz id.

https://www.last.fm/api/show/artist.getTopTags
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from sandbox.enrichment import artists
from sandbox.enrichment.artists import KnownArtist
from sandbox.enrichment.keys import LASTFM_API_KEY
from sandbox.enrichment.rate_limited import limited
from sandbox.enrichment.tags import lastfm_tags
from sandbox.messages import Request, Response, json_response, text_response
from sandbox.routes import Routes

if TYPE_CHECKING:
    from sandbox.world import World

INVALID_METHOD, INVALID_PARAMETERS, INVALID_KEY, TOO_MANY = 3, 6, 10, 29
STATUS = {INVALID_METHOD: 400, INVALID_PARAMETERS: 200, INVALID_KEY: 403, TOO_MANY: 429}
"""The HTTP status of each error. Some reports say that all come with 200, see `lastfm_errors_as_200`."""


def register(routes: Routes) -> None:
    for pattern in ("/lastfm/2.0", "/lastfm/2.0/"):
        routes.add("GET", pattern, top_tags, service="lastfm", kind="top_tags")
    routes.add("GET", "/lastfm/{rest*}", unknown, service="lastfm", kind="other")


def error(world: World, code: int, message: str) -> Response:
    """Returns an error response with Last.fm's number and message."""
    status = 200 if world.enrichment.lastfm_errors_as_200 else STATUS[code]
    return json_response({"error": code, "message": message, "links": []}, status)


def too_many(world: World, wait: int) -> Response:
    """Returns the response to a request over the limit."""
    return error(
        world, TOO_MANY, "Rate Limit Exceeded - Your IP has made too many requests in a short period"
    )


@limited("lastfm", too_many)
def top_tags(world: World, request: Request) -> Response:
    """Answers with the artist's tags, after checking format, key and method in this order."""
    if request.first("format") != "json":
        return Response(body=b'<lfm status="ok"></lfm>', content_type="text/xml; charset=utf-8")
    if request.first("api_key") != LASTFM_API_KEY:
        return error(world, INVALID_KEY, "Invalid API key - You must be granted a valid key by last.fm")
    if request.first("method").lower() != "artist.gettoptags":
        return error(world, INVALID_METHOD, "Invalid Method - No method with that name in this package")
    artist = _requested_artist(request)
    if artist is None:
        return error(world, INVALID_PARAMETERS, "The artist you supplied could not be found")
    tags = lastfm_tags(artist)
    listed = tags[0] if len(tags) == 1 else tags  # converted from XML, where a single tag is not a list
    return json_response({"toptags": {"tag": listed, "@attr": {"artist": artist.name}}})


@limited("lastfm", too_many)
def unknown(world: World, request: Request) -> Response:
    return text_response("Not found", 404)


def _requested_artist(request: Request) -> KnownArtist | None:
    """Returns the artist. An MBID takes precedence over a name.

    With `autocorrect` a name also matches without its article, spaces and punctuation.
    """
    if mbid := request.first("mbid"):
        artist = artists.by_mbid().get(mbid)
        return artist if artist and "lastfm" in artist.tagged_at else None
    name = request.first("artist").lower()
    if request.first("autocorrect") == "1":
        return artists.by_name().get(name) or _corrected().get(_plain(name))
    return artists.by_name().get(name)


@cache
def _corrected() -> dict[str, KnownArtist]:
    return {_plain(name): artist for name, artist in artists.by_name().items()}


def _plain(name: str) -> str:
    return re.sub(r"^the |[^\w]", "", name)
