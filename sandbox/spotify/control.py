"""The control API of Spotify's stand-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, get_args

from sandbox.control import add, fields, moment
from sandbox.messages import Request
from sandbox.routes import Routes
from sandbox.spotify.grants import Rotation
from sandbox.spotify.library import Each, EqualTimesOrder

if TYPE_CHECKING:
    from sandbox.spotify.world import SpotifyWorld
    from sandbox.world import World


def register(routes: Routes) -> None:
    add(routes, "GET", "/spotify/people/{person}", show)
    add(routes, "POST", "/spotify/people/{person}/save", save)
    add(routes, "POST", "/spotify/people/{person}/remove", remove)
    add(routes, "POST", "/spotify/people/{person}/relink", relink)
    add(routes, "POST", "/spotify/people/{person}/grow", grow)
    add(routes, "POST", "/spotify/grants/{person}", change_grant)
    add(routes, "POST", "/spotify/app", change_app)


def show(world: World, request: Request) -> dict[str, Any]:
    """Shows the library, newest first."""
    items = world.spotify.library(request.params["person"])
    return {
        "total": len(items),
        "items": [{"id": item.key, "added_at": item.added_at.isoformat()} for item in items],
    }


def save(world: World, request: Request) -> dict[str, Any]:
    asked = fields(request)
    at = moment(asked["at"]) if asked.get("at") else None
    what = list(asked["ids"]) if asked.get("ids") else int(asked.get("count", 1))
    return {"ids": world.spotify.save(request.params["person"], what, at)}


def remove(world: World, request: Request) -> dict[str, Any]:
    asked, person = fields(request), request.params["person"]
    world.spotify.remove(person, asked.get("ids") or (), offsets=asked.get("offsets") or ())
    return {"total": len(world.spotify.library(person))}


def relink(world: World, request: Request) -> None:
    asked = fields(request)
    world.spotify.relink(request.params["person"], _needed(asked, "id"), _needed(asked, "new_id"))


def grow(world: World, request: Request) -> None:
    world.spotify.grow(request.params["person"], int(_needed(fields(request), "size")))


def change_grant(world: World, request: Request) -> None:
    asked, person = fields(request), request.params["person"]
    world.spotify.account(person)
    match asked.get("do"):
        case "expire_access":
            world.spotify.expire_access(person)
        case "revoke":
            world.spotify.revoke(person)
        case "age":
            world.spotify.age(person, float(asked.get("days", 190)))
        case _:
            raise ValueError("do is one of expire_access, revoke, age")


def change_app(world: World, request: Request) -> dict[str, Any]:
    """Sets any of the names in _SWITCHES."""
    asked = fields(request)
    if unknown := set(asked) - set(_SWITCHES):
        raise ValueError(f"the app has no {', '.join(sorted(unknown))}")
    for name, value in asked.items():
        _SWITCHES[name](world.spotify, value)
    return asked


def _rotate(spotify: SpotifyWorld, mode: Any) -> None:
    if mode not in get_args(Rotation):
        raise ValueError(f"rotate is one of {', '.join(get_args(Rotation))}")
    spotify.rotate = mode


def _equal_times(spotify: SpotifyWorld, order: Any) -> None:
    if order is None:
        spotify.equal_times = None
        return
    wanted = EqualTimesOrder(**order)
    if wanted.each not in get_args(Each):
        raise ValueError(f"each is one of {', '.join(get_args(Each))}")
    if wanted.replicas < 1:
        raise ValueError("replicas is 1 or more")
    spotify.equal_times = wanted


def _redirect_uris(spotify: SpotifyWorld, uris: Any) -> None:
    spotify.app.redirect_uris = list(uris)


def _audio_features(spotify: SpotifyWorld, allowed: Any) -> None:
    spotify.app.audio_features = bool(allowed)


def _artist_genres(spotify: SpotifyWorld, filled: Any) -> None:
    spotify.app.artist_genres = bool(filled)


def _per_30_seconds(spotify: SpotifyWorld, requests: Any) -> None:
    spotify.limits.per_30_seconds = None if requests is None else int(requests)


def _per_day(spotify: SpotifyWorld, requests: Any) -> None:
    spotify.limits.per_day = None if requests is None else int(requests)


_SWITCHES: dict[str, Callable[[SpotifyWorld, Any], None]] = {
    "rotate": _rotate,
    "allow_list": lambda spotify, people: spotify.set_allow_list(people),
    "premium": lambda spotify, active: spotify.set_premium(active=bool(active)),
    "redirect_uris": _redirect_uris,
    "audio_features": _audio_features,
    "artist_genres": _artist_genres,
    "equal_times": _equal_times,
    "per_30_seconds": _per_30_seconds,
    "per_day": _per_day,
    "quota_seconds": lambda spotify, seconds: spotify.exhaust_quota(float(seconds)),
    "rate_limit_seconds": lambda spotify, seconds: spotify.rate_limit(float(seconds)),
}


def _needed(asked: dict[str, Any], name: str) -> Any:
    if name not in asked:
        raise ValueError(f"{name} is missing")
    return asked[name]
