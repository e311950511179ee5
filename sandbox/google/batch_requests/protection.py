"""addProtectedRange, deleteProtectedRange."""

from __future__ import annotations

from typing import Any

from sandbox.google.errors import invalid
from sandbox.google.protection import REFUSAL, may_edit
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import Tab


def add(book: SpreadsheetState, body: dict[str, Any]) -> dict[str, Any]:
    """Protects a range. Its creator and the owner may edit it; warningOnly blocks nobody."""
    given = body.get("protectedRange") or {}
    if not given.get("range"):
        raise invalid("protectedRange.range must be set.")
    tab, _ = book.place(given["range"])
    wanted = given.get("protectedRangeId")
    if wanted is not None and any(wanted == item["protectedRangeId"] for _, item in _all(book)):
        raise invalid(f"A protected range with id {wanted} already exists.")
    protected = {**given, "protectedRangeId": book.new_id() if wanted is None else wanted}
    if not given.get("warningOnly"):
        protected["editors"] = _with_makers(book, given.get("editors") or {})
    tab.protected.append(protected)
    return {"protectedRange": {**protected, "requestingUserCanEdit": True}}


def _with_makers(book: SpreadsheetState, editors: dict[str, Any]) -> dict[str, Any]:
    makers = [who for who in (book.owner, book.editor) if who]
    return {**editors, "users": list(dict.fromkeys([*editors.get("users", []), *makers]))}


def _all(book: SpreadsheetState) -> list[tuple[Tab, dict[str, Any]]]:
    return [(tab, item) for tab in book.tabs for item in tab.protected]


def delete(book: SpreadsheetState, body: dict[str, Any]) -> None:
    wanted = body.get("protectedRangeId", 0)
    for tab, item in _all(book):
        if item["protectedRangeId"] == wanted:
            if not may_edit(book, item):
                raise invalid(REFUSAL)
            tab.protected.remove(item)
            return
    raise invalid(f"No protected range with id: {wanted}")
