"""The identity behind a Google account: ID tokens and the userinfo endpoint.

https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import jwt

from sandbox.google.keys import private_key
from sandbox.google.scopes import sees_email, sees_profile
from sandbox.messages import Request, Response, json_response
from sandbox.routes import Routes

if TYPE_CHECKING:
    from sandbox.world import World

PATH = "/google-userinfo/v1/userinfo"
ISSUER = "https://accounts.google.com"


def register(routes: Routes) -> None:
    for method in ("GET", "POST"):
        routes.add(method, PATH, userinfo, service="google-userinfo", kind="userinfo")


def subject(email: str) -> str:
    """Returns the account's number; the same in every run."""
    return "1" + str(int(sha256(email.encode()).hexdigest(), 16))[:20]


def claims(world: World, email: str, scopes: set[str]) -> dict[str, Any]:
    """Returns the claims that these scopes permit."""
    known: dict[str, Any] = {"sub": subject(email)}
    if sees_email(scopes):
        known |= {"email": email, "email_verified": True}
    name = next((person.name for person in world.people.values() if person.email == email), "")
    if sees_profile(scopes) and name:
        first, _, last = name.partition(" ")
        known |= {"name": name, "given_name": first, "family_name": last}
    return known


def id_token(world: World, email: str, client_id: str, scopes: set[str], nonce: str) -> str:
    now = int(world.now().timestamp())
    issued = {"iss": ISSUER, "aud": client_id, "azp": client_id, "iat": now, "exp": now + 3600}
    payload = claims(world, email, scopes) | issued | ({"nonce": nonce} if nonce else {})
    return jwt.encode(payload, private_key("google"), "RS256", headers={"kid": "sandbox-google-1"})


def userinfo(world: World, request: Request) -> Response:
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    with world.lock:
        token = world.google.grants.valid_access(text) if kind.lower() == "bearer" else None
        if token is None or not (
            token.scopes & {"openid"} or sees_email(token.scopes) or sees_profile(token.scopes)
        ):
            return _refused()
        response = json_response(claims(world, token.email, token.scopes))
        response.principal = token.email
        return response


def _refused() -> Response:
    error = {"error": "invalid_request", "error_description": "Invalid Credentials"}
    challenge = f'Bearer realm="{ISSUER}/", error="invalid_request"'
    return json_response(error, 401, (("WWW-Authenticate", challenge),))
