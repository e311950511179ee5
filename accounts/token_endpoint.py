"""The one HTTP door to the vendors' token endpoints for renewing (a code is exchanged by social-auth).

Spotify: https://developer.spotify.com/documentation/web-api/tutorials/refreshing-tokens
Google: https://developers.google.com/identity/protocols/oauth2/web-server#offline
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import requests
from django.utils import timezone

from accounts.grants import Grant, read_grant
from accounts.problems import AskOperator, Bug, Problem, TryLater
from accounts.vendors import Vendor

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
