"""updateCells, repeatCell, appendCells, setDataValidation."""

from __future__ import annotations

from typing import Any

from sandbox.google import array_formulas, merges
from sandbox.google.batch_requests import tables
from sandbox.google.batch_requests.dimensions import add_lines
from sandbox.google.cells import EMPTY, Writer, writer
from sandbox.google.errors import invalid
from sandbox.google.fields import Mask, branch, write_mask
from sandbox.google.protection import check_edit
from sandbox.google.ranges import Area
from sandbox.google.rows_and_columns import BLANK, Row
from sandbox.google.spreadsheet_state import Place, SpreadsheetState
from sandbox.google.tab import ROWS, Tab

RowData = dict[str, Any]


def update(book: SpreadsheetState, body: dict[str, Any]) -> None:
    """Writes cells.

    With `range`, cells in it that the rows do not cover are cleared; with `start` they are kept.
    """
    write = writer(_mask(body))
    rows = body.get("rows") or []
    if "range" in body:
        tab, area = book.place(body["range"])
        _refuse_rows_beyond(rows, area)
    elif "start" in body:
        tab, area = _area_from_start(book, body["start"], rows)
    else:
        raise invalid("No area to update: one of 'start' and 'range' must be set.")
    check_edit(book, tab, area)
    if _writes_number_format(body):
        tables.refuse_number_format(book, tab, area)
    write_rows(tab, area, rows, write, clearing="range" in body)


def repeat(book: SpreadsheetState, body: dict[str, Any]) -> None:
    """Writes the same data into every cell of a range."""
    write = writer(_mask(body, root="cell"))
    data = body.get("cell") or {}
    tab, area = _place(book, body)
    check_edit(book, tab, area)
    if _writes_number_format(body, root="cell"):
        tables.refuse_number_format(book, tab, area)
    fill(tab, area, data, write)


def append(book: SpreadsheetState, body: dict[str, Any]) -> None:
    """Writes below the last row that is not empty; the grid grows as needed."""
    if body.get("tableId"):
        raise invalid("The sandbox does not append to a table.")
    write = writer(_mask(body))
    tab = book.tab(body.get("sheetId"))
    rows = body.get("rows") or []
    top = tab.last_row_with_cells()
    add_lines(book, tab, ROWS, top + len(rows) - tab.row_count)
    _, area = _area_from_start(book, {"sheetId": tab.gid, "rowIndex": top}, rows)
    check_edit(book, tab, area)
    write_rows(tab, area, rows, write, clearing=False)


def set_validation(book: SpreadsheetState, body: dict[str, Any]) -> None:
    """Sets a data validation rule on a range, or removes it when there is none."""
    tab, area = _place(book, body)
    check_edit(book, tab, area)
    tables.refuse_validation(book, tab, area)
    data = {"dataValidation": body["rule"]} if body.get("rule") else {}
    fill(tab, area, data, writer({"dataValidation": {}}))


def _place(book: SpreadsheetState, body: dict[str, Any]) -> Place:
    if not body.get("range"):
        raise invalid("range must be set.")
    return book.place(body["range"])


def _writes_number_format(body: dict[str, Any], root: str = "") -> bool:
    look = branch(_mask(body, root), "userEnteredFormat")
    return look is not None and branch(look, "numberFormat") is not None


def _mask(body: dict[str, Any], root: str = "") -> Mask:
    return write_mask(body.get("fields"), "CellData", root=root)


def _refuse_rows_beyond(rows: list[RowData], area: Area) -> None:
    if len(rows) > area.height:
        raise invalid(
            f"Attempting to write row: {area.bottom}, beyond the last requested row of: {area.bottom - 1}"
        )
    if any(len(row.get("values") or ()) > area.width for row in rows):
        raise invalid(
            f"Attempting to write column: {area.right}, beyond the last requested column of: {area.right - 1}"
        )


def _area_from_start(book: SpreadsheetState, start: dict[str, Any], rows: list[RowData]) -> tuple[Tab, Area]:
    tab = book.tab(start.get("sheetId"))
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    if not (0 <= top <= tab.row_count and 0 <= left < tab.column_count):
        raise tab.beyond_limits(Area(top, left, top + 1, left + 1))
    _refuse_rows_beyond(rows, Area(top, left, tab.row_count, tab.column_count))
    width = max((len(row.get("values") or ()) for row in rows), default=0)
    return tab, Area(top, left, top + len(rows), left + width)


def write_rows(tab: Tab, area: Area, rows: list[RowData], write: Writer, *, clearing: bool) -> None:
    """Writes row by row from the area's top left. `clearing` also clears cells that have no data."""
    nothing: RowData = {}
    for place in range(area.height if clearing else len(rows)):
        data = (rows[place].get("values") or []) if place < len(rows) else []
        width = area.width if clearing else len(data)
        row = tab.rows[area.top + place]
        old = row.part(area.left, area.left + width)
        given = data if len(data) == width else [*data, *([nothing] * (width - len(data)))]
        new = tuple(map(write, old, given))
        tab.rows[area.top + place] = row.with_part(area.left, new)
        array_formulas.watch(tab, new)
    merges.keep_covered_cells_empty(tab, area)


def fill(tab: Tab, area: Area, data: dict[str, Any], write: Writer) -> None:
    """Writes the same data into every cell of the area."""
    blank = write(EMPTY, data)
    row: Row | None = None
    written = BLANK
    for index in range(area.top, area.bottom):
        if tab.rows[index] is not row:
            row = tab.rows[index]
            old = row.part(area.left, area.right)
            new = tuple([blank if cell is EMPTY else write(cell, data) for cell in old])
            written = row.with_part(area.left, new)
            array_formulas.watch(tab, new)
        tab.rows[index] = written  # a thousand blank rows are one object, and stay one
    merges.keep_covered_cells_empty(tab, area)
