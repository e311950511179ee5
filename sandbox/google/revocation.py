"""The revocation endpoint: https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.messages import Request, Response, json_response
from sandbox.routes import Routes

if TYPE_CHECKING:
    from sandbox.world import World

PATHS = ("/google-token/revoke", "/google-accounts/o/oauth2/revoke")


def register(routes: Routes) -> None:
    for path in PATHS:
        for method in ("GET", "POST"):
            routes.add(method, path, revoke, service="google-token", kind="revoke")


def revoke(world: World, request: Request) -> Response:
    """Revokes the whole grant of an access or refresh token."""
    text = request.first("token") or request.form().get("token", "")
    with world.lock:
        email = world.google.grants.owner_of(text)
        if email is None:
            error = {"error": "invalid_token", "error_description": "Token expired or revoked"}
            return json_response(error, 400)
        world.google.grants.revoke(email)
    response = json_response({})
    response.principal = email
    return response
