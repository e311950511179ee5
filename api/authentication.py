"""`Authorization: Bearer ts_…`, and nothing else: no cookie, no token in an address. So no form elsewhere can use it.

https://www.rfc-editor.org/rfc/rfc6750
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from accounts.api_tokens import find_token
from accounts.log_context import add_to_log_context
from accounts.models import ApiToken, User
from accounts.problems import ApiLimitUsedUp
from accounts.rate_limits import TokenAction, spend_by_token
from accounts.time_zones import zone_of
from api.problems import ApiScopeMissing, ApiTokenInvalid

Scope = ApiToken.Scope
# What a request counts as. Changes count as reads do: they cost the site as much.
_COUNTED_AS = {
    Scope.READ: TokenAction.READ,
    Scope.WRITE: TokenAction.READ,
    Scope.SYNC: TokenAction.TRIGGER,
}


class BearerToken(HttpBearer):
    """Lets requests with a token of this scope through, as often in a minute as the limits allow."""

    # A member of the scheme in the API's document.
    openapi_description = "A token from *Settings, API*. Each operation names the scope that it needs."

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """Raises `ApiTokenInvalid`, `ApiScopeMissing` and `ApiLimitUsedUp`."""
        found = find_token(token)
        if found is None:
            raise ApiTokenInvalid
        add_to_log_context(person=found.user_id)
        timezone.activate(zone_of(found.user))
        if self.scope not in found.scopes:
            raise ApiScopeMissing(scope=self.scope.value)
        use = spend_by_token(found, _COUNTED_AS[self.scope])
        # For the headers, of a refusal too.
        request.rate_limit = use  # type: ignore[attr-defined]
        if use and not use.is_allowed:
            raise ApiLimitUsedUp(when=use.free_at)
        return found


may_read, may_sync, may_write = map(BearerToken, (Scope.READ, Scope.SYNC, Scope.WRITE))


def token_of(request: HttpRequest) -> ApiToken:
    """Returns the token that came with the request."""
    token: ApiToken = request.auth  # type: ignore[attr-defined]
    return token


def person_of(request: HttpRequest) -> User:
    """Returns whose token came with the request."""
    return token_of(request).user
