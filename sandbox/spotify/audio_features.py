"""Audio features, for apps that still have access; apps in development mode get 403.

https://developer.spotify.com/documentation/web-api/reference/get-several-audio-features
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.messages import Request, Response, json_response
from sandbox.spotify import errors
from sandbox.spotify.access_control import guarded
from sandbox.spotify.features import measured
from sandbox.spotify.ids import is_id
from sandbox.spotify.tracks import API
from sandbox.spotify.world import Account

if TYPE_CHECKING:
    from sandbox.world import World

MAX_LIMIT = 100


@guarded()
def of_several(world: World, account: Account, request: Request) -> Response:
    """Answers in the order of the request, with null for an unknown track."""
    if not world.spotify.app.audio_features:
        return errors.forbidden()
    ids = [id for id in request.first("ids").split(",") if id]
    if not ids:
        return errors.api_error(400, "Bad request.")
    if len(ids) > MAX_LIMIT:
        return errors.api_error(400, "Too many ids requested")
    return json_response({"audio_features": [_document(world, id) for id in ids]})


@guarded()
def of_one(world: World, account: Account, request: Request) -> Response:
    if not world.spotify.app.audio_features:
        return errors.forbidden()
    found = _document(world, request.params["id"])
    return json_response(found) if found else errors.api_error(404, "analysis not found")


def _document(world: World, id: str) -> dict[str, Any] | None:
    if not is_id(id) or id not in world.spotify.catalogue:
        return None
    track = world.spotify.catalogue.document(id)
    isrc = track["external_ids"].get("isrc")
    return {
        **measured(isrc or id),
        "analysis_url": f"{API}/audio-analysis/{id}",
        "duration_ms": track.get("duration_ms"),
        "id": id,
        "time_signature": 4,
        "track_href": f"{API}/tracks/{id}",
        "type": "audio_features",
        "uri": f"spotify:track:{id}",
    }
