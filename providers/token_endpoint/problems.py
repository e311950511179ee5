"""The problems at a vendor's OAuth token endpoint; `vendor` is "spotify" or "google" in each of them."""

from __future__ import annotations

from problems.kinds import AskOperator, Reconnect, Remedy, TryLater


class AccountForbidsAccess(Reconnect):
    """The administrator of the person's account, or its own protection, forbids this app: `error`."""

    code = "account_forbids_access"
    remedies = frozenset({Remedy.LINK_ANOTHER_SHEET})


class InvalidClient(AskOperator):
    """The vendor does not accept the client id and secret of this installation: `error`, and the `settings` to check."""

    code = "invalid_client"


class RefreshRefused(AskOperator):
    """The vendor refuses to refresh an access token for a reason that this code does not know: `error`.

    Believed only after a while: see `accounts.token_refresh`.
    """

    code = "refresh_refused"


class TokenEndpointUnavailable(TryLater):
    """The token endpoint did not answer, or not in OAuth's words."""

    code = "token_endpoint_unavailable"
    is_open_ended = True
