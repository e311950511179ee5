"""The one HTTP door to the vendors' token endpoints for renewing (a code is exchanged by social-auth).

Spotify: https://developer.spotify.com/documentation/web-api/tutorials/refreshing-tokens
Google: https://developers.google.com/identity/protocols/oauth2/web-server#offline
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests
from django.conf import settings
from django.utils import timezone

from problems.kinds import AskOperator, Bug, Problem, TryLater

# Seconds to connect and between two bytes. The claim on a refresh outlasts both.
TIMEOUT = (5, 10)
OPERATORS_ERRORS = {"invalid_client", "unauthorized_client"}


class GrantRefused(Exception):
    """The vendor said `invalid_grant`: revoked, too old, of another app, or a hiccup of theirs."""


def renew(vendor: Vendor, refresh_token: str) -> Grant:
    """One request, no repetition. Raises `GrantRefused` or a `Problem`."""
    try:
        response = _ask(vendor, refresh_token)
    except requests.RequestException:
        # Not chained: the exception holds the request, and the request holds the token.
        raise _away(vendor) from None
    answer = _json(response)
    if not response.ok:
        raise _refusal(vendor, response, answer)
    try:
        return read_grant(answer, asked=vendor.needed, now=timezone.now())
    except ValueError:
        raise _away(vendor) from None


def _ask(vendor: Vendor, refresh_token: str) -> requests.Response:
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    basic = (vendor.client_id, vendor.client_secret)
    if vendor.key == "google":  # Google wants the app's name and secret in the form, Spotify in the header
        form |= {"client_id": vendor.client_id, "client_secret": vendor.client_secret}
    return requests.post(
        vendor.token_url,
        data=form,
        auth=basic if vendor.key == "spotify" else None,
        headers={"Accept": "application/json"},
        timeout=TIMEOUT,
        allow_redirects=False,
    )


def _refusal(vendor: Vendor, response: requests.Response, answer: dict[str, Any]) -> Problem | GrantRefused:
    error = answer.get("error")
    if response.status_code == 429 or response.status_code >= 500 or not isinstance(error, str):
        return _away(vendor, seconds=_retry_after(response))
    if error == "invalid_grant":
        return GrantRefused()
    if error in OPERATORS_ERRORS:
        return AskOperator(
            f"{vendor.key}_client_refused",
            f"{vendor.name} does not accept this site's app settings ({error}). The operator has to check"
            f" {vendor.settings_names}. Nothing is lost.",
        )
    return Bug(f"{vendor.key}_token_refused", f"{vendor.name} refused to renew the permission: {error[:80]}.")


def _away(vendor: Vendor, *, seconds: int = 60) -> TryLater:
    return TryLater(
        f"{vendor.key}_unavailable",
        f"{vendor.name} did not answer properly. Nothing is lost; it is tried again by itself.",
        when=timezone.now() + timedelta(seconds=seconds),
    )


def _retry_after(response: requests.Response) -> int:
    """Seconds, between a minute and six hours: what a vendor asks for in good faith."""
    value = response.headers.get("Retry-After", "")
    return min(max(int(value), 60), 6 * 3600) if value.isdecimal() else 60


def _json(response: requests.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"


@dataclass(frozen=True, slots=True)
class Vendor:
    """`needed` are the scopes without which the site can do nothing there."""

    key: str
    name: str
    client_id: str
    client_secret: str
    token_url: str
    needed: frozenset[str]
    settings_names: str
    get_them_at: str

    def __repr__(self) -> str:
        return f"Vendor({self.key})"

    @property
    def configured(self) -> bool:
        return bool(self.client_id and self.client_secret)


def vendor(key: str) -> Vendor:
    """The vendor "spotify" or "google", as the settings of this moment say."""
    return _spotify() if key == "spotify" else _google()


def _spotify() -> Vendor:
    return Vendor(
        key="spotify",
        name="Spotify",
        client_id=settings.SPOTIFY_CLIENT_ID,
        client_secret=settings.SPOTIFY_CLIENT_SECRET,
        token_url=f"{settings.SPOTIFY_ACCOUNTS_URL}/api/token",
        needed=frozenset(["user-library-read"]),
        settings_names="SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET",
        get_them_at="https://developer.spotify.com/dashboard",
    )


def _google() -> Vendor:
    return Vendor(
        key="google",
        name="Google",
        client_id=settings.GOOGLE_CLIENT_ID,
        client_secret=settings.GOOGLE_CLIENT_SECRET,
        token_url=settings.GOOGLE_TOKEN_URL,
        needed=frozenset([DRIVE_FILE]),
        settings_names="GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET",
        get_them_at="https://console.cloud.google.com/apis/credentials",
    )


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


def revoke_google(token: str) -> int:
    """Takes a permission back at Google; returns the status of its answer. Raises `ConnectionError` without one.

    https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke
    """
    url = settings.GOOGLE_TOKEN_URL.removesuffix("/token") + "/revoke"
    try:
        answer = requests.post(url, data={"token": token}, timeout=10, allow_redirects=False)
    except requests.RequestException as error:
        # Not chained: the exception holds the request, and the request holds the token.
        raise ConnectionError(type(error).__name__) from None
    return answer.status_code
