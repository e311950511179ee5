"""From an error response of the Sheets API to a problem typed by what to do next.

A refused request has changed nothing: a batch is applied whole or not at all. A write that may have been applied
(no answer, 5xx) is not decided here but in `client.py`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from problems.kinds import AskUser, Problem
from providers.google.problems import (
    ArrayFormulaInTheWay,
    CellTooLong,
    DriveFull,
    FormInTheWay,
    FrozenInTheWay,
    GoogleAccessEnded,
    GoogleProjectRefused,
    GoogleQuotaSpent,
    GoogleRequestRefused,
    GoogleScopeMissing,
    GoogleUnavailable,
    MergedCellsInTheWay,
    RequestTooBig,
    ServiceAccountRefused,
    SheetFull,
    SheetGone,
    SheetIsXlsx,
    SheetLocked,
    SheetMissing,
    SheetNotShared,
    SheetProtected,
    SheetsApiDisabled,
    SheetViewOnly,
    TabDeleted,
    TypedColumnInTheWay,
    ValidationInTheWay,
)
from providers.token_endpoint.problems import AccountForbidsAccess

# Google's API has no code for the reason of a 400: its English message is all there is. Matched in any case.
_INVALID_REQUESTS: tuple[tuple[tuple[str, ...], type[AskUser]], ...] = (
    (("not supported for this document",), SheetIsXlsx),
    (("no grid with id", "no sheet with id"), TabDeleted),
    (("protected cell", "protected range", "protected sheet"), SheetProtected),
    (("array formula",), ArrayFormulaInTheWay),
    (("merged cell", "merged region", "merge"), MergedCellsInTheWay),
    (("above the limit of 10000000 cells", "number of cells in the workbook"), SheetFull),
    (("maximum of 50000 characters",), CellTooLong),
    (("data validation", "violates the validation"), ValidationInTheWay),
    # https://github.com/theoephraim/node-google-spreadsheet/issues/393
    (("cut from form data", "form data"), FormInTheWay),
    # https://github.com/theoephraim/node-google-spreadsheet/issues/528
    (("delete all non-frozen", "freeze all visible"), FrozenInTheWay),
    # "You can't set the number format of cells in a typed column", "… not allowed on cells in typed columns"
    (("in a typed column", "in typed columns"), TypedColumnInTheWay),
)
# `details[].reason`, which decides before the status: the words beside it are as for a sheet that is not shared.
# https://github.com/googleapis/googleapis/blob/master/google/api/error_reason.proto
PROJECT_REASONS = {
    "BILLING_DISABLED",
    "CONSUMER_INVALID",
    "CONSUMER_SUSPENDED",  # https://github.com/firebase/firebase-ios-sdk/issues/13968
    "GCP_SUSPENDED",
    "LOCATION_POLICY_VIOLATED",
    "LOCATION_TAX_POLICY_VIOLATED",
    "ORG_RESTRICTION_VIOLATION",
    "RESOURCE_USAGE_RESTRICTION_VIOLATED",
    "SECURITY_POLICY_VIOLATED",
    "SERVICE_NOT_VISIBLE",
    "USER_PROJECT_DENIED",
}


@dataclass(frozen=True, slots=True)
class GoogleError:
    """An error response: the HTTP `status`, and Google's `message`, empty when the body is not the API's JSON.

    `reason` is a code of Google's for machines, empty where there is none.
    """

    status: int
    message: str
    reason: str = ""

    def mentions(self, *texts: str) -> bool:
        return any(text.casefold() in self.message.casefold() for text in texts)


def parse_error(status: int, body: str) -> GoogleError:
    """Returns the error in Google's JSON, in `{"error": "text"}` of its token server, or in HTML of a proxy."""
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    error: Any = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(error, dict):
        return GoogleError(status, str(error.get("message") or ""), _reason_of(error.get("details")))
    return GoogleError(status, error if isinstance(error, str) else "")


def _reason_of(details: object) -> str:
    """https://cloud.google.com/apis/design/errors#error_info"""
    reasons = (
        [one.get("reason") for one in details if isinstance(one, dict)] if isinstance(details, list) else []
    )
    return next((reason for reason in reasons if isinstance(reason, str)), "")


