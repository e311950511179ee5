"""Where values are appended: the table that a range touches, and the space below it."""

from __future__ import annotations

from typing import Any

from sandbox.google.ranges import Area
from sandbox.google.tab import Tab

Rows = list[list[Any]]


def table_at(tab: Tab, area: Area) -> Area | None:
    """Returns the area of the last block of rows with values that the range touches, or None."""
    filled = [row for row in range(area.top, area.bottom) if _is_filled(tab, row, area.left, area.right)]
    if not filled:
        return None
    top, bottom = filled[-1], filled[-1] + 1
    while bottom < tab.row_count and _is_filled(tab, bottom, 0, tab.column_count):
        bottom += 1
    while top and _is_filled(tab, top - 1, 0, tab.column_count):
        top -= 1
    columns = [
        column
        for row in tab.rows[top:bottom]
        for column, cell in enumerate(row.cells)
        if cell.value is not None
    ]
    return Area(top, min(columns), bottom, max(columns) + 1)


def _is_filled(tab: Tab, row: int, left: int, right: int) -> bool:
    return any(cell.value is not None for cell in tab.rows[row].cells[left:right])


def growth_requests(tab: Tab, top: int, left: int, rows: Rows, *, insert_rows: bool) -> list[dict[str, Any]]:
    """Returns the requests that make space for the rows, inserting rows or extending the grid."""
    requests: list[dict[str, Any]] = []
    missing = top + len(rows) - tab.row_count
    width = max(map(len, rows), default=0)
    if insert_rows and rows and top < tab.row_count:
        lines = {"sheetId": tab.gid, "dimension": "ROWS", "startIndex": top, "endIndex": top + len(rows)}
        requests.append({"insertDimension": {"range": lines, "inheritFromBefore": top > 0}})
    elif missing > 0:
        requests.append({"appendDimension": {"sheetId": tab.gid, "dimension": "ROWS", "length": missing}})
    wider = left + width - tab.column_count
    if wider > 0:
        requests.append({"appendDimension": {"sheetId": tab.gid, "dimension": "COLUMNS", "length": wider}})
    return requests
