"""Parses what a token endpoint grants: https://www.rfc-editor.org/rfc/rfc6749#section-5.1"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

# Both vendors grant an hour; taken when the answer does not name it.
DEFAULT_LIFETIME = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a vendor granted. `refresh` is None when it sent none: the old one stays valid. `expires_at` is aware UTC."""

    access: str
    refresh: str | None
    expires_at: datetime
    scopes: frozenset[str]

    def __repr__(self) -> str:
        return f"Grant(until {self.expires_at}, for {sorted(self.scopes)})"  # a traceback shows no token


def parse_grant(answer: Mapping[str, Any], *, requested: frozenset[str], now: datetime) -> Grant:
    """Returns the grant in an answer of a token endpoint. Raises `ValueError` when there is no access token in it."""
    access, refresh, scopes = (answer.get(name) for name in ("access_token", "refresh_token", "scope"))
    if not isinstance(access, str) or not access:
        raise ValueError("no access token in the answer")
    # Scopes that are not named were granted as requested.
    named = isinstance(scopes, str) and scopes.strip()
    return Grant(
        access=access,
        refresh=refresh if isinstance(refresh, str) and refresh else None,
        expires_at=now + _lifetime(answer.get("expires_in")),
        scopes=frozenset(str(scopes).split()) if named else requested,
    )


def _lifetime(seconds: object) -> timedelta:
    try:
        lifetime = timedelta(seconds=int(str(seconds)))
    except (ValueError, OverflowError):
        return DEFAULT_LIFETIME
    return lifetime if timedelta(0) < lifetime <= timedelta(days=1) else DEFAULT_LIFETIME
