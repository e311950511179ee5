"""sortRange: numbers before text before booleans; empty cells last in either direction."""

from __future__ import annotations

from typing import Any

from sandbox.google import merges
from sandbox.google.cells import Cell
from sandbox.google.errors import invalid
from sandbox.google.formulas import effective
from sandbox.google.functions import FormulaError
from sandbox.google.protection import check_edit
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import Tab

Key = tuple[int, float, str]


def sort(book: SpreadsheetState, body: dict[str, Any]) -> None:
    """Moves cells with notes and formats, and the metadata of rows. Their heights and what hides them stay.

    Metadata was seen to move: https://github.com/mmedum/google-sheets-mcp/blob/main/docs/architecture.md
    """
    tab, area = book.place(body.get("range") or {})
    specs = body.get("sortSpecs") or []
    if not specs:
        raise invalid("No sortSpecs given.")
    check_edit(book, tab, area)
    merges.refuse_sort(tab, area)
    order = list(range(area.top, area.bottom))
    for spec in reversed(specs):
        column = spec.get("dimensionIndex", 0)
        if not area.left <= column < area.right:
            raise invalid(f"sortSpecs.dimensionIndex[{column}] is outside of the range.")
        order = _sorted(book, tab, order, column, descending=spec.get("sortOrder") == "DESCENDING")
    sources = [tab.rows[index] for index in order]
    for place, source in enumerate(sources, start=area.top):
        row = tab.rows[place].with_part(area.left, source.part(area.left, area.right))
        tab.rows[place] = row._replace(line=row.line._replace(metadata=source.line.metadata))


def _sorted(
    book: SpreadsheetState, tab: Tab, order: list[int], column: int, *, descending: bool
) -> list[int]:
    keys = {index: _key(book, tab, tab.rows[index].cell(column)) for index in order}
    filled = [index for index in order if keys[index] is not None]
    empty = [index for index in order if keys[index] is None]
    return sorted(filled, key=lambda index: keys[index] or (0, 0.0, ""), reverse=descending) + empty


def _key(book: SpreadsheetState, tab: Tab, cell: Cell) -> Key | None:
    value = effective(book, tab, cell)
    if value is None:
        return None
    if isinstance(value, FormulaError):
        return 3, 0.0, value.shown
    if isinstance(value, bool):
        return 2, float(value), ""
    return (1, 0.0, value.casefold()) if isinstance(value, str) else (0, float(value), "")
