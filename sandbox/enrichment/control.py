"""The control API of the sources of features and genres."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sandbox.control import add, fields
from sandbox.messages import Request
from sandbox.routes import Routes

if TYPE_CHECKING:
    from sandbox.enrichment.world import EnrichmentWorld
    from sandbox.world import World


def register(routes: Routes) -> None:
    add(routes, "GET", "/enrichment/tracks/{id}", show_track)
    add(routes, "GET", "/enrichment/artists/{id}", show_artist)
    add(routes, "POST", "/enrichment/wrong-answers", set_wrong_answers)
    add(routes, "POST", "/enrichment/settings", change_settings)


def show_track(world: World, request: Request) -> dict[str, Any]:
    """Shows whether ReccoBeats has the track with this Spotify id, and its audio features."""
    id = request.params["id"]
    if id not in world.spotify.catalogue:
        raise KeyError(id)
    (recording,) = world.enrichment.recordings.find(id) or (None,)
    return {"known": recording is not None, "features": recording and recording.features}


def show_artist(world: World, request: Request) -> dict[str, Any]:
    """Shows the artist with this Spotify id, with genres and the vendors that have tags."""
    artist = world.enrichment.artist(request.params["id"])
    return asdict(artist) | {"tagged_at": sorted(artist.tagged_at)}


def set_wrong_answers(world: World, request: Request) -> None:
    """Adds a fault by which a service sends wrong answers."""
    asked = fields(request)
    if unknown := set(asked) - {"service", "how", "kind", "nth", "times"}:
        raise ValueError(f"wrong answers have no {', '.join(sorted(unknown))}")
    world.enrichment.answer_wrongly(
        str(asked.get("service")),
        str(asked.get("how")),
        kind=asked.get("kind"),
        nth=int(asked.get("nth", 1)),
        times=int(asked.get("times", 0)),
    )


def change_settings(world: World, request: Request) -> dict[str, Any]:
    """Changes any of limits, check_user_agent, lastfm_errors_as_200."""
    asked, enrichment = fields(request), world.enrichment
    if unknown := set(asked) - {"limits", "check_user_agent", "lastfm_errors_as_200"}:
        raise ValueError(f"there is no setting {', '.join(sorted(unknown))}")
    for service, requests in asked.get("limits", {}).items():
        _set_limit(enrichment, service, requests)
    enrichment.check_user_agent = bool(asked.get("check_user_agent", enrichment.check_user_agent))
    enrichment.lastfm_errors_as_200 = bool(asked.get("lastfm_errors_as_200", enrichment.lastfm_errors_as_200))
    return asked


def _set_limit(enrichment: EnrichmentWorld, service: str, requests: Any) -> None:
    if service not in enrichment.limits:
        raise ValueError(f"there is no limit of {service}, only of {', '.join(enrichment.limits)}")
    enrichment.limits[service].requests = None if requests is None else int(requests)
