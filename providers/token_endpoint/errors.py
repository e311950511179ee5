"""Turns the refusals of the token endpoints into problems."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from problems.kinds import Problem
from providers.token_endpoint.credentials import OAuthApp
from providers.token_endpoint.problems import (
    AccountForbidsAccess,
    InvalidClient,
    RefreshRefused,
    TokenEndpointUnavailable,
)

# What each error of a token endpoint means. Words that are not here are asked about again, and then are the operator's.
#
# RFC 6749: https://www.rfc-editor.org/rfc/rfc6749#section-5.2
# Google: https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors
REFUSALS: dict[str, type[InvalidClient | AccountForbidsAccess]] = {
    "invalid_client": InvalidClient,  # RFC 6749; Google's page: the client secret is wrong
    "unauthorized_client": InvalidClient,  # RFC 6749
    "deleted_client": InvalidClient,  # Google's page: the OAuth client was deleted
    "disabled_client": InvalidClient,  # https://github.com/openpubkey/opkssh/issues/617
    "org_internal": InvalidClient,  # Google's page: the app is for one organization's accounts only
    "admin_policy_enforced": AccountForbidsAccess,  # Google's page; https://github.com/dust-tt/dust/pull/31975
    # The Advanced Protection of an account: https://github.com/twentyhq/twenty/pull/25148
    "policy_enforced": AccountForbidsAccess,
    # "Account Restricted": https://github.com/closeio/sync-engine/issues/1013
    "access_denied": AccountForbidsAccess,
}
# With any status: the vendor has trouble of its own.
TEMPORARY_ERRORS = {
    "internal_failure",
    "rate_limit_exceeded",
    "server_error",
    "slow_down",
    "temporarily_unavailable",
}


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
    if status == 429 or status >= 500 or not isinstance(error, str) or error in TEMPORARY_ERRORS:
        return endpoint_unavailable(app, seconds=_seconds(retry_after))
    if error == "invalid_grant":
        return InvalidGrant()
    problem = REFUSALS.get(error)
    if problem is InvalidClient:
        return InvalidClient(vendor=app.vendor, error=error, settings=app.settings_names)
    if problem is AccountForbidsAccess:
        return AccountForbidsAccess(vendor=app.vendor, error=error)
    return RefreshRefused(vendor=app.vendor, error=error[:80])


def endpoint_unavailable(app: OAuthApp, *, seconds: int = 60) -> TokenEndpointUnavailable:
    """Returns the problem of a token endpoint that gave no answer of use."""
    return TokenEndpointUnavailable(vendor=app.vendor, when=timezone.now() + timedelta(seconds=seconds))


def _seconds(retry_after: str) -> int:
    """Between a minute and six hours: one wrong header must not stop a person's syncs for days."""
    return min(max(int(retry_after), 60), 6 * 3600) if retry_after.isdecimal() else 60
