"""From an error response of the Sheets API to a problem typed by what to do next.

A refused request has changed nothing: a batch is applied whole or not at all. A write that may have been applied
(no answer, 5xx) is not decided here but in `client.py`.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from problems.kinds import AskUser, Problem
from providers.google.problems import (
    ArrayFormulaInTheWay,
    CellTooLong,
    DriveFull,
    GoogleAccessEnded,
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
    SheetMissing,
    SheetNotShared,
    SheetProtected,
    SheetsApiDisabled,
    SheetViewOnly,
    TabDeleted,
    ValidationInTheWay,
)

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
)


@dataclass(frozen=True, slots=True)
class GoogleError:
    """An error response: the HTTP `status`, and Google's `message`, empty when the body is not the API's JSON."""

    status: int
    message: str

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
        return GoogleError(status, str(error.get("message") or ""))
    return GoogleError(status, error if isinstance(error, str) else "")


def google_problem(error: GoogleError, *, address: str, is_write: bool) -> Problem:
    """Returns the problem behind a response that is not a success and was certainly not applied.

    `address` is the service account's e-mail, empty when a person's own permission was used.
    """
    if error.status == 429:
        return GoogleQuotaSpent(when=next_minute())
    if error.status >= 500 or error.status in {408, 409}:
        return GoogleUnavailable(when=in_a_minute())
    if error.status == 401:
        return _token_refused(address)
    if error.status == 403:
        return _forbidden(error, address, is_write=is_write)
    if error.status == 404:
        return _not_found(address)
    return _invalid(error)


def _token_refused(address: str) -> Problem:
    return ServiceAccountRefused() if address else GoogleAccessEnded(vendor="google")


def _forbidden(error: GoogleError, address: str, *, is_write: bool) -> Problem:
    if error.mentions("has not been used in project", "it is disabled"):
        return SheetsApiDisabled()
    if error.mentions("insufficient authentication scopes"):
        return ServiceAccountRefused() if address else GoogleScopeMissing(vendor="google")
    if error.mentions("storage quota"):
        return DriveFull()
    if not address:
        # With `drive.file` a spreadsheet that the person has withdrawn answers 403 as well as 404.
        return _not_found(address)
    # A read comes before each write, so that a refused write means that reading is allowed.
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
