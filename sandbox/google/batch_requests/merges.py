"""mergeCells, unmergeCells."""

from __future__ import annotations

from typing import Any

from sandbox.google import merges
from sandbox.google.errors import invalid
from sandbox.google.protection import check_edit
from sandbox.google.ranges import Area, grid_range
from sandbox.google.spreadsheet_state import Place, SpreadsheetState

PARTLY = "You must select all cells in a merged range to merge or unmerge them."


def merge(book: SpreadsheetState, body: dict[str, Any]) -> None:
    """Merges the cells of a range, instead of what is merged in it. The values of all but the first are dropped."""
    tab, area = _place(book, body)
    if any(
        cell.pivot for row in tab.rows[area.top : area.bottom] for cell in row.part(area.left, area.right)
    ):
        raise invalid("You can't merge cells that are part of a pivot table.")
    made = [part for part in _parts(area, body.get("mergeType", "MERGE_ALL")) if part.height * part.width > 1]
    merges.refuse_frozen_edge(tab, made)
    merges.take_apart(tab, area)
    tab.merges.extend(grid_range(tab.gid, part) for part in made)
    merges.keep_covered_cells_empty(tab, area)


def _parts(area: Area, kind: str) -> list[Area]:
    match kind:
        case "MERGE_ROWS":
            return [area._replace(top=row, bottom=row + 1) for row in range(area.top, area.bottom)]
        case "MERGE_COLUMNS":
            return [area._replace(left=column, right=column + 1) for column in range(area.left, area.right)]
    return [area]


def unmerge(book: SpreadsheetState, body: dict[str, Any]) -> None:
    """Takes all merges of a range apart. "The range must not partially span any merge."""
    merges.take_apart(*_place(book, body))


def _place(book: SpreadsheetState, body: dict[str, Any]) -> Place:
    if not body.get("range"):
        raise invalid("range must be set.")
    tab, area = book.place(body["range"])
    check_edit(book, tab, area)
    merges.refuse_part(tab, area, PARTLY)
    return tab, area
