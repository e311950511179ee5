"""Google's refusals that are known by a code: of its token endpoint, and `ErrorInfo.reason` of its APIs."""

from __future__ import annotations

from sandbox.google.apps import PROJECT_NUMBER
from sandbox.google.errors import GoogleError
from sandbox.google.quotas import error_info

# The pages say when each comes; the status and the words of most are from public reports.
# https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors
OAUTH_REFUSALS: dict[str, tuple[int, str]] = {
    # https://github.com/dust-tt/dust/pull/31975
    "admin_policy_enforced": (
        400,
        "The Google Account is unable to authorize one or more scopes requested due to the policies of their Google"
        " Workspace administrator.",
    ),
    "policy_enforced": (400, "Access blocked"),  # https://github.com/twentyhq/twenty/pull/25148
    "access_denied": (403, "Account Restricted"),  # https://github.com/closeio/sync-engine/issues/1013
    # https://github.com/googleapis/google-api-nodejs-client/issues/1256
    "deleted_client": (401, "The OAuth client was deleted."),
    "disabled_client": (401, "The OAuth client was disabled."),
    "invalid_client": (401, "Unauthorized"),
    "org_internal": (403, "This client is restricted to users within its organization."),
    "invalid_grant": (400, "Token has been expired or revoked."),
}
# https://github.com/googleapis/googleapis/blob/master/google/api/error_reason.proto
API_REASONS = {
    "BILLING_DISABLED",
    "CONSUMER_INVALID",
    "CONSUMER_SUSPENDED",
    "GCP_SUSPENDED",
    "LOCATION_POLICY_VIOLATED",
    "LOCATION_TAX_POLICY_VIOLATED",
    "ORG_RESTRICTION_VIOLATION",
    "RESOURCE_USAGE_RESTRICTION_VIOLATED",
    "SECURITY_POLICY_VIOLATED",
    "SERVICE_DISABLED",
    "SERVICE_NOT_VISIBLE",
    "USER_BLOCKED_BY_ADMIN",
    "USER_PROJECT_DENIED",
}


def by_reason(reason: str) -> GoogleError:
    """Returns a 403 in the words of a missing permission, with the reason for machines beside them."""
    metadata = {"consumer": f"projects/{PROJECT_NUMBER}", "service": "sheets.googleapis.com"}
    message = "The caller does not have permission"
    return GoogleError(403, "PERMISSION_DENIED", message, [error_info(reason, metadata)])
