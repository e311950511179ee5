"""CellData in answers. Only fields in the mask are computed, as there may be a million cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.google.cells import EMPTY, Cell, extended_value
from sandbox.google.display import shown
from sandbox.google.fields import Mask, branch, select
from sandbox.google.formulas import effective, link
from sandbox.google.functions import FormulaError
from sandbox.google.ranges import without_zero_id
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import Tab

Part = Callable[[SpreadsheetState, Tab, Cell], Any]

DEFAULT_FORMAT: dict[str, Any] = {
    "backgroundColor": {"red": 1, "green": 1, "blue": 1},
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {"fontFamily": "arial,sans,sans-serif", "fontSize": 10, "bold": False, "italic": False},
}


def _effective_value(book: SpreadsheetState, tab: Tab, cell: Cell) -> Any:
    value = effective(book, tab, cell)
    if isinstance(value, FormulaError):
        return {"errorValue": {"type": value.kind, "message": f"The sandbox shows {value.shown} here."}}
    return None if value is None else extended_value(value)


def _effective_format(book: SpreadsheetState, tab: Tab, cell: Cell) -> Any:
    look = cell.format
    if not look:
        return DEFAULT_FORMAT
    text_format = {**DEFAULT_FORMAT["textFormat"], **look.get("textFormat", {})}
    return {**DEFAULT_FORMAT, **look, "textFormat": text_format}


_PARTS: dict[str, Part] = {
    "userEnteredValue": lambda book, tab, cell: None if cell.value is None else extended_value(cell.value),
    "effectiveValue": _effective_value,
    "formattedValue": lambda book, tab, cell: shown(effective(book, tab, cell), cell.format) or None,
    "userEnteredFormat": lambda book, tab, cell: cell.format,
    "effectiveFormat": _effective_format,
    "hyperlink": lambda book, tab, cell: link(cell),
    "note": lambda book, tab, cell: cell.note or None,
    "textFormatRuns": lambda book, tab, cell: list(cell.runs) or None,
    "pivotTable": lambda book, tab, cell: without_zero_id(cell.pivot),
    "dataValidation": lambda book, tab, cell: cell.validation,
}


def cell_reader(book: SpreadsheetState, tab: Tab, mask: Mask) -> Callable[[Cell], dict[str, Any]]:
    """Returns a function from a cell to its CellData with the fields in `mask`."""
    wanted = [
        (name, part, inner) for name, part in _PARTS.items() if (inner := branch(mask, name)) is not None
    ]

    def read(cell: Cell) -> dict[str, Any]:
        if cell is EMPTY:
            return {}
        data = {}
        for name, part, inner in wanted:
            value = part(book, tab, cell)
            if value is not None:
                data[name] = select(value, inner) if inner else value
        return data

    return read
