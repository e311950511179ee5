"""MusicBrainz under /musicbrainz: the artist behind a Spotify page, and the genres of an artist.

https://musicbrainz.org/doc/MusicBrainz_API; the shapes are those of MusicBrainz' own tests of its server.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from sandbox.enrichment import artists, musicbrainz_documents
from sandbox.enrichment.rate_limited import limited
from sandbox.enrichment.stable_random import is_uuid
from sandbox.messages import Request, Response, json_response
from sandbox.routes import Handler, Routes
from sandbox.spotify.tracks import OPEN

if TYPE_CHECKING:
    from sandbox.world import World

V2 = "/musicbrainz/ws/2"
MAX_IDS = 100
USAGE = "For usage, please see: https://musicbrainz.org/development/mmd"
_APPLICATION = re.compile(r"\S.*/\S+ +\([^)]*\w(@|://)\w[^)]*\)")
"""Name/version ( contact ): https://musicbrainz.org/doc/MusicBrainz_API/Rate_Limiting#User-Agent"""


def register(routes: Routes) -> None:
    def add(pattern: str, handler: Handler, kind: str) -> None:
        routes.add("GET", pattern, handler, service="musicbrainz", kind=kind)

    add(f"{V2}/url", url, "url")
    add(f"{V2}/url/", url, "url")
    add(f"{V2}/artist/{{mbid}}", artist, "artist")
    add("/musicbrainz/{rest*}", unknown, "other")


def error(status: int, message: str, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    return json_response({"error": message, "help": USAGE}, status, headers)


def too_fast(world: World, wait: int) -> Response:
    message = (
        "Your requests are exceeding the allowable rate limit. "
        "Please see http://wiki.musicbrainz.org/XMLWebService for more information."
    )
    return json_response({"error": message}, 503, (("Retry-After", str(wait)),))


def served(handler: Handler) -> Handler:
    """Refuses clients without a proper User-Agent, and answers requests that do not ask for JSON with XML."""

    @wraps(handler)
    def check(world: World, request: Request) -> Response:
        agent = request.headers.get("User-Agent", "")
        if world.enrichment.check_user_agent and not _APPLICATION.match(agent):
            return error(403, "Your User-Agent does not identify your application.")
        if not _wants_json(request):
            return Response(body=XML, content_type="application/xml; charset=utf-8")
        return handler(world, request)

    limit: Callable[[Handler], Handler] = limited("musicbrainz", too_fast)
    return limit(check)


@served
def url(world: World, request: Request) -> Response:
    """Answers one resource with its object or 404, several with a list of the known ones in its own order."""
    resources = request.query.get("resource", [])
    if not 1 <= len(resources) <= MAX_IDS:
        return error(400, f"From 1 to {MAX_IDS} resources can be looked up at once.")
    included = _included(request)
    found = {artist.mbid: artist for resource in resources if (artist := _artist_of_page(resource))}
    urls = [musicbrainz_documents.url(artist, included) for artist in found.values()]
    if len(resources) == 1:
        return json_response(urls[0]) if urls else error(404, "Not Found")
    urls.sort(key=lambda document: str(document["id"]))
    return json_response({"url-count": len(urls), "url-offset": 0, "urls": urls})


@served
def artist(world: World, request: Request) -> Response:
    mbid = request.params["mbid"]
    if not is_uuid(mbid):
        return error(400, "Invalid mbid.")
    if mbid not in artists.by_mbid():
        return error(404, "Not Found")
    return json_response(musicbrainz_documents.artist(artists.by_mbid()[mbid], _included(request)))


@served
def unknown(world: World, request: Request) -> Response:
    return error(404, "Not Found")


def _artist_of_page(resource: str) -> artists.KnownArtist | None:
    """Returns the artist of a page. Only the exact address matches: https, no parameters."""
    artist = artists.by_spotify_id().get(resource.removeprefix(f"{OPEN}/artist/"))
    return artist if artist and artist.linked and resource.startswith(OPEN) else None


def _included(request: Request) -> set[str]:
    """Returns the names in `inc`, separated by a plus, which has been decoded to a space unless quoted."""
    return set(request.first("inc").replace("+", " ").split())


def _wants_json(request: Request) -> bool:
    return request.first("fmt") == "json" or "application/json" in request.headers.get("Accept", "")


XML = b'<?xml version="1.0" encoding="UTF-8"?><metadata xmlns="http://musicbrainz.org/ns/mmd-2.0#"/>'
