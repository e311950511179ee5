"""Protected ranges.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets#ProtectedRange
"""

from __future__ import annotations

from typing import Any

from sandbox.google.errors import invalid
from sandbox.google.ranges import Area
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import Tab

REFUSAL = (
    "You are trying to edit a protected cell or object. "
    "Please contact the spreadsheet owner to remove protection if you need to edit."
)


def check_edit(book: SpreadsheetState, tab: Tab, area: Area | None = None) -> None:
    """Raises GoogleError when something in `area` (None: the tab itself) is protected against the editor."""
    for protected in tab.protected:
        if may_edit(book, protected) or protected.get("warningOnly"):
            continue
        if area is None or _hits(tab, protected, area):
            raise invalid(REFUSAL)


def check_insert(book: SpreadsheetState, tab: Tab, before: Area, after: Area) -> None:
    """Raises GoogleError when rows or columns would be inserted into a protected range."""
    for protected in tab.protected:
        if may_edit(book, protected) or protected.get("warningOnly"):
            continue
        if _hits(tab, protected, before) and _hits(tab, protected, after):
            raise invalid(REFUSAL)


def may_edit(book: SpreadsheetState, protected: dict[str, Any]) -> bool:
    """Returns whether the current editor may edit what this range protects."""
    if book.editor is None or book.editor == book.owner:
        return True
    return book.editor in protected.get("editors", {}).get("users", [])


def _hits(tab: Tab, protected: dict[str, Any], area: Area) -> bool:
    if not bounds(tab, protected["range"]).meets(area):
        return False
    exempt = [bounds(tab, part) for part in protected.get("unprotectedRanges", [])]
    return not any(part.covers(area) for part in exempt)


def bounds(tab: Tab, grid_range: dict[str, Any]) -> Area:
    """Returns a stored range, cut to the current grid."""
    return Area(
        grid_range.get("startRowIndex", 0),
        grid_range.get("startColumnIndex", 0),
        min(grid_range.get("endRowIndex", tab.row_count), tab.row_count),
        min(grid_range.get("endColumnIndex", tab.column_count), tab.column_count),
    )
