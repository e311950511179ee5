"""The problems at a vendor's OAuth token endpoint; `vendor` is "spotify" or "google" in each of them."""

from __future__ import annotations

from problems.kinds import AskOperator, Bug, TryLater


class InvalidClient(AskOperator):
    """The vendor does not accept the client id and secret of this installation: `error`, and the `settings` to check."""

    code = "invalid_client"


class RefreshRefused(Bug):
    """The vendor refused to refresh an access token for a reason that this code does not know: `error`."""

    code = "refresh_refused"


class TokenEndpointUnavailable(TryLater):
    """The token endpoint did not answer, or not in OAuth's words."""

    code = "token_endpoint_unavailable"
    is_open_ended = True