def google_problem(error: GoogleError, *, address: str, is_write: bool) -> Problem:
    """Returns the problem behind a response that is not a success and was certainly not applied.

    `address` is the service account's e-mail, empty when a person's own permission was used. `is_write`: into a
    spreadsheet that has been read, so that making a new one is none.
    """
    if problem := _by_reason(error, address) or _by_words(error, address):
        return problem
    if error.status == 429:
        return GoogleQuotaSpent(when=next_minute())
    if error.status >= 500 or error.status in {408, 409}:
        return GoogleUnavailable(when=in_a_minute())
    refusals: dict[int, Callable[[], Problem]] = {
        401: lambda: _token_refused(address),
        403: lambda: _forbidden(address, is_write=is_write),
        404: lambda: _not_found(address),
    }
    return refusals.get(error.status, lambda: _invalid(error))()


def _by_reason(error: GoogleError, address: str) -> Problem | None:
    """Returns the problem that Google's code for machines names, None for a code that says no more than the status."""
    if error.reason in PROJECT_REASONS:
        return GoogleProjectRefused(reason=error.reason)
    problems: dict[str, Callable[[], Problem]] = {
        "RATE_LIMIT_EXCEEDED": lambda: GoogleQuotaSpent(when=next_minute()),
        "SERVICE_DISABLED": SheetsApiDisabled,
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT": lambda: _scope_missing(address),
        "USER_BLOCKED_BY_ADMIN": lambda: _blocked_by_admin(error.reason, address),
    }
    return problems[error.reason]() if error.reason in problems else None


def _by_words(error: GoogleError, address: str) -> Problem | None:
    """Returns the problem of a 403 without a code, by its English message."""
    if error.status != 403:
        return None
    if error.mentions("has not been used in project", "it is disabled"):
        return SheetsApiDisabled()
    if error.mentions("insufficient authentication scopes"):
        return _scope_missing(address)
    if error.mentions("storage quota"):
        return DriveFull()
    if error.mentions("domain administrators have disabled"):
        return _blocked_by_admin("domain administrators have disabled Drive apps", address)
    return None


def _scope_missing(address: str) -> Problem:
    return ServiceAccountRefused() if address else GoogleScopeMissing(vendor="google")


def _blocked_by_admin(reason: str, address: str) -> Problem:
    # The service account is in the operator's domain, a person's own permission in theirs.
    if address:
        return GoogleProjectRefused(reason=reason)
    return AccountForbidsAccess(vendor="google", error=reason)


def _token_refused(address: str) -> Problem:
    return ServiceAccountRefused() if address else GoogleAccessEnded(vendor="google")


def _forbidden(address: str, *, is_write: bool) -> Problem:
    if not address and is_write:
        # It was read a moment ago. A locked file answers a write with the words of a missing permission:
        # https://github.com/googleapis/google-api-nodejs-client/issues/3437
        return SheetLocked()
    if not address:
        # With `drive.file` a spreadsheet that the person has withdrawn answers 403 as well as 404.
        return _not_found(address)
    # A read comes before each write, so that a refused write means that reading is allowed. Whether as a viewer or
    # because the file is locked, Google does not say.
    return SheetViewOnly(address=address) if is_write else SheetNotShared(address=address)


def _not_found(address: str) -> Problem:
    return SheetMissing() if address else SheetGone()


def _invalid(error: GoogleError) -> Problem:
    if error.status == 413 or error.mentions("payload size exceeds"):
        return RequestTooBig()
    for texts, problem in _INVALID_REQUESTS:
        if error.mentions(*texts):
            return problem()
    if error.mentions("unable to parse range"):
        # The tab was renamed between our read and our write: the next attempt reads the new name.
        return GoogleUnavailable(when=in_a_minute())
    return GoogleRequestRefused(status=error.status, reason=error.message[:300] or "—")


# Both times are spread, so that people who were refused in one second do not all come back in one second.


def in_a_minute() -> datetime:
    """Returns when to ask again after a failure: in half a minute to a minute and a half."""
    return timezone.now() + timedelta(seconds=random.uniform(30, 90))  # noqa: S311 - spread, not secrecy


def next_minute() -> datetime:
    """Returns when to ask again after a quota, which Google refills every minute: shortly after the next full one."""
    minute = timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=1)
    return minute + timedelta(seconds=random.uniform(1, 30))  # noqa: S311 - spread, not secrecy
