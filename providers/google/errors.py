"""What each refusal of Google's means for the person: pure, from status and body to a problem.

A refused request has changed nothing: a batch is applied whole or not at all. What may have been applied
(no answer, 5xx to a write) is not decided here but in `google.py`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from problems.kinds import AskOperator, AskUser, Bug, Problem, Reconnect, TryLater

LEFT_ALONE = "Your sheet is as it was."


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for what: `address` is the service account's e-mail, empty when a person's permission is used.

    `soon` and `next_minute` (aware UTC) are when it is worth asking again.
    """

    address: str
    writing: bool
    soon: datetime
    next_minute: datetime


def explain(refusal: Refusal, asked: Asked) -> Problem:
    """The problem behind any answer that is not a success and was certainly not applied."""
    if refusal.status == 429:
        return TryLater(
            "google_quota",
            f"Google allows a limited number of requests a minute, and they are used up. {LEFT_ALONE} It goes on"
            " by itself in about a minute.",
            when=asked.next_minute,
        )
    if refusal.status >= 500 or refusal.status in {408, 409}:
        return unavailable(asked.soon)
    by_status = {401: _unauthenticated, 403: _forbidden, 404: _missing, 413: _too_big}
    return by_status.get(refusal.status, _invalid)(refusal, asked)


def unavailable(when: datetime) -> TryLater:
    return TryLater(
        "google_unavailable",
        f"Google did not answer properly. {LEFT_ALONE} It is tried again by itself.",
        when=when,
    )


def _unauthenticated(refusal: Refusal, asked: Asked) -> Problem:
    if asked.address:
        return service_account_refused()
    return Reconnect(
        "google_access_ended",
        f"Google no longer accepts your permission. Connect Google again. {LEFT_ALONE}",
        vendor="google",
    )


def service_account_refused() -> AskOperator:
    return AskOperator(
        "google_service_account_refused",
        "Google does not accept this site's service account: its key was deleted or switched off, or the clock"
        f" of this machine is wrong. The operator has to look at GOOGLE_SERVICE_ACCOUNT. {LEFT_ALONE}",
    )


def _forbidden(refusal: Refusal, asked: Asked) -> Problem:
    if refusal.says("has not been used in project", "it is disabled"):
        return AskOperator(
            "google_api_disabled",
            "The Google Sheets API is switched off in this site's Google project. The operator has to enable it at"
            f" https://console.cloud.google.com/apis/library/sheets.googleapis.com. {LEFT_ALONE}",
        )
    if refusal.says("insufficient authentication scopes"):
        return _unauthenticated(refusal, asked) if asked.address else _box_left_unticked()
    if refusal.says("storage quota"):
        return AskUser(
            "drive_full",
            f"Your Google Drive is full. Make room in it and try again. {LEFT_ALONE}",
        )
    if not asked.address:
        return _missing(refusal, asked)
    if asked.writing:
        return AskUser(
            "sheet_view_only",
            f"{asked.address} may look at your spreadsheet but not edit it. In Google Sheets open Share and make"
            f" that address an Editor. {LEFT_ALONE}",
        )
    return AskUser(
        "sheet_not_shared",
        f"{asked.address} may not open your spreadsheet. In Google Sheets open Share, add that address as an"
        " Editor, and try again.",
    )


def _box_left_unticked() -> Reconnect:
    return Reconnect(
        "google_permission_not_given",
        "Google says that your permission does not cover spreadsheets. Connect Google again and leave every box"
        f" ticked. {LEFT_ALONE}",
        vendor="google",
    )


def _missing(refusal: Refusal, asked: Asked) -> Problem:
    if asked.address:
        return AskUser(
            "sheet_missing",
            "Google knows no such spreadsheet: it was deleted, or the address is not complete. Copy the whole"
            " address from the browser while the spreadsheet is open.",
        )
    return AskUser(
        "sheet_gone",
        "Google no longer finds the spreadsheet in your Drive: it was deleted, or you took the permission for it"
        " back. Restore it from the bin, or link a new one.",
    )


def _too_big(refusal: Refusal, asked: Asked) -> Problem:
    return Bug("request_too_big", f"One request to Google was bigger than Google takes. {LEFT_ALONE}")


def _invalid(refusal: Refusal, asked: Asked) -> Problem:
    for texts, code, sentence in _SAID:
        if refusal.says(*texts):
            return AskUser(code, f"{sentence} {LEFT_ALONE}")
    if refusal.says("unable to parse range"):  # the tab got another name between our look and our write
        return unavailable(asked.soon)
    if refusal.says("payload size exceeds"):
        return _too_big(refusal, asked)
    return Bug(
        "google_refused",
        f"Google refused a request in a way this site does not know: {refusal.status}"
        f" {refusal.message[:300] or 'without a reason'}. {LEFT_ALONE}",
    )


_SAID: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("not supported for this document",),
        "sheet_is_xlsx",
        "This file is an Excel file (.xlsx) that Google only shows. In Google Sheets choose File, Save as Google"
        " Sheets, and link the copy.",
    ),
    (
        ("no grid with id", "no sheet with id"),
        "tab_deleted",
        "The tab that we write into was deleted. Undo that in Google Sheets, or unlink the sheet and link it again.",
    ),
    (
        ("protected cell", "protected range", "protected sheet"),
        "sheet_protected",
        "A part of the tab that we write into is protected. In Google Sheets open Data, Protected sheets and"
        " ranges, and remove the protection or let us edit.",
    ),
    (
        ("array formula",),
        "array_formula_in_the_way",
        "An array formula of yours covers cells in which rows have to come or go. Move the formula into another"
        " tab, or above our rows.",
    ),
    (
        ("merged cell", "merged region", "merge"),
        "merged_cells_in_the_way",
        "Merged cells stand where rows have to come or go. Unmerge them in Google Sheets.",
    ),
    (
        ("above the limit of 10000000 cells", "number of cells in the workbook"),
        "sheet_full",
        "The spreadsheet is full: Google allows 10 million cells in one, empty ones too. Delete tabs, rows or"
        " columns that you do not need, or link a new spreadsheet.",
    ),
    (
        ("maximum of 50000 characters",),
        "cell_too_long",
        "A cell would get more than 50,000 characters, which Google does not allow.",
    ),
    (
        ("data validation", "violates the validation"),
        "validation_in_the_way",
        "A validation rule of the tab refuses what we write. In Google Sheets remove the rule from our columns.",
    ),
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """`status` is the HTTP status, `name` Google's word for it ("INVALID_ARGUMENT"), empty when not JSON."""

    status: int
    name: str
    message: str

    def says(self, *texts: str) -> bool:
        return any(text.casefold() in self.message.casefold() for text in texts)


def read_refusal(status: int, body: str) -> Refusal:
    """Google's JSON, `{"error": "text"}` of its token server, or a page of HTML from something in between."""
    error = _error(body)
    if isinstance(error, dict):
        return Refusal(status, str(error.get("status") or ""), str(error.get("message") or ""))
    return Refusal(status, "", error if isinstance(error, str) else "")


def _error(body: str) -> Any:
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    return answer.get("error") if isinstance(answer, dict) else None
