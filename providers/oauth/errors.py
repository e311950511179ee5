"""Turns the refusals of the token endpoints into problems."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from problems.kinds import Problem
from providers.oauth.credentials import OAuthApp
from providers.oauth.problems import InvalidClient, RefreshRefused, TokenEndpointUnavailable

INVALID_CLIENT_ERRORS = {"invalid_client", "unauthorized_client"}


class InvalidGrant(Exception):
    """The vendor answered `invalid_grant`: the refresh token was revoked, is too old, or of another app.

    Both vendors answer so during outages as well: `accounts.token_refresh.handle_invalid_grant` decides what to believe.
    """


def refusal(
    app: OAuthApp, status: int, answer: Mapping[str, Any], retry_after: str
) -> Problem | InvalidGrant:
    """Returns what a refused refresh means; `retry_after` is the header of that name, "" without one.

    https://www.rfc-editor.org/rfc/rfc6749#section-5.2
    """
    error = answer.get("error")
    if status == 429 or status >= 500 or not isinstance(error, str):
        return endpoint_unavailable(app, seconds=_seconds(retry_after))
    if error == "invalid_grant":
        return InvalidGrant()
    if error in INVALID_CLIENT_ERRORS:
        return InvalidClient(vendor=app.vendor, error=error, settings=app.settings_names)
    return RefreshRefused(vendor=app.vendor, error=error[:80])


def endpoint_unavailable(app: OAuthApp, *, seconds: int = 60) -> TokenEndpointUnavailable:
    """Returns the problem of a token endpoint that gave no answer of use."""
    return TokenEndpointUnavailable(vendor=app.vendor, when=timezone.now() + timedelta(seconds=seconds))


def _seconds(retry_after: str) -> int:
    """Between a minute and six hours: one wrong header must not stop a person's syncs for days."""
    return min(max(int(retry_after), 60), 6 * 3600) if retry_after.isdecimal() else 60
