"""MusicBrainz under /musicbrainz: who is the artist behind a page at Spotify, and of what genres.

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
MOST = 100
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
    """Who does not say who they are is turned away; who does not ask for JSON gets XML."""

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
    """One resource: its object, or 404. Several: a list of those that are known, in MusicBrainz' order."""
    resources = request.query.get("resource", [])
    if not 1 <= len(resources) <= MOST:
        return error(400, f"From 1 to {MOST} resources can be looked up at once.")
    included = _included(request)
    found = {artist.mbid: artist for resource in resources if (artist := _behind(resource))}
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


def _behind(resource: str) -> artists.KnownArtist | None:
    """Letter by letter the address that MusicBrainz keeps: https, no parameters."""
    artist = artists.by_spotify_id().get(resource.removeprefix(f"{OPEN}/artist/"))
    return artist if artist and artist.linked and resource.startswith(OPEN) else None


def _included(request: Request) -> set[str]:
    """A plus in a query is a space by the time it is here, unless it was quoted."""
    return set(request.first("inc").replace("+", " ").split())


def _wants_json(request: Request) -> bool:
    return request.first("fmt") == "json" or "application/json" in request.headers.get("Accept", "")


XML = b'<?xml version="1.0" encoding="UTF-8"?><metadata xmlns="http://musicbrainz.org/ns/mmd-2.0#"/>'
