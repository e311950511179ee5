"""The vendors' token endpoints: refreshing an access token and revoking a permission.

A code is exchanged by social-auth, see `accounts.backends`.
Spotify: https://developer.spotify.com/documentation/web-api/tutorials/refreshing-tokens
Google: https://developers.google.com/identity/protocols/oauth2/web-server#offline
"""

from __future__ import annotations

from typing import Any

import requests
from django.conf import settings
from django.utils import timezone

from providers.token_endpoint.credentials import OAuthApp
from providers.token_endpoint.errors import endpoint_unavailable, refusal
from providers.token_endpoint.records import Grant, parse_grant

# Seconds to connect and between two bytes. The claim on a refresh (`accounts.token_refresh.CLAIM`) outlasts both.
TIMEOUT = (5, 10)


def refresh_access_token(app: OAuthApp, refresh_token: str) -> Grant:
    """Returns what the vendor grants for a refresh token: one request, no repetition.

    Raises `InvalidGrant`, `InvalidClient`, `TokenEndpointUnavailable` or `RefreshRefused`.
    """
    try:
        response = _post_refresh(app, refresh_token)
    except requests.RequestException:
        # Not chained: the exception holds the request, and the request holds the token.
        raise endpoint_unavailable(app) from None
    answer = _json(response)
    if not response.ok:
        raise refusal(app, response.status_code, answer, response.headers.get("Retry-After", ""))
    try:
        return parse_grant(answer, requested=app.required_scopes, now=timezone.now())
    except ValueError:
        raise endpoint_unavailable(app) from None


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


def _json(response: requests.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def revoke_google(token: str) -> bool:
    """Revokes a permission at Google; whether it is over now. Raises `ConnectionError` without an answer.

    It is over as well where Google knows the token no more. Spotify has no such endpoint. https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke
    """
    url = settings.GOOGLE_TOKEN_URL.removesuffix("/token") + "/revoke"
    try:
        response = requests.post(url, data={"token": token}, timeout=10, allow_redirects=False)
    except requests.RequestException as error:
        # Not chained: the exception holds the request, and the request holds the token.
        raise ConnectionError(type(error).__name__) from None
    return response.ok or _json(response).get("error") == "invalid_token"
