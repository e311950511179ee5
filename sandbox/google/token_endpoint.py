"""The token endpoint:
https://developers.google.com/identity/protocols/oauth2/web-server#exchange-authorization-code
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING, Any

from sandbox.google import service_account
from sandbox.google.apps import App
from sandbox.google.grants import ACCESS_LIFETIME, Code, GrantError
from sandbox.google.identity import id_token
from sandbox.messages import Request, Response, json_response
from sandbox.routes import Routes

if TYPE_CHECKING:
    from sandbox.world import World

PATH = "/google-token/token"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
Form = dict[str, str]
Tokens = dict[str, Any]


def register(routes: Routes) -> None:
    routes.add("POST", PATH, token, service="google-token", kind="token")


def token(world: World, request: Request) -> Response:
    form = request.form()
    with world.lock:
        try:
            email, tokens = _granted(world, form, request.headers.get("Authorization", ""))
        except GrantError as refused:
            error = {"error": refused.code, "error_description": refused.description}
            return json_response(error, refused.status)
    response = json_response(tokens, headers=(("Cache-Control", "no-store"),))
    response.principal = email
    return response


def _granted(world: World, form: Form, authorization: str) -> tuple[str, Tokens]:
    grant_type = form.get("grant_type", "")
    if grant_type == JWT_BEARER:
        return _for_service_account(world, form)
    if grant_type not in ("authorization_code", "refresh_token"):
        raise GrantError("unsupported_grant_type", f"Invalid grant_type: {grant_type}")
    _authenticate(world.google.app, form, authorization)
    return _for_code(world, form) if grant_type == "authorization_code" else _refreshed(world, form)


def _authenticate(app: App, form: Form, authorization: str) -> None:
    client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    if authorization.lower().startswith("basic "):
        client_id, secret = _basic(authorization)
    if client_id != app.client_id:
        raise GrantError("invalid_client", "The OAuth client was not found.", 401)
    if secret != app.client_secret:
        raise GrantError("invalid_client", "Unauthorized", 401)


def _basic(authorization: str) -> tuple[str, str]:
    try:
        text = base64.b64decode(authorization.partition(" ")[2], validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise GrantError("invalid_client", "Unauthorized", 401) from None
    client_id, _, secret = text.partition(":")
    return client_id, secret


def _for_code(world: World, form: Form) -> tuple[str, Tokens]:
    code = world.google.grants.take_code(_needed(form, "code"))
    if code is None or code.client_id != world.google.app.client_id:
        raise GrantError("invalid_grant", "Bad Request")
    if form.get("redirect_uri") != code.redirect_uri:
        raise GrantError("redirect_uri_mismatch", "Bad Request")
    _check_verifier(code, form.get("code_verifier", ""))
    scopes = set(code.scopes)
    tokens = _access(world, code.email, code.client_id, scopes)
    if code.offline:
        tokens["refresh_token"] = world.google.grants.issue_refresh(code.email, code.client_id, scopes)
    if "openid" in scopes:
        tokens["id_token"] = id_token(world, code.email, code.client_id, scopes, code.nonce)
    return code.email, tokens


def _check_verifier(code: Code, verifier: str) -> None:
    if not code.challenge:
        return
    if not verifier:
        raise GrantError("invalid_grant", "Missing code verifier.")
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    if code.challenge != (digest if code.challenge_method == "S256" else verifier):
        raise GrantError("invalid_grant", "Invalid code verifier.")


def _refreshed(world: World, form: Form) -> tuple[str, Tokens]:
    """Returns a new access token, without a refresh token: the old one stays valid."""
    held = world.google.grants.refresh.get(_needed(form, "refresh_token"))
    if held is None:
        raise GrantError("invalid_grant", "Token has been expired or revoked.")
    wanted = set(form.get("scope", "").split()) or held.scopes
    if not wanted <= held.scopes:
        raise GrantError("invalid_scope", "Bad Request")
    return held.email, _access(world, held.email, held.client_id, wanted)


def _for_service_account(world: World, form: Form) -> tuple[str, Tokens]:
    scopes = service_account.scopes_of_assertion(_needed(form, "assertion"))
    tokens = _access(world, service_account.EMAIL, "", scopes)
    del tokens["scope"]
    return service_account.EMAIL, tokens


def _access(world: World, email: str, client_id: str, scopes: set[str]) -> Tokens:
    return {
        "access_token": world.google.grants.issue_access(email, client_id, scopes),
        "expires_in": int(ACCESS_LIFETIME.total_seconds()),
        "scope": " ".join(sorted(scopes)),
        "token_type": "Bearer",
    }


def _needed(form: Form, name: str) -> str:
    if not form.get(name):
        raise GrantError("invalid_request", f"Missing required parameter: {name}")
    return form[name]
