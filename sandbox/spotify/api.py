"""The Web API under /spotify-api, as for an app in development mode in late 2026."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.messages import Request, Response, json_response
from sandbox.routes import Handler, Routes
from sandbox.spotify import audio_features, errors
from sandbox.spotify.access_control import guarded
from sandbox.spotify.catalogue import artists
from sandbox.spotify.genres import artist_genres
from sandbox.spotify.ids import is_id
from sandbox.spotify.library_contains import library_contains
from sandbox.spotify.saved_tracks import saved_tracks
from sandbox.spotify.tracks import API, OPEN
from sandbox.spotify.world import Account

if TYPE_CHECKING:
    from sandbox.world import World

V1 = "/spotify-api/v1"

REMOVED = (
    ("GET", "/audio-analysis/{id}"),
    ("GET", "/recommendations{rest*}"),
    ("GET", "/tracks"),
    ("GET", "/artists"),
    ("GET", "/albums"),
    ("GET", "/artists/{id}/top-tracks"),
    ("GET", "/artists/{id}/related-artists"),
    ("GET", "/browse/{rest*}"),
    ("GET", "/markets"),
    ("GET", "/users/{rest*}"),
    ("GET", "/me/tracks/contains"),
    ("PUT", "/me/tracks"),
    ("DELETE", "/me/tracks"),
)
"""Endpoints that such an app lost in November 2024 and February 2026, batch endpoints among them.

https://developer.spotify.com/documentation/web-api/tutorials/february-2026-migration-guide
"""


def register(routes: Routes) -> None:
    def add(pattern: str, handler: Handler, kind: str, method: str = "GET") -> None:
        routes.add(method, V1 + pattern, handler, service="spotify-api", kind=kind)

    add("/me", me, "me")
    add("/me/", me, "me")
    add("/me/tracks", saved_tracks, "saved_tracks")
    add("/me/library/contains", library_contains, "library_contains")
    add("/artists/{id}", artist, "artist")
    add("/tracks/{id}", track, "other")
    add("/audio-features", audio_features.of_several, "audio_features")
    add(
        "/audio-features/", audio_features.of_several, "audio_features"
    )  # the form in which spotipy requests it
    add("/audio-features/{id}", audio_features.of_one, "audio_features")
    for method, pattern in REMOVED:
        add(pattern, removed, "other", method)
        add(
            f"{pattern}/", removed, "other", method
        )  # the form in which spotipy requests several tracks or artists
    for method in ("GET", "POST", "PUT", "DELETE"):
        add("{rest*}", unknown, "other", method)


@guarded()
def me(world: World, account: Account, request: Request) -> Response:
    """Answers without e-mail, country and product, removed in February 2026, and with `account_id`, added in
    May 2026.
    """
    return json_response(
        {
            "account_id": account.account_id,
            "display_name": account.person.name or None,
            "external_urls": {"spotify": f"{OPEN}/user/{account.id}"},
            "href": f"{API}/users/{account.id}",
            "id": account.id,
            "images": [],
            "type": "user",
            "uri": f"spotify:user:{account.id}",
        }
    )


@guarded()
def artist(world: World, account: Account, request: Request) -> Response:
    """Answers with an artist. `genres` is deprecated, and empty unless the app is an old one."""
    id = request.params["id"]
    if not is_id(id):
        return errors.api_error(400, "Invalid base62 id")
    if id not in artists():
        return errors.api_error(404, "Resource not found")
    genres = sorted(artist_genres().get(id, {})) if world.spotify.app.artist_genres else []
    return json_response(artists()[id].document() | {"genres": genres, "images": []})


@guarded()
def track(world: World, account: Account, request: Request) -> Response:
    id = request.params["id"]
    if not is_id(id):
        return errors.api_error(400, "Invalid base62 id")
    if id not in world.spotify.catalogue:
        return errors.api_error(404, "Resource not found")
    return Response(body=world.spotify.catalogue.encoded(id))


@guarded()
def removed(world: World, account: Account, request: Request) -> Response:
    """Answers 403, as for endpoints that apps in development mode no longer have."""
    return errors.forbidden()


@guarded()
def unknown(world: World, account: Account, request: Request) -> Response:
    return errors.api_error(404, "Service not found")
