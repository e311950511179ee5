"""What people allowed: codes, grants with their refresh tokens, and access tokens."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

CODE_LIFE = timedelta(minutes=10)
ACCESS_LIFE = timedelta(hours=1)
GRANT_LIFE = timedelta(days=183)
"""Refresh tokens end six months after the consent; using them does not prolong it.

https://developer.spotify.com/blog/2026-06-18-refresh-token-expiration
"""

Rotation = Literal["never", "always", "null"]


class GrantError(Exception):
    """The token endpoint refuses: `error` and `description` as they stand in its answer."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description


@dataclass(slots=True)
class Grant:
    person: str
    client_id: str
    scope: str
    consented_at: datetime
    refresh_token: str
    revoked: bool = False

    def expired(self, now: datetime) -> bool:
        return now >= self.consented_at + GRANT_LIFE


@dataclass(frozen=True, slots=True)
class Code:
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
    """`rotate`: whether a refresh answers with a new refresh token (the old one then ends), without, or with null."""

    now: Callable[[], datetime]
    rotate: Rotation = "never"
    codes: dict[str, Code] = field(default_factory=dict)
    access: dict[str, AccessToken] = field(default_factory=dict)
    given: list[Grant] = field(default_factory=list)
    by_refresh: dict[str, Grant] = field(default_factory=dict)
    """Under every refresh token the grant ever had."""

    def issue_code(self, code: Code) -> str:
        text = "AQ" + secrets.token_urlsafe(90)
        self.codes[text] = code
        return text

    def take_code(self, text: str) -> Code:
        """A code is good once, and for ten minutes."""
        code = self.codes.pop(text, None)
        if code is None:
            raise GrantError("invalid_grant", "Invalid authorization code")
        if self.now() >= code.issued_at + CODE_LIFE:
            raise GrantError("invalid_grant", "Authorization code expired")
        return code

    def consent(self, code: Code) -> dict[str, Any]:
        """A new grant from a code that was taken; the token endpoint's answer."""
        grant = Grant(code.person, code.client_id, code.scope, self.now(), "")
        self.given.append(grant)
        self._renew(grant)
        return self._answer(grant) | {"refresh_token": grant.refresh_token}

    def refresh(self, token: str, client_id: str) -> dict[str, Any]:
        grant = self.by_refresh.get(token)
        if grant is None or grant.client_id != client_id:
            raise GrantError("invalid_grant", "Invalid refresh token")
        if grant.revoked or token != grant.refresh_token:
            raise GrantError("invalid_grant", "Refresh token revoked")
        if grant.expired(self.now()):
            raise GrantError("invalid_grant", "Refresh token expired")
        return self._answer(grant) | self._rotation(grant)

    def revoke(self, person: str) -> None:
        """As on the person's page of connected apps: every token of theirs ends at once."""
        for grant in self._of(person):
            grant.revoked = True
        self.access = {text: token for text, token in self.access.items() if token.grant.person != person}

    def age(self, person: str, days: float) -> None:
        """As if consent had been given so many days earlier."""
        for grant in self._of(person):
            grant.consented_at -= timedelta(days=days)

    def expire_access(self, person: str) -> None:
        for token in self.access.values():
            if token.grant.person == person:
                token.expires_at = self.now()

    def _of(self, person: str) -> list[Grant]:
        return [grant for grant in self.given if grant.person == person]

    def _renew(self, grant: Grant) -> None:
        grant.refresh_token = "AQ" + secrets.token_urlsafe(96)
        self.by_refresh[grant.refresh_token] = grant

    def _answer(self, grant: Grant) -> dict[str, Any]:
        text = "BQ" + secrets.token_urlsafe(120)
        self.access[text] = AccessToken(grant, self.now() + ACCESS_LIFE)
        return {
            "access_token": text,
            "token_type": "Bearer",
            "scope": grant.scope,
            "expires_in": int(ACCESS_LIFE.total_seconds()),
        }

    def _rotation(self, grant: Grant) -> dict[str, Any]:
        if self.rotate == "never":
            return {}
        if self.rotate == "null":
            return {"refresh_token": None}
        self._renew(grant)
        return {"refresh_token": grant.refresh_token}
