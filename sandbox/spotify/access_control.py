"""The checks that every API request passes before its handler runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from sandbox.messages import Request, Response
from sandbox.spotify import errors
from sandbox.spotify.grants import AccessToken
from sandbox.spotify.world import Account

if TYPE_CHECKING:
    from sandbox.routes import Handler
    from sandbox.world import World

ApiHandler = Callable[["World", Account, Request], Response]


def guarded(scope: str = "") -> Callable[[ApiHandler], Handler]:
    """Checks token, app, limits and `scope`, in Spotify's order, and passes the person's account to the
    handler.
    """

    def decorate(handler: ApiHandler) -> Handler:
        @wraps(handler)
        def check(world: World, request: Request) -> Response:
            with world.lock:
                token = _token(world, request)
                if isinstance(token, Response):
                    return token
                refusal = _refusal(world, token, scope)
                response = refusal or handler(world, world.spotify.account(token.grant.person), request)
                response.principal = token.grant.person
                return response

        return check

    return decorate


def _token(world: World, request: Request) -> AccessToken | Response:
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    if not kind:
        return errors.api_error(401, "No token provided")
    if kind.lower() != "bearer" or not text:
        return errors.api_error(400, "Only valid bearer authentication supported")
    token = world.spotify.grants.access.get(text)
    if token is None:
        return errors.api_error(401, "Invalid access token")
    return errors.expired_token() if world.now() >= token.expires_at else token


def _refusal(world: World, token: AccessToken, scope: str) -> Response | None:
    spotify = world.spotify
    if not spotify.app.premium:
        return errors.no_premium()
    if not spotify.app.allows(token.grant.person):
        return errors.not_registered()
    if limit := spotify.limits.refuses(world.now()):
        return errors.too_many(limit)
    if scope and scope not in token.grant.scope.split():
        return errors.insufficient_scope()
    return None
