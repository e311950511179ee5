"""setBasicFilter, clearBasicFilter. The filter is stored and returned; it hides no rows here."""

from __future__ import annotations

from typing import Any

from sandbox.google import merges
from sandbox.google.errors import invalid
from sandbox.google.protection import check_edit
from sandbox.google.ranges import grid_range
from sandbox.google.spreadsheet_state import SpreadsheetState


def set_basic(book: SpreadsheetState, body: dict[str, Any]) -> None:
    given = body.get("filter")
    if not given or not given.get("range"):
        raise invalid("filter.range must be set.")
    tab, area = book.place(given["range"])
    check_edit(book, tab, area)
    merges.refuse_filter(tab, area)
    # Google keeps a filter bounded, also one that was asked for over the whole tab:
    # https://github.com/burnash/gspread/blob/master/tests/cassettes/WorksheetTest.test_basic_filters.json
    tab.basic_filter = {**given, "range": grid_range(tab.gid, area)}


def clear(book: SpreadsheetState, body: dict[str, Any]) -> None:
    book.tab(body.get("sheetId"), "sheet").basic_filter = None
