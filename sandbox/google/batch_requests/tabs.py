"""addSheet, deleteSheet, duplicateSheet."""

from __future__ import annotations

from typing import Any

from sandbox.google import anchored_objects, references
from sandbox.google.batch_requests.properties import check_title, freeze, set_simple_properties
from sandbox.google.errors import invalid
from sandbox.google.protection import check_edit
from sandbox.google.ranges import GridRange, is_on
from sandbox.google.rows_and_columns import Line, Metadata, Row
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import Tab
from sandbox.google.tab_properties import tab_properties


def add(book: SpreadsheetState, body: dict[str, Any]) -> dict[str, Any]:
    tab = new_tab(book, body.get("properties") or {})
    return {"properties": tab_properties(book, tab)}


def new_tab(book: SpreadsheetState, given: dict[str, Any]) -> Tab:
    """Returns a tab with these SheetProperties and Google's defaults. Raises GoogleError."""
    if given.get("sheetType", "GRID") != "GRID":
        raise invalid("The sandbox makes tabs of type GRID only.")
    gid = _new_gid(book, given.get("sheetId"))
    title = given.get("title") or _free_title(book)
    check_title(book, title)
    grid = given.get("gridProperties") or {}
    row_count, column_count = grid.get("rowCount") or 1000, grid.get("columnCount") or 26
    _check_shape(book, row_count, column_count)
    tab = Tab.blank(gid, title, row_count, column_count)
    set_simple_properties(tab, given)
    freeze(tab, grid.get("frozenRowCount", 0), grid.get("frozenColumnCount", 0))
    index = given.get("index", len(book.tabs))
    book.tabs.insert(min(index, len(book.tabs)), tab)
    return tab


def _check_shape(book: SpreadsheetState, row_count: int, column_count: int) -> None:
    if row_count < 0 or column_count < 0:
        raise invalid("gridProperties.rowCount and columnCount must be greater than 0.")
    if column_count > 18_278:
        raise invalid("This action would increase the number of columns above the limit of 18278 columns.")
    book.check_growth(row_count * column_count)


def _new_gid(book: SpreadsheetState, wanted: int | None) -> int:
    if wanted is None:
        return book.new_id()
    if wanted < 0:
        raise invalid(f"sheetId[{wanted}] must not be negative.")
    if any(tab.gid == wanted for tab in book.tabs):
        raise invalid(f"A sheet with id {wanted} already exists. Please use another id.")
    return wanted


def _free_title(book: SpreadsheetState) -> str:
    number = len(book.tabs) + 1
    while book.tab_titled(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def delete(book: SpreadsheetState, body: dict[str, Any]) -> None:
    tab = book.tab(body.get("sheetId"), "sheet")
    check_edit(book, tab)
    rest = [other for other in book.tabs if other is not tab]
    if all(other.properties.get("hidden") for other in rest):
        raise invalid("You can't remove all the visible sheets in a document.")
    book.tabs = rest
    references.break_references(book.tabs, tab.title)
    anchored_objects.forget_tab(book, tab.gid)


def duplicate(book: SpreadsheetState, body: dict[str, Any]) -> dict[str, Any]:
    source = book.tab(body.get("sourceSheetId"), "sheet")
    gid = _new_gid(book, body.get("newSheetId"))
    title = body.get("newSheetName") or _copy_title(book, source.title)
    check_title(book, title)
    book.check_growth(source.row_count * source.column_count)
    tab = source.copy()
    tab.gid, tab.title = gid, title
    _renew_ids(book, source, tab)
    book.tabs.insert(min(body.get("insertSheetIndex", 0), len(book.tabs)), tab)
    return {"properties": tab_properties(book, tab)}


def _copy_title(book: SpreadsheetState, title: str) -> str:
    number, wanted = 1, f"Copy of {title}"
    while book.tab_titled(wanted):
        number += 1
        wanted = f"Copy of {title} {number}"
    return wanted


def _renew_ids(book: SpreadsheetState, source: Tab, tab: Tab) -> None:
    """Gives metadata and objects of the copy new ids, and makes them refer to the copy."""
    tab.metadata = _renumbered(book, tab.metadata)
    tab.columns = [Line(line.properties, _renumbered(book, line.metadata)) for line in tab.columns]
    tab.rows = [_own_row(book, row) for row in tab.rows]
    tab.charts = [_own_chart(book, source, tab, chart) for chart in tab.charts]
    tab.tables = [{**_on_tab(tab, table), "tableId": f"table-{book.new_id()}"} for table in tab.tables]
    tab.protected = [
        {**item, "protectedRangeId": book.new_id(), "range": {**item["range"], "sheetId": tab.gid}}
        for item in tab.protected
    ]
    tab.merges = [{**merge, "sheetId": tab.gid} for merge in tab.merges]
    if tab.basic_filter:
        tab.basic_filter = _on_tab(tab, tab.basic_filter)
    tab.conditional_formats = [
        {**rule, "ranges": [{**part, "sheetId": tab.gid} for part in rule.get("ranges", [])]}
        for rule in tab.conditional_formats
    ]


def _own_chart(book: SpreadsheetState, source: Tab, tab: Tab, chart: dict[str, Any]) -> dict[str, Any]:
    def own(sources: list[GridRange]) -> list[GridRange]:
        return [{**part, "sheetId": tab.gid} if is_on(part, source.gid) else part for part in sources]

    overlay = chart["position"]["overlayPosition"]
    anchor = {**(overlay.get("anchorCell") or {}), "sheetId": tab.gid}
    return {
        **chart,
        "chartId": book.new_id(),
        "spec": anchored_objects.with_sources(chart["spec"], own),
        "position": {"overlayPosition": {**overlay, "anchorCell": anchor}},
    }


def _on_tab(tab: Tab, item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "range": {**item.get("range", {}), "sheetId": tab.gid}}


def _own_row(book: SpreadsheetState, row: Row) -> Row:
    if not row.line.metadata:
        return row
    return Row(row.cells, Line(row.line.properties, _renumbered(book, row.line.metadata)))


def _renumbered(book: SpreadsheetState, pieces: tuple[Metadata, ...]) -> tuple[Metadata, ...]:
    return tuple(piece._replace(id=book.new_id()) for piece in pieces)
