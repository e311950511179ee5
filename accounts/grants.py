"""What a vendor's token endpoint granted, read out of its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

# Both vendors grant an hour; taken when the answer does not say.
USUAL_LIFE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Grant:
    """`refresh` is None when the vendor sent none: the old one goes on. `expires_at` is aware UTC."""

    access: str
    refresh: str | None
    expires_at: datetime
    scopes: frozenset[str]

    def __repr__(self) -> str:
        return f"Grant(until {self.expires_at}, for {sorted(self.scopes)})"  # tracebacks show no token


def read_grant(answer: Mapping[str, Any], *, asked: frozenset[str], now: datetime) -> Grant:
    """Raises `ValueError` when there is no access token in it.

    A scope that is not named was granted as asked: https://www.rfc-editor.org/rfc/rfc6749#section-5.1
    """
    access, refresh, scopes = (answer.get(name) for name in ("access_token", "refresh_token", "scope"))
    if not isinstance(access, str) or not access:
        raise ValueError("no access token in the answer")
    return Grant(
        access=access,
        refresh=refresh if isinstance(refresh, str) and refresh else None,
        expires_at=now + _life(answer.get("expires_in")),
        scopes=frozenset(scopes.split()) if isinstance(scopes, str) and scopes.strip() else asked,
    )


def _life(seconds: object) -> timedelta:
    try:
        life = timedelta(seconds=int(str(seconds)))
    except (ValueError, OverflowError):
        return USUAL_LIFE
    return life if timedelta(0) < life <= timedelta(days=1) else USUAL_LIFE
