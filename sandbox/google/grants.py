"""Authorizations: codes, refresh tokens, access tokens."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

CODE_LIFETIME = timedelta(minutes=10)
ACCESS_LIFETIME = timedelta(seconds=3599)


class GrantError(Exception):
    """A refusal by the token endpoint: `{"error": code, "error_description": description}`."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.status = status


@dataclass(frozen=True, slots=True)
class Code:
    """What an authorization code stands for."""

    email: str
    client_id: str
    redirect_uri: str
    scopes: frozenset[str]
    offline: bool
    challenge: str
    challenge_method: str
    nonce: str
    issued_at: datetime


@dataclass(slots=True)
class AccessToken:
    """What an access token stands for. `client_id` is empty for the service account."""

    email: str
    client_id: str
    scopes: set[str]
    expires_at: datetime


@dataclass(slots=True)
class RefreshToken:
    email: str
    client_id: str
    scopes: set[str]


@dataclass
class Grants:
    """All authorizations, codes and tokens."""

    now: Callable[[], datetime]
    codes: dict[str, Code] = field(default_factory=dict)
    access: dict[str, AccessToken] = field(default_factory=dict)
    refresh: dict[str, RefreshToken] = field(default_factory=dict)
    granted_scopes: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    """(client id, e-mail address) -> every scope that was granted and not revoked."""

    def issue_code(self, code: Code) -> str:
        """Returns a new authorization code."""
        text = f"4/0A{secrets.token_urlsafe(30)}"
        self.codes[text] = code
        return text

    def take_code(self, text: str) -> Code | None:
        """Returns what a code stands for, or None if it is invalid. A code is valid once."""
        code = self.codes.pop(text, None)
        return code if code and self.now() < code.issued_at + CODE_LIFETIME else None

    def issue_access(self, email: str, client_id: str, scopes: set[str]) -> str:
        """Returns a new access token."""
        text = f"ya29.{secrets.token_urlsafe(48)}"
        self.access[text] = AccessToken(email, client_id, scopes, self.now() + ACCESS_LIFETIME)
        return text

    def issue_refresh(self, email: str, client_id: str, scopes: set[str]) -> str:
        """Returns a new refresh token."""
        text = f"1//0{secrets.token_urlsafe(40)}"
        self.refresh[text] = RefreshToken(email, client_id, scopes)
        return text

    def valid_access(self, text: str) -> AccessToken | None:
        """Returns what an access token stands for, or None if it is invalid or has expired."""
        token = self.access.get(text)
        return token if token and self.now() < token.expires_at else None

    def has_refresh(self, email: str, client_id: str) -> bool:
        """Returns whether the app has a refresh token of this person."""
        return any((token.email, token.client_id) == (email, client_id) for token in self.refresh.values())

    def expire_access(self, email: str) -> None:
        """Expires the person's access tokens."""
        for token in self.access.values():
            if token.email == email:
                token.expires_at = self.now()

    def revoke(self, email: str) -> None:
        """Revokes all tokens of a person, as when they remove the app in their Google account."""
        self.access = {text: token for text, token in self.access.items() if token.email != email}
        self.refresh = {text: token for text, token in self.refresh.items() if token.email != email}
        self.codes = {text: code for text, code in self.codes.items() if code.email != email}
        self.granted_scopes = {key: scopes for key, scopes in self.granted_scopes.items() if key[1] != email}

    def owner_of(self, text: str) -> str | None:
        """Returns the e-mail address of an access or refresh token, or None."""
        token = self.refresh.get(text) or self.valid_access(text)
        return token.email if token else None
