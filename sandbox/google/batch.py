"""Applies requests of a batch to a draft, in order."""

from __future__ import annotations

from typing import Any

from sandbox.google.batch_requests import HANDLERS
from sandbox.google.errors import GoogleError, invalid
from sandbox.google.spreadsheet_state import SpreadsheetState


def run(
    book: SpreadsheetState, requests: list[dict[str, Any]], editor: str | None
) -> tuple[SpreadsheetState, list[dict[str, Any]]]:
    """Returns a draft with all requests applied, and the replies.

    Raises GoogleError; `book` is not changed.
    """
    draft = book.draft(editor)
    return draft, [_reply(draft, place, request) for place, request in enumerate(requests)]


def _reply(draft: SpreadsheetState, place: int, request: dict[str, Any]) -> dict[str, Any]:
    try:
        return perform(draft, request)
    except GoogleError as error:
        kind = "".join(f".{name}" for name in request)
        text = f"Invalid requests[{place}]{kind}: {error.message}"
        raise GoogleError(error.code, error.status, text) from None


def perform(draft: SpreadsheetState, request: dict[str, Any]) -> dict[str, Any]:
    """Applies one request to a draft and returns its reply.

    Raises GoogleError, which leaves the draft unusable.
    """
    if not request:
        raise invalid("No request set.")
    ((kind, body),) = request.items()
    if kind not in HANDLERS:
        raise invalid("The sandbox does not know this kind of request.")
    reply = HANDLERS[kind](draft, body or {})
    return {} if reply is None else {kind: reply}
