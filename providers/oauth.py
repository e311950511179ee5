"""The vendors' token endpoints: refreshing an access token, revoking a permission, and the OAuth apps of this site.

A code is exchanged by social-auth, see `accounts.backends`.
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

from problems.kinds import Problem
from providers.problems import InvalidClient, RefreshRefused, TokenEndpointUnavailable

# Seconds to connect and between two bytes. The claim on a refresh (`accounts.token_refresh.CLAIM`) outlasts both.
TIMEOUT = (5, 10)
INVALID_CLIENT_ERRORS = {"invalid_client", "unauthorized_client"}
# Both vendors grant an hour; taken when the answer does not name it.
DEFAULT_LIFETIME = timedelta(hours=1)
DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"


class InvalidGrant(Exception):
    """The vendor answered `invalid_grant`: the refresh token was revoked, is too old, or of another app.

    Both vendors answer so during outages as well: `accounts.token_refresh.handle_invalid_grant` decides what to believe.
    """


@dataclass(frozen=True, slots=True)
class OAuthApp:
    """The app that this site is at a vendor; `vendor` is "spotify" or "google".

    `required_scopes` are those without which the site can do nothing there. `settings_names` are what the
    operator has to set, `settings_page` is where its values come from.
    """

    vendor: str
    name: str
    client_id: str
    client_secret: str
    token_url: str
    required_scopes: frozenset[str]
    settings_names: str
    settings_page: str

    def __repr__(self) -> str:
        return f"OAuthApp({self.vendor})"  # a traceback shows no secret

    @property
    def is_configured(self) -> bool:
        return bool(self.client_id and self.client_secret)


def oauth_app(vendor: str) -> OAuthApp:
    """Returns the app at "spotify" or "google", as the settings of this moment have it."""
    return _spotify_app() if vendor == "spotify" else _google_app()


def _spotify_app() -> OAuthApp:
    return OAuthApp(
        vendor="spotify",
        name="Spotify",
        client_id=settings.SPOTIFY_CLIENT_ID,
        client_secret=settings.SPOTIFY_CLIENT_SECRET,
        token_url=f"{settings.SPOTIFY_ACCOUNTS_URL}/api/token",
        required_scopes=frozenset(["user-library-read"]),
        settings_names="SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET",
        settings_page="https://developer.spotify.com/dashboard",
    )


def _google_app() -> OAuthApp:
    return OAuthApp(
        vendor="google",
        name="Google",
        client_id=settings.GOOGLE_CLIENT_ID,
        client_secret=settings.GOOGLE_CLIENT_SECRET,
        token_url=settings.GOOGLE_TOKEN_URL,
        required_scopes=frozenset([DRIVE_FILE]),
        settings_names="GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET",
        settings_page="https://console.cloud.google.com/apis/credentials",
    )


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
    # Scopes that are not named were granted as requested: https://www.rfc-editor.org/rfc/rfc6749#section-5.1
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


def refresh_access_token(app: OAuthApp, refresh_token: str) -> Grant:
    """Returns what the vendor grants for a refresh token: one request, no repetition.

    Raises `InvalidGrant`, `InvalidClient`, `TokenEndpointUnavailable` or `RefreshRefused`.
    """
    try:
        response = _post_refresh(app, refresh_token)
    except requests.RequestException:
        # Not chained: the exception holds the request, and the request holds the token.
        raise _unavailable(app) from None
    answer = _json(response)
    if not response.ok:
        raise _refusal(app, response, answer)
    try:
        return parse_grant(answer, requested=app.required_scopes, now=timezone.now())
    except ValueError:
        raise _unavailable(app) from None


def _post_refresh(app: OAuthApp, refresh_token: str) -> requests.Response:
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    basic = (app.client_id, app.client_secret)
    if app.vendor == "google":  # Google wants the client id and secret in the form, Spotify in the header
        form |= {"client_id": app.client_id, "client_secret": app.client_secret}
    return requests.post(
        app.token_url,
        data=form,
        auth=basic if app.vendor == "spotify" else None,
        headers={"Accept": "application/json"},
        timeout=TIMEOUT,
        # A redirect would carry the refresh token to wherever it points.
        allow_redirects=False,
    )


def _refusal(app: OAuthApp, response: requests.Response, answer: dict[str, Any]) -> Problem | InvalidGrant:
    """https://www.rfc-editor.org/rfc/rfc6749#section-5.2"""
    error = answer.get("error")
    if response.status_code == 429 or response.status_code >= 500 or not isinstance(error, str):
        return _unavailable(app, seconds=_retry_after(response))
    if error == "invalid_grant":
        return InvalidGrant()
    if error in INVALID_CLIENT_ERRORS:
        return InvalidClient(vendor=app.vendor, error=error, settings=app.settings_names)
    return RefreshRefused(vendor=app.vendor, error=error[:80])


def _unavailable(app: OAuthApp, *, seconds: int = 60) -> TokenEndpointUnavailable:
    return TokenEndpointUnavailable(vendor=app.vendor, when=timezone.now() + timedelta(seconds=seconds))


def _retry_after(response: requests.Response) -> int:
    """Seconds, kept between a minute and six hours: one wrong header must not stop a person's syncs for days."""
    value = response.headers.get("Retry-After", "")
    return min(max(int(value), 60), 6 * 3600) if value.isdecimal() else 60


def _json(response: requests.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def revoke_google(token: str) -> int:
    """Revokes a permission at Google; returns the status of its answer. Raises `ConnectionError` without one.

    Spotify has no such endpoint. https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke
    """
    url = settings.GOOGLE_TOKEN_URL.removesuffix("/token") + "/revoke"
    try:
        response = requests.post(url, data={"token": token}, timeout=10, allow_redirects=False)
    except requests.RequestException as error:
        # Not chained: the exception holds the request, and the request holds the token.
        raise ConnectionError(type(error).__name__) from None
    return response.status_code
