"""insertComment: a thread on one cell."""

from __future__ import annotations

from typing import Any

from sandbox.google.errors import invalid
from sandbox.google.spreadsheet_state import SpreadsheetState

MAX_CHARACTERS = 2048


def insert(book: SpreadsheetState, body: dict[str, Any]) -> dict[str, Any]:
    """Begins a thread on the cell at `coordinate`. What it says is answered once and not kept.

    https://developers.google.com/workspace/sheets/api/guides/comments
    """
    content = body.get("content") or ""
    if not content or len(content) > MAX_CHARACTERS:
        raise invalid(f"content must not be empty, and must not exceed {MAX_CHARACTERS} characters.")
    where = body.get("coordinate") or {}
    row, column = where.get("rowIndex", 0), where.get("columnIndex", 0)
    area = {
        "startRowIndex": row,
        "endRowIndex": row + 1,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }
    tab, _ = book.place({"sheetId": where.get("sheetId", 0), **area})
    anchor = f"anchor{book.new_id()}"
    cell = tab.rows[row].cell(column)
    tab.rows[row] = tab.rows[row].with_part(column, (cell._replace(comments=(*cell.comments, anchor)),))
    tab.may_have_comments = True
    thread = {"anchorId": anchor, "commentId": f"comment{book.new_id()}", "status": "OPEN"}
    return {"insertComment": {"commentThread": thread}}
