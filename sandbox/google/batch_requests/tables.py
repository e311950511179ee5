"""addTable, deleteTable, and what a table's typed columns refuse.

https://developers.google.com/workspace/sheets/api/guides/tables
"""

from __future__ import annotations

from typing import Any

from sandbox.google.errors import invalid
from sandbox.google.fields import overlay, write_mask
from sandbox.google.ranges import Area
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import Tab

UNTYPED = (None, "COLUMN_TYPE_UNSPECIFIED")


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
    wanted = given.get("tableId") or f"table-{book.new_id()}"
    table = {**given, "tableId": wanted, "name": given.get("name") or f"Table{len(tab.tables) + 1}"}
    tab.tables.append(table)
    return {"table": table}


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
    tab, table = _find(book, body.get("tableId"))
    tab.tables.remove(table)


def _find(book: SpreadsheetState, table_id: Any) -> tuple[Tab, dict[str, Any]]:
    for tab in book.tabs:
        for table in tab.tables:
            if table["tableId"] == table_id:
                return tab, table
    raise invalid(f"No table with id: {table_id}")


def refuse_number_format(book: SpreadsheetState, tab: Tab, area: Area) -> None:
    """Raises GoogleError where the area is in a typed column: its type decides how numbers look.

    The words are those of public reports; the documents say only that a typed column has a type.
    """
    if _meets_typed_column(book, tab, area):
        raise invalid("You can't set the number format of cells in a typed column.")


def refuse_validation(book: SpreadsheetState, tab: Tab, area: Area) -> None:
    """Raises GoogleError where the area is in a typed column."""
    if _meets_typed_column(book, tab, area):
        raise invalid("This operation is not allowed on cells in typed columns.")


def _meets_typed_column(book: SpreadsheetState, tab: Tab, area: Area) -> bool:
    for table in tab.tables:
        inside = book.place(table["range"])[1]
        for column in table.get("columnProperties") or []:
            left = inside.left + column.get("columnIndex", 0)
            # Its header is text in any case.
            cells = Area(inside.top + 1, left, inside.bottom, left + 1)
            if column.get("columnType") not in UNTYPED and area.meets(cells):
                return True
    return False
