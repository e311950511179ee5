"""Which row of the tab belongs to which track."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from syncer.load.sheet.cells import Cell, signature
from syncer.load.sheet.columns import CHANGING, LINK
from syncer.load.sheet.found import Found, key_at
from syncer.load.sheet.grid import Grid
from syncer.load.sheet.wanted import Known, Register
from syncer.transform.records import Column

_ENOUGH_CELLS = 2
"""A row without its key is known by its other cells, if at least so many hold something."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`rows`: the rows of ours as read. `restored`: those among them whose key was damaged. `own`: the others in
    which something stands in our columns; they are the person's."""

    rows: dict[int, Known] = field(default_factory=dict)
    restored: set[int] = field(default_factory=set)
    own: list[int] = field(default_factory=list)

    @property
    def first_rows(self) -> dict[Known, int]:
        """Each track's topmost row."""
        return {known: row for row, known in sorted(self.rows.items(), reverse=True)}


def match(grid: Grid, found: Found, columns: Sequence[Column], known: Register) -> Standing:
    standing = Standing()
    link = found.columns.get(LINK)
    for row, cells in enumerate(grid.rows):
        if row == found.header.row and not found.header.is_missing:
            continue
        entry = known.by_key.get(key_at(grid, row, link) or "")
        if entry:
            standing.rows[row] = entry
        elif any(place < len(cells) and cells[place] is not None for place in found.ours):
            standing.own.append(row)
    _restore(grid, found, columns, known, standing)
    return standing


def _restore(
    grid: Grid, found: Found, columns: Sequence[Column], known: Register, standing: Standing
) -> None:
    """Give rows with a damaged key back to the missing track whose other cells stand in them.

    A column in which nothing stands tells nothing: the batch before this one may just have brought it back.
    """
    if not standing.own:
        return
    telling = [
        (value, column, found.columns[column.id])
        for value, column in enumerate(columns)
        if column.id in found.columns and column.id != LINK and column.id not in CHANGING
    ]
    below = [
        cells for row, cells in enumerate(grid.rows) if found.header.is_missing or row != found.header.row
    ]
    telling = [
        one for one in telling if any(one[2] < len(cells) and cells[one[2]] is not None for cells in below)
    ]
    there = set(standing.rows.values())
    missing: dict[tuple[object, ...], list[Known]] = {}
    if len(telling) >= _ENOUGH_CELLS:
        for entry in reversed(known.newest):
            if entry not in there:
                told = tuple(signature(entry.values[value], column) for value, column, _ in telling)
                missing.setdefault(told, []).append(entry)
    for row in list(standing.own) if missing else ():
        cells: list[Cell] = [grid.cell(row, place) for _, _, place in telling]
        told = tuple(signature(cell, column) for cell, (_, column, _) in zip(cells, telling, strict=True))
        if sum(cell is not None for cell in cells) >= _ENOUGH_CELLS and missing.get(told):
            standing.rows[row] = missing[told].pop()
            standing.restored.add(row)
            standing.own.remove(row)
