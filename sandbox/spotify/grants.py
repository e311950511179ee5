"""Authorizations: codes, grants with their refresh tokens, and access tokens."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

CODE_LIFETIME = timedelta(minutes=10)
ACCESS_LIFETIME = timedelta(hours=1)
GRANT_LIFETIME = timedelta(days=183)
"""Refresh tokens expire six months after the consent, whether used or not.

https://developer.spotify.com/blog/2026-06-18-refresh-token-expiration
"""

Rotation = Literal["never", "always", "null"]


class GrantError(Exception):
    """A refusal by the token endpoint: `error` and `description` as in its response."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description


@dataclass(slots=True)
class Grant:
    """One consent of a person, with the refresh token that is valid now."""

    person: str
    client_id: str
    scope: str
    consented_at: datetime
    refresh_token: str
    revoked: bool = False

    def expired(self, now: datetime) -> bool:
        """Returns whether the six months since the consent are over."""
        return now >= self.consented_at + GRANT_LIFETIME


@dataclass(frozen=True, slots=True)
class Code:
    """What an authorization code stands for."""

    person: str
    client_id: str
    scope: str
    redirect_uri: str
    challenge: str
    issued_at: datetime


@dataclass(slots=True)
class AccessToken:
    grant: Grant
    expires_at: datetime


@dataclass(slots=True)
class Grants:
    """All authorizations.

    `rotate` tells whether a refresh returns a new refresh token (ending the old one), none, or null.
    """

    now: Callable[[], datetime]
    rotate: Rotation = "never"
    codes: dict[str, Code] = field(default_factory=dict)
    access: dict[str, AccessToken] = field(default_factory=dict)
    issued: list[Grant] = field(default_factory=list)
    by_refresh: dict[str, Grant] = field(default_factory=dict)
    """Maps every refresh token a grant has had to the grant."""

    def issue_code(self, code: Code) -> str:
        """Returns a new authorization code."""
        text = "AQ" + secrets.token_urlsafe(90)
        self.codes[text] = code
        return text

    def take_code(self, text: str) -> Code:
        """Returns what a code stands for. A code is valid once, for ten minutes. Raises GrantError."""
        code = self.codes.pop(text, None)
        if code is None:
            raise GrantError("invalid_grant", "Invalid authorization code")
        if self.now() >= code.issued_at + CODE_LIFETIME:
            raise GrantError("invalid_grant", "Authorization code expired")
        return code

    def consent(self, code: Code) -> dict[str, Any]:
        """Creates a grant from a redeemed code and returns the token endpoint's response."""
        grant = Grant(code.person, code.client_id, code.scope, self.now(), "")
        self.issued.append(grant)
        self._renew(grant)
        return self._answer(grant) | {"refresh_token": grant.refresh_token}

    def refresh(self, token: str, client_id: str) -> dict[str, Any]:
        """Returns the token endpoint's response to a refresh token. Raises GrantError."""
        grant = self.by_refresh.get(token)
        if grant is None or grant.client_id != client_id:
            raise GrantError("invalid_grant", "Invalid refresh token")
        if grant.revoked or token != grant.refresh_token:
            raise GrantError("invalid_grant", "Refresh token revoked")
        if grant.expired(self.now()):
            raise GrantError("invalid_grant", "Refresh token expired")
        return self._answer(grant) | self._rotation(grant)

    def revoke(self, person: str) -> None:
        """Revokes all of a person's tokens, as on the page of connected apps in their account."""
        for grant in self._of(person):
            grant.revoked = True
        self.access = {text: token for text, token in self.access.items() if token.grant.person != person}

    def age(self, person: str, days: float) -> None:
        """Moves a person's consents back by that many days."""
        for grant in self._of(person):
            grant.consented_at -= timedelta(days=days)

    def expire_access(self, person: str) -> None:
        """Expires a person's access tokens."""
        for token in self.access.values():
            if token.grant.person == person:
                token.expires_at = self.now()

    def _of(self, person: str) -> list[Grant]:
        return [grant for grant in self.issued if grant.person == person]

    def _renew(self, grant: Grant) -> None:
        grant.refresh_token = "AQ" + secrets.token_urlsafe(96)
        self.by_refresh[grant.refresh_token] = grant

    def _answer(self, grant: Grant) -> dict[str, Any]:
        text = "BQ" + secrets.token_urlsafe(120)
        self.access[text] = AccessToken(grant, self.now() + ACCESS_LIFETIME)
        return {
            "access_token": text,
            "token_type": "Bearer",
            "scope": grant.scope,
            "expires_in": int(ACCESS_LIFETIME.total_seconds()),
        }

    def _rotation(self, grant: Grant) -> dict[str, Any]:
        if self.rotate == "never":
            return {}
        if self.rotate == "null":
            return {"refresh_token": None}
        self._renew(grant)
        return {"refresh_token": grant.refresh_token}
