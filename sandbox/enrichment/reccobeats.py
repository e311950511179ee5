"""ReccoBeats under /reccobeats: audio features, free and without an API key.

https://reccobeats.com/docs/documentation/request-and-response lists the error codes; the error bodies are made up.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from sandbox.enrichment.rate_limited import limited
from sandbox.enrichment.recordings import Recording
from sandbox.enrichment.stable_random import is_uuid, uuid
from sandbox.messages import Request, Response, json_response
from sandbox.routes import Handler, Routes
from sandbox.spotify.tracks import OPEN

if TYPE_CHECKING:
    from sandbox.world import World

V1 = "/reccobeats/v1"
MAX_IDS = 40


def register(routes: Routes) -> None:
    def add(pattern: str, handler: Handler, kind: str) -> None:
        routes.add("GET", pattern, handler, service="reccobeats", kind=kind)

    add(f"{V1}/audio-features", audio_features, "audio_features")
    add(f"{V1}/track/{{id}}/audio-features", audio_features_of_one, "audio_features")
    add(f"{V1}/track", tracks, "track")
    add(f"{V1}/track/{{id}}", track, "track")
    add("/reccobeats/{rest*}", unknown, "other")


def error(world: World, status: int, code: int, message: str, wait: int | None = None) -> Response:
    body = {"timestamp": world.now().isoformat(), "status": status, "errorCode": code, "message": message}
    return json_response(body, status, () if wait is None else (("Retry-After", str(wait)),))


def too_many(world: World, wait: int) -> Response:
    return error(world, 429, 4291, "Too many requests", wait)


@limited("reccobeats", too_many)
def audio_features(world: World, request: Request) -> Response:
    """Answers with the known recordings, in an order other than that of the request."""
    return _several(world, request, _features)


@limited("reccobeats", too_many)
def tracks(world: World, request: Request) -> Response:
    return _several(world, request, _track)


@limited("reccobeats", too_many)
def audio_features_of_one(world: World, request: Request) -> Response:
    """Answers with one recording. Only ReccoBeats' own id is accepted."""
    return _one(world, request, _features)


@limited("reccobeats", too_many)
def track(world: World, request: Request) -> Response:
    return _one(world, request, _track)


@limited("reccobeats", too_many)
def unknown(world: World, request: Request) -> Response:
    return error(world, 404, 4041, "Resource not found")


def _several(world: World, request: Request, document: Any) -> Response:
    """Returns the ids in `ids`, which may be repeated, a comma-separated list, or both."""
    ids = [id for listed in request.query.get("ids", []) for id in listed.split(",") if id]
    if not 1 <= len(ids) <= MAX_IDS:
        return error(world, 400, 4001, f"ids: size must be between 1 and {MAX_IDS}")
    found = {recording.id: recording for id in ids for recording in world.enrichment.recordings.find(id)}
    content = [document(recording) for recording in found.values()]
    Random(",".join(ids)).shuffle(content)
    return json_response({"content": content})


def _one(world: World, request: Request, document: Any) -> Response:
    id = request.params["id"]
    found = world.enrichment.recordings.find(id) if is_uuid(id) else []
    return json_response(document(found[0])) if found else error(world, 404, 4041, "Resource not found")


def _features(recording: Recording) -> dict[str, Any]:
    return {"id": recording.id, "href": _href(recording), "isrc": recording.isrc, **recording.features}


def _track(recording: Recording) -> dict[str, Any]:
    return {
        "id": recording.id,
        "trackTitle": recording.track.get("name"),
        "artists": [
            {"id": uuid("reccobeats-artist", artist["id"]), "name": artist["name"], "href": _artist(artist)}
            for artist in recording.track["artists"]
            if artist["id"]
        ],
        "durationMs": recording.track.get("duration_ms"),
        "isrc": recording.isrc,
        "ean": None,
        "upc": None,
        "href": _href(recording),
        "availableCountries": "AD,AT,DE,GB,SE,US",
        "popularity": Random(recording.id).randint(0, 100),
    }


def _href(recording: Recording) -> str:
    return f"{OPEN}/track/{recording.spotify_id}"


def _artist(artist: dict[str, Any]) -> str:
    return f"{OPEN}/artist/{artist['id']}"
