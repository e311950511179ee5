"""The service account: its key file, and the JWT with which it requests a token.

https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import jwt

from sandbox.google.apps import PROJECT
from sandbox.google.grants import GrantError
from sandbox.google.keys import private_key, private_pem
from sandbox.google.scopes import CHOICES, SIGN_IN

EMAIL = f"tracksheet@{PROJECT}.iam.gserviceaccount.com"
AUDIENCE = "https://oauth2.googleapis.com/token"
"""The audience that google-auth writes, whatever address the token is fetched from."""
_LONGEST_SECONDS = 3600
_CLOCK_SKEW = 300
_TIMEFRAME = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)


def key_file(token_uri: str) -> dict[str, str]:
    """Returns the key file that Google Cloud's console offers for download."""
    return {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": "sandbox-key-1",
        "private_key": private_pem("service-account"),
        "client_email": EMAIL,
        "client_id": "100000000000000000042",
        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
        "token_uri": token_uri,
        "universe_domain": "googleapis.com",
    }


def scopes_of_assertion(assertion: str) -> set[str]:
    """Returns the scopes that a JWT requests. Raises GrantError.

    Its times are compared with the machine's clock, which the client used, not with the world's.
    """
    claims = _claims(assertion)
    if claims.get("iss") != EMAIL:
        raise GrantError("invalid_grant", "Invalid grant: account not found")
    if claims.get("aud") != AUDIENCE:
        raise GrantError(
            "invalid_grant", f"Invalid JWT: Failed audience check. The right audience is {AUDIENCE}"
        )
    _check_times(claims)
    scopes = set(str(claims.get("scope", "")).split())
    if not scopes or not scopes <= {*SIGN_IN, *CHOICES}:
        raise GrantError("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    return scopes


def _claims(assertion: str) -> dict[str, Any]:
    key = private_key("service-account").public_key()
    try:
        claims: dict[str, Any] = jwt.decode(
            assertion,
            key,
            algorithms=["RS256"],
            options={"verify_aud": False, "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
    except jwt.InvalidSignatureError:
        raise GrantError("invalid_grant", "Invalid JWT Signature.") from None
    except jwt.PyJWTError:
        raise GrantError("invalid_request", "Bad Request") from None
    return claims


def _check_times(claims: dict[str, Any]) -> None:
    issued, expires = claims.get("iat"), claims.get("exp")
    if not isinstance(issued, int | float) or not isinstance(expires, int | float):
        raise GrantError("invalid_grant", _TIMEFRAME)
    now = datetime.now(UTC).timestamp()
    if expires - issued > _LONGEST_SECONDS or expires < now or issued > now + _CLOCK_SKEW:
        raise GrantError("invalid_grant", _TIMEFRAME)
