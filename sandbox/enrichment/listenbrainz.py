"""ListenBrainz under /listenbrainz: tags of several artists by MusicBrainz id.

https://listenbrainz.readthedocs.io/en/latest/users/api/metadata.html
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from sandbox.enrichment import artists
from sandbox.enrichment.artists import KnownArtist
from sandbox.enrichment.rate_limited import limited
from sandbox.enrichment.stable_random import is_uuid
from sandbox.enrichment.tags import listenbrainz_tags
from sandbox.messages import Request, Response, json_response
from sandbox.routes import Handler, Routes

if TYPE_CHECKING:
    from sandbox.world import World

MAX_IDS = 50
INCLUDES = {"artist", "tag", "release"}
PAST_LIMIT = (
    "You have exceeded your rate limit. See the X-RateLimit-* response headers for more information "
    "on your current rate limit."
)


def register(routes: Routes) -> None:
    def add(pattern: str, handler: Handler, kind: str) -> None:
        routes.add("GET", f"/listenbrainz{pattern}", handler, service="listenbrainz", kind=kind)

    add("/1/metadata/artist/", metadata, "metadata")
    add("/{rest*}", unknown, "other")


def error(code: int, message: str) -> Response:
    return json_response({"code": code, "error": message}, code)


def with_rate_limit_headers(handler: Handler) -> Handler:
    """Adds the X-RateLimit headers to every response: requests left, and seconds until the reset."""
    check = limited("listenbrainz", lambda world, wait: error(429, PAST_LIMIT))(handler)

    @wraps(handler)
    def add_headers(world: World, request: Request) -> Response:
        response = check(world, request)
        with world.lock:
            limit, now = world.enrichment.limits["listenbrainz"], world.now()
            wait = limit.seconds_to_next(now)
            response.headers += [
                ("X-RateLimit-Limit", str(1_000 if limit.requests is None else limit.requests)),
                ("X-RateLimit-Remaining", str(limit.left(now))),
                ("X-RateLimit-Reset-In", str(wait)),
                ("X-RateLimit-Reset", str(int(now.timestamp()) + wait)),
            ]
        return response

    return add_headers


@with_rate_limit_headers
def metadata(world: World, request: Request) -> Response:
    """Answers with the known artists, in an order other than that of the request."""
    mbids = [mbid.strip() for mbid in request.first("artist_mbids").split(",")]
    if mbids == [""]:
        return error(400, "artist_mbids argument must be present and contain a comma separated list")
    if invalid := [mbid for mbid in mbids if not is_uuid(mbid)]:
        return error(400, f"artist mbid {invalid[0]} is not valid.")
    if len(mbids) > MAX_IDS:
        return error(400, f"at most {MAX_IDS} artists at once")
    included = request.first("inc").split()
    if unknown := set(included) - INCLUDES:
        return error(400, f"invalid inc argument '{min(unknown)}'.")
    return json_response([_item(artist, tagged="tag" in included) for artist in _known(mbids)])


@with_rate_limit_headers
def unknown(world: World, request: Request) -> Response:
    return error(404, "The requested URL was not found on the server.")


def _known(mbids: list[str]) -> list[KnownArtist]:
    found = [artists.by_mbid()[mbid] for mbid in sorted(set(mbids)) if mbid in artists.by_mbid()]
    return [artist for artist in found if "listenbrainz" in artist.tagged_at]


def _item(artist: KnownArtist, *, tagged: bool) -> dict[str, Any]:
    item = {"artist_mbid": artist.mbid, "mbid": artist.mbid, "name": artist.name, "type": "Group", "rels": {}}
    return item | ({"tag": {"artist": listenbrainz_tags(artist)}} if tagged else {})
