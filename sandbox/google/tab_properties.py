"""SheetProperties of a tab in answers."""

from __future__ import annotations

from typing import Any

from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import Tab


def tab_properties(book: SpreadsheetState, tab: Tab) -> dict[str, Any]:
    """Returns the properties. Zero and false are left out, except for id and index."""
    index = next(place for place, other in enumerate(book.tabs) if other is tab)
    return {
        "sheetId": tab.gid,
        "title": tab.title,
        "index": index,
        "sheetType": "GRID",
        "gridProperties": _grid_properties(tab),
        **tab.properties,
    }


def _grid_properties(tab: Tab) -> dict[str, Any]:
    grid = {"rowCount": tab.row_count, "columnCount": tab.column_count}
    if tab.frozen_rows:
        grid["frozenRowCount"] = tab.frozen_rows
    if tab.frozen_columns:
        grid["frozenColumnCount"] = tab.frozen_columns
    return {**grid, **tab.grid_properties}
