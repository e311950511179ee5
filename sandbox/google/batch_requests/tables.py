"""addTable, deleteTable, and what a table's typed columns refuse.

https://developers.google.com/workspace/sheets/api/guides/tables
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.google.cells import EMPTY, tidy
from sandbox.google.errors import invalid
from sandbox.google.fields import overlay, write_mask
from sandbox.google.protection import check_edit
from sandbox.google.ranges import Area
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import Tab

UNTYPED = (None, "COLUMN_TYPE_UNSPECIFIED")
DEFAULTS = {"BOOLEAN": False, "RATINGS_CHIP": 0}
"""What columns of tick boxes and of ratings are filled with."""


def add(book: SpreadsheetState, body: dict[str, Any]) -> dict[str, Any]:
    """Adds a table, whose first row is its header, and whose last one its footer, if it has one."""
    given = body.get("table") or {}
    if not given.get("range"):
        raise invalid("table.range must be set.")
    tab, area = book.place(given["range"])
    if any(area.meets(book.place(table["range"])[1]) for table in tab.tables):
        raise invalid("You can't create a table that overlaps another table.")
    width = area.right - area.left
    for column in given.get("columnProperties") or []:
        if not 0 <= column.get("columnIndex", 0) < width:
            raise invalid("table.columnProperties must be inside the table.")
        _refuse_wrong_rule(column)
    wanted = given.get("tableId") or f"table-{book.new_id()}"
    table = {**given, "tableId": wanted, "name": given.get("name") or f"Table{len(tab.tables) + 1}"}
    tab.tables.append(table)
    _fill_in_defaults(book, tab, table)
    return {"table": table}


def _refuse_wrong_rule(column: dict[str, Any]) -> None:
    """Raises GoogleError for a list of values without a dropdown, and the other way round."""
    condition = (column.get("dataValidationRule") or {}).get("condition") or {}
    if column.get("columnType") == "DROPDOWN" and condition.get("type") != "ONE_OF_LIST":
        raise invalid("A dropdown column must have a dataValidationRule of the type ONE_OF_LIST.")
    if column.get("columnType") != "DROPDOWN" and column.get("dataValidationRule"):
        raise invalid("Only a dropdown column can have a dataValidationRule.")


def _fill_in_defaults(book: SpreadsheetState, tab: Tab, table: dict[str, Any]) -> None:
    """Fills the empty cells of columns whose type has a default value, but for the footer's."""
    for kind, cells in _typed_columns(book, table):
        if kind in DEFAULTS:
            for index in range(cells.top, cells.bottom - has_footer(table)):
                cell = tab.rows[index].cell(cells.left)
                if cell.value is None:
                    filled = cell._replace(value=DEFAULTS[kind])
                    tab.rows[index] = tab.rows[index].with_part(cells.left, (filled,))


def update(book: SpreadsheetState, body: dict[str, Any]) -> None:
    """Gives a table another range, or other colours: with the footer's it gets or loses its last row.

    https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#updatetablerequest
    https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets#TableRowsProperties
    """
    given = body.get("table") or {}
    mask = write_mask(body.get("fields"), "Table", root="table")
    if set(mask) not in ({"range"}, {"rowsProperties"}):
        raise invalid("The sandbox updates a table's range or its rowsProperties, and nothing else of it.")
    tab, table = _find(book, given.get("tableId"))
    new = overlay(table, given, mask)
    place, area = book.place(new.get("range") or {})
    if more := has_footer(new) - has_footer(table):
        new["range"] = {**new["range"], "endRowIndex": area.bottom + more}
        area = tab.area(new["range"], strict=True)
    others = (one for one in tab.tables if one is not table)
    if place is not tab or any(area.meets(book.place(one["range"])[1]) for one in others):
        raise invalid("You can't create a table that overlaps another table.")
    tab.tables[tab.tables.index(table)] = new


def has_footer(table: dict[str, Any]) -> bool:
    """Returns whether the last row of the table's range is its footer: that is what the footer's colour says."""
    return "footerColorStyle" in (table.get("rowsProperties") or {})


def delete(book: SpreadsheetState, body: dict[str, Any]) -> None:
    """Deletes a table with what stands in it, and with the conditional formats that lie in it.

    https://github.com/openclaw/gogcli/issues/709 (the values)
    https://github.com/mmedum/google-sheets-mcp/blob/main/docs/architecture.md (the formats)
    """
    tab, table = _find(book, body.get("tableId"))
    _, area = book.place(table["range"])
    check_edit(book, tab, area)
    tab.tables.remove(table)
    for index in range(area.top, area.bottom):
        cells = tab.rows[index].part(area.left, area.right)
        emptied = tuple(cell if cell is EMPTY else tidy(cell._replace(value=None, runs=())) for cell in cells)
        tab.rows[index] = tab.rows[index].with_part(area.left, emptied)
    tab.conditional_formats = [
        rule
        for rule in tab.conditional_formats
        if not all(area.covers(book.place(part)[1]) for part in rule["ranges"])
    ]


def _find(book: SpreadsheetState, table_id: Any) -> tuple[Tab, dict[str, Any]]:
    for tab in book.tabs:
        for table in tab.tables:
            if table["tableId"] == table_id:
                return tab, table
    raise invalid(f"No table with id: {table_id}")


def refuse_number_format(book: SpreadsheetState, tab: Tab, area: Area) -> None:
    """Raises GoogleError where the area is in a typed column: its type decides how numbers look.

    The documents say only that a typed column has a type. What it refuses, and how, is from public code:
    https://github.com/acmchapter-psu/acm-psu-website/blob/main/apps-script/Code.gs
    """
    if _meets_typed_column(book, tab, area):
        raise invalid("You can't set the number format of cells in a typed column.")


def refuse_validation(book: SpreadsheetState, tab: Tab, area: Area) -> None:
    """Raises GoogleError where the area is in a typed column.

    https://github.com/khiemdoan-studient/weekly-corrections/blob/main/docs/AI_INSTRUCTIONS.md
    """
    if _meets_typed_column(book, tab, area):
        raise invalid("This operation is not allowed on cells in typed columns.")


def _meets_typed_column(book: SpreadsheetState, tab: Tab, area: Area) -> bool:
    typed = (cells for table in tab.tables for _, cells in _typed_columns(book, table))
    return any(map(area.meets, typed))


def _typed_columns(book: SpreadsheetState, table: dict[str, Any]) -> Iterator[tuple[str, Area]]:
    """Yields the type and the cells of each column that has a type. Its header is text in any case."""
    inside = book.place(table["range"])[1]
    for column in table.get("columnProperties") or []:
        if (kind := column.get("columnType")) not in UNTYPED:
            left = inside.left + column.get("columnIndex", 0)
            yield kind, Area(inside.top + 1, left, inside.bottom, left + 1)
