"""Cells that do not keep what is written into them: Google takes the write, and the tab is as before.

That happens where cells are merged across managed columns: all of them but the first drop what they are given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from sheets.columns import COLUMNS
from sheets.planner.cells import parse_cell
from sheets.planner.grid import Grid
from sheets.planner.plan import Plan
from sheets.planner.repairs import CellDifference, CellRange, cell_ranges
from sheets.planner.requests import Request
from sheets.planner.steps import to_compact_json
from sheets.problems import CellsDoNotHold


def fingerprint_of(plans: Mapping[int, Plan], batch: list[Request]) -> str:
    """Returns a hash that is equal for two batches in a row only where the first of them has changed nothing."""
    # With the counts of the plans, because a batch is only the first part of the work: less left to do is progress.
    work = [[gid, one.added, one.updated, one.moved, one.deleted] for gid, one in plans.items()]
    return hashlib.sha256(to_compact_json([work, batch])).hexdigest()


def find_unwritable_cells(
    grids: Mapping[int, Grid], batch: Sequence[Request], *, is_all: bool
) -> dict[int, list[CellRange]]:
    """Returns the cells by tab, where nothing but them is left to write.

    Raises `CellsDoNotHold` where more is: rows that should come or go, or too many cells for one batch.
    """
    if not is_all or not all("updateCells" in request for request in batch):
        raise CellsDoNotHold
    found: dict[int, list[CellDifference]] = {}
    for request in batch:
        gid = request["updateCells"]["range"]["sheetId"]
        found.setdefault(gid, []).extend(_different(grids[gid], request))
    return {gid: cell_ranges(cells) for gid, cells in found.items()}


def _different(grid: Grid, request: Request) -> Iterator[CellDifference]:
    """Yields the cells of an updateCells that do not hold its values, among all that it wrote over."""
    # Rows that the request leaves out are emptied, which is how `requests.empty` asks for it.
    area, rows = request["updateCells"]["range"], request["updateCells"].get("rows", ())
    for place in range(area["startRowIndex"], area["endRowIndex"]):
        index = place - area["startRowIndex"]
        values = rows[index]["values"] if index < len(rows) else ()
        for column in range(area["startColumnIndex"], area["endColumnIndex"]):
            cell = column - area["startColumnIndex"]
            meant = parse_cell(values[cell]) if cell < len(values) else None
            if grid.cell(place, column) != meant:
                yield CellDifference(place, column, _header(grid, column))


def _header(grid: Grid, column: int) -> str:
    """Returns the header that names the column to the person; "" where its cell is empty."""
    # A statistics tab has no tags: there the header is what the first row holds.
    tag = grid.tags.get(column)
    return COLUMNS[tag.column].header if tag else str(grid.cell(0, column) or "")
