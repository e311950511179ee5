"""addConditionalFormatRule, deleteConditionalFormatRule. Rules are stored and returned, not applied.

https://developers.google.com/workspace/sheets/api/guides/conditional-format
"""

from __future__ import annotations

from typing import Any

from sandbox.google.errors import invalid
from sandbox.google.spreadsheet_state import SpreadsheetState


def add(book: SpreadsheetState, body: dict[str, Any]) -> None:
    rule = body.get("rule") or {}
    if not rule.get("ranges"):
        raise invalid("rule.ranges must be set.")
    if ("booleanRule" in rule) == ("gradientRule" in rule):
        raise invalid("rule must have one of booleanRule and gradientRule.")
    places = [book.place(grid_range) for grid_range in rule["ranges"]]
    tab = places[0][0]
    if any(other is not tab for other, _ in places):
        raise invalid("rule.ranges must all be on the same sheet.")
    tab.conditional_formats.insert(body.get("index", 0), rule)


def delete(book: SpreadsheetState, body: dict[str, Any]) -> dict[str, Any]:
    tab = book.tab(body.get("sheetId"), "sheet")
    index = body.get("index", 0)
    if not 0 <= index < len(tab.conditional_formats):
        raise invalid(f"No conditional format on sheet: {tab.gid} at index: {index}")
    return {"rule": tab.conditional_formats.pop(index)}
