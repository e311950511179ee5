"""Google's refusals that are known by a code: of its token endpoint, and `ErrorInfo.reason` of its APIs."""

from __future__ import annotations

from sandbox.google.apps import PROJECT_NUMBER
from sandbox.google.errors import GoogleError
from sandbox.google.quotas import error_info

# The pages say when each comes; the statuses and the words are from public reports.
# https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors
# https://developers.google.com/identity/protocols/oauth2#expiration
OAUTH_REFUSALS: dict[str, tuple[int, str]] = {
    # https://github.com/dust-tt/dust/pull/31975
    "admin_policy_enforced": (
        400,
        "The Google Account is unable to authorize one or more scopes requested due to the policies of their Google"
        " Workspace administrator.",
    ),
    # https://github.com/twentyhq/twenty/pull/25148; the words: https://github.com/closeio/sync-engine/pull/461
    "policy_enforced": (
        400,
        "Advanced Protection prevented your Google Account from signing in. This security feature stops most non-Google"
        " apps and services from accessing your data to keep your account protected.",
    ),
    "access_denied": (403, "Account Restricted"),  # https://github.com/closeio/sync-engine/issues/1013
    # https://github.com/nithinmurali/pygsheets/issues/541
    "deleted_client": (401, "The OAuth client was deleted."),
    # https://github.com/openpubkey/opkssh/issues/617
    "disabled_client": (401, "The OAuth client was disabled."),
    # https://github.com/SocialiteProviders/Providers/issues/564
    "invalid_client": (401, "Unauthorized"),
    # https://github.com/cloudyr/googleCloudStorageR/issues/138
    "org_internal": (403, "This client is restricted to users within its organization."),
    # https://github.com/googleworkspace/python-samples/issues/1644
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


WORDS = {
    # https://github.com/GoogleCloudPlatform/android-docs-samples/issues/58
    "CONSUMER_SUSPENDED": f"Permission denied: Consumer 'project_number:{PROJECT_NUMBER}' has been suspended.",
}


def by_reason(reason: str) -> GoogleError:
    """Returns a 403 with the reason for machines, in the words of a missing permission where its own are not known.

    All of it: https://github.com/firebase/firebase-ios-sdk/issues/13968
    """
    if reason == "SERVICE_DISABLED":
        return disabled("Google Sheets API", "sheets.googleapis.com")
    return _refused(reason, "sheets.googleapis.com", WORDS.get(reason, "The caller does not have permission"))


def disabled(name: str, service: str) -> GoogleError:
    """Returns the refusal of an API that the project has not enabled.

    https://github.com/home-assistant/core/issues/79744
    """
    url = f"https://console.developers.google.com/apis/api/{service}/overview?project={PROJECT_NUMBER}"
    message = (
        f"{name} has not been used in project {PROJECT_NUMBER} before or it is disabled. "
        f"Enable it by visiting {url} then retry. If you enabled this API recently, wait a few minutes for "
        "the action to propagate to our systems and retry."
    )
    return _refused("SERVICE_DISABLED", service, message)


def _refused(reason: str, service: str, message: str) -> GoogleError:
    metadata = {"consumer": f"projects/{PROJECT_NUMBER}", "service": service}
    return GoogleError(403, "PERMISSION_DENIED", message, [error_info(reason, metadata)])
