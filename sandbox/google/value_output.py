"""Cells as plain values in answers."""

from __future__ import annotations

from typing import Any

from sandbox.google.cells import Cell, Formula
from sandbox.google.display import shown
from sandbox.google.formulas import effective
from sandbox.google.functions import FormulaError
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import Tab

Rows = list[list[Any]]


def rendered(book: SpreadsheetState, tab: Tab, cell: Cell, render: str, dates: str) -> Any:
    """Returns the value of a cell by render option and date option, "" for an empty one."""
    if render == "FORMULA" and isinstance(cell.value, Formula):
        return str(cell.value)
    value = effective(book, tab, cell)
    kind = ((cell.format or {}).get("numberFormat") or {}).get("type", "")
    as_text = dates == "FORMATTED_STRING" and kind in ("DATE", "TIME", "DATE_TIME")
    if render == "FORMATTED_VALUE" or as_text or isinstance(value, FormulaError):
        return shown(value, cell.format)
    return "" if value is None else value


def trimmed(values: Rows) -> Rows:
    """Removes trailing empty values of each row, and trailing empty rows."""
    for row in values:
        while row and row[-1] == "":
            row.pop()
    while values and not values[-1]:
        values.pop()
    return values
