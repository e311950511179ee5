"""updateDimensionProperties, autoResizeDimensions."""

from __future__ import annotations

from typing import Any

from sandbox.google.batch_requests.dimensions import Span, span
from sandbox.google.errors import invalid
from sandbox.google.fields import write_mask
from sandbox.google.rows_and_columns import COLUMN_PIXELS, ROW_PIXELS, Line
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import COLUMNS, Tab

_WRITABLE = {"pixelSize", "hiddenByUser"}
_PIXELS_A_CHARACTER = 7
_PADDING = 10
_ROWS_MEASURED = 1000


def update(book: SpreadsheetState, body: dict[str, Any]) -> None:
    mask = write_mask(body.get("fields"), "DimensionProperties", root="properties")
    names = set(mask) or _WRITABLE
    if names - _WRITABLE:
        raise invalid(f"Cannot write field: {min(names - _WRITABLE)}")
    tab, dimension, start, end = _span_in_grid(book, body.get("range") or {})
    given = body.get("properties") or {}
    new = {name: given[name] for name in names if given.get(name)}
    for index in range(start, end):
        line = tab.line(dimension, index)
        kept = {name: value for name, value in line.properties.items() if name not in names}
        tab.set_line(dimension, index, Line({**kept, **new}, line.metadata))


def _span_in_grid(book: SpreadsheetState, lines: dict[str, Any]) -> Span:
    tab, dimension, start, end = span(book, lines)
    length = tab.length(dimension)
    if end > length:
        raise invalid(
            f"range.endIndex[{end}] is after last {dimension.removesuffix('S').lower()} in grid[{length}]"
        )
    return tab, dimension, start, end


def fit(book: SpreadsheetState, body: dict[str, Any]) -> None:
    """Makes columns as wide as their longest text among the first rows, and rows one line high."""
    tab, dimension, start, end = _span_in_grid(book, body.get("dimensions") or {})
    for index in range(start, end):
        line = tab.line(dimension, index)
        pixels = _width(tab, index) if dimension == COLUMNS else ROW_PIXELS
        tab.set_line(dimension, index, Line({**line.properties, "pixelSize": pixels}, line.metadata))


def _width(tab: Tab, column: int) -> int:
    values = [row.cell(column).value for row in tab.rows[:_ROWS_MEASURED]]
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return longest * _PIXELS_A_CHARACTER + _PADDING if longest else COLUMN_PIXELS
