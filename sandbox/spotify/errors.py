"""Spotify's error responses, in its own words and its three shapes.

https://developer.spotify.com/documentation/web-api/concepts/api-calls#response-error
"""

from sandbox.messages import Response, json_response, text_response
from sandbox.spotify.limits import Refusal

NO_PREMIUM = (
    "Active premium subscription required for the owner of the app. When the subscription status changes, "
    "it can take a few hours before requests are allowed again."
)
NOT_REGISTERED = "Check settings on developer.spotify.com/dashboard, the user may not be registered."


def api_error(status: int, message: str, headers: tuple[tuple[str, str], ...] = (), **more: str) -> Response:
    return json_response({"error": {"status": status, "message": message, **more}}, status, headers)


def account_error(error: str, description: str) -> Response:
    """Returns an error in the token endpoint's shape, https://www.rfc-editor.org/rfc/rfc6749#section-5.2."""
    return json_response({"error": error, "error_description": description}, 400)


def expired_token() -> Response:
    return api_error(401, "The access token expired")


def insufficient_scope() -> Response:
    return api_error(403, "Insufficient client scope")


def forbidden() -> Response:
    """Returns the response of endpoints that apps in development mode no longer have."""
    return api_error(403, "Forbidden")


def no_premium() -> Response:
    return text_response(NO_PREMIUM, 403)


def not_registered() -> Response:
    return text_response(NOT_REGISTERED, 403)


def too_many(refusal: Refusal) -> Response:
    """Returns a 429: JSON with a reason for an exhausted quota, plain text for the rate limit."""
    headers = (("Retry-After", str(refusal.retry_after)),)
    if refusal.reason == "quota":
        return api_error(429, "Too many requests", headers, reason="QUOTA_EXCEEDED")
    return text_response("Too many requests", 429, headers)
