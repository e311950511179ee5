"""POST /api/token:
https://developer.spotify.com/documentation/web-api/tutorials/code-flow#request-an-access-token
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sandbox.messages import Request, Response, json_response
from sandbox.routes import Routes
from sandbox.spotify.apps import App
from sandbox.spotify.errors import account_error
from sandbox.spotify.grants import Code, GrantError

if TYPE_CHECKING:
    from sandbox.world import World

Form = Mapping[str, str]
GRANT_TYPES = "authorization_code or refresh_token"


def register(routes: Routes) -> None:
    routes.add("POST", "/spotify-accounts/api/token", token, service="spotify-accounts", kind="token")


def token(world: World, request: Request) -> Response:
    with world.lock:
        try:
            form = request.form()
            _authenticate(world.spotify.app, request.headers.get("Authorization", ""), form)
            return json_response(_granted(world, form))
        except GrantError as refused:
            return account_error(refused.error, refused.description)


def _authenticate(app: App, authorization: str, form: Form) -> None:
    """Checks the client's credentials in the header or the body; the header takes precedence."""
    id, secret = (
        _basic(authorization) if authorization else (form.get("client_id"), form.get("client_secret"))
    )
    if id != app.client_id:
        raise GrantError("invalid_client", "Invalid client")
    if secret != app.client_secret:
        raise GrantError("invalid_client", "Invalid client secret")


def _basic(authorization: str) -> tuple[str, str]:
    kind, _, encoded = authorization.partition(" ")
    try:
        id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as unreadable:
        raise GrantError("invalid_client", "Invalid client") from unreadable
    if kind.lower() != "basic":
        raise GrantError("invalid_client", "Invalid client")
    return id, secret


def _granted(world: World, form: Form) -> dict[str, Any]:
    grants, client_id = world.spotify.grants, world.spotify.app.client_id
    match form.get("grant_type"):
        case "authorization_code":
            code = grants.take_code(_required(form, "code"))
            _check_exchange(code, client_id, form)
            return grants.consent(code)
        case "refresh_token":
            return grants.refresh(_required(form, "refresh_token"), client_id)
        case None | "":
            raise GrantError("unsupported_grant_type", "grant_type parameter is missing")
    raise GrantError("unsupported_grant_type", f"grant_type must be {GRANT_TYPES}")


def _check_exchange(code: Code, client_id: str, form: Form) -> None:
    if code.client_id != client_id:
        raise GrantError("invalid_grant", "Invalid authorization code")
    if _required(form, "redirect_uri") != code.redirect_uri:
        raise GrantError("invalid_grant", "Invalid redirect URI")
    verifier = form.get("code_verifier", "")
    if code.challenge and not verifier:
        raise GrantError("invalid_request", "code_verifier was not supplied")
    if (challenge_of(verifier) if verifier else "") != code.challenge:
        raise GrantError("invalid_grant", "code_verifier was incorrect")


def challenge_of(verifier: str) -> str:
    """Returns the S256 challenge of https://www.rfc-editor.org/rfc/rfc7636#section-4.2."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _required(form: Form, name: str) -> str:
    if not form.get(name):
        raise GrantError("invalid_request", f"{name} must be supplied")
    return form[name]
