"""GridData: a rectangle of a tab with cells and row and column properties."""

from __future__ import annotations

from typing import Any

from sandbox.google.batch_requests.metadata import shown
from sandbox.google.cell_answer import cell_reader
from sandbox.google.fields import Mask, branch, select
from sandbox.google.ranges import Area
from sandbox.google.rows_and_columns import COLUMN_PIXELS, PLAIN, ROW_PIXELS, Line
from sandbox.google.spreadsheet_state import SpreadsheetState, line_location
from sandbox.google.tab import COLUMNS, ROWS, Tab

_PIXELS = {ROWS: ROW_PIXELS, COLUMNS: COLUMN_PIXELS}


def grid_data(book: SpreadsheetState, tab: Tab, area: Area, mask: Mask) -> dict[str, Any]:
    """Returns the GridData. Trailing empty rows and cells are left out, and so are zeros."""
    data: dict[str, Any] = {}
    for name, start in (("startRow", area.top), ("startColumn", area.left)):
        if start and branch(mask, name) is not None:
            data[name] = start
    rows_mask = branch(mask, "rowData")
    if rows_mask is not None and (rows := _rows(book, tab, area, rows_mask)):
        data["rowData"] = rows
    spans = (("rowMetadata", ROWS, area.top, area.bottom), ("columnMetadata", COLUMNS, area.left, area.right))
    for name, dimension, start, end in spans:
        lines_mask = branch(mask, name)
        if lines_mask is not None:
            data[name] = _lines(tab, dimension, start, end, lines_mask)
    return data


def _lines(tab: Tab, dimension: str, start: int, end: int, mask: Mask) -> list[dict[str, Any]]:
    """Returns the properties of each row or column. Plain ones share one object: there may be a million."""
    plain: dict[str, Any] = select({"pixelSize": _PIXELS[dimension]}, mask)
    lines = [row.line for row in tab.rows[start:end]] if dimension == ROWS else tab.columns[start:end]
    return [
        plain if line is PLAIN else _line(tab, dimension, index, line, mask)
        for index, line in enumerate(lines, start)
    ]


def _rows(book: SpreadsheetState, tab: Tab, area: Area, mask: Mask) -> list[dict[str, Any]]:
    cells_mask = branch(mask, "values")
    if cells_mask is None:
        return []
    read = cell_reader(book, tab, cells_mask)
    bottom = min(area.bottom, tab.last_row_with_cells())
    rows = [row.cells[area.left : area.right] for row in tab.rows[area.top : bottom]]
    while rows and not rows[-1]:
        rows.pop()
    return [{"values": [read(cell) for cell in cells]} if cells else {} for cells in rows]


def _line(tab: Tab, dimension: str, index: int, line: Line, mask: Mask) -> dict[str, Any]:
    data: dict[str, Any] = {"pixelSize": _PIXELS[dimension], **line.properties}
    if line.metadata:
        where = line_location(tab.gid, dimension, index)
        data["developerMetadata"] = [shown(piece, where) for piece in line.metadata]
    selected: dict[str, Any] = select(data, mask)
    return selected
