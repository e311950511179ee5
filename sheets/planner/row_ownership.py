"""How far a row says what we would write into it: what tells a row of ours from one that the person typed.

A row with a track's link is the person's when something else stands in it and none of its other cells agrees with ours,
although there are two to tell by, or another row of the track that does agree. A row is deleted only when all agree.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sheets.columns import LINK, Column
from sheets.planner.cells import cell_equals
from sheets.planner.desired import DesiredTab, KnownRow
from sheets.planner.grid import Grid

_TOLD_BY = 2
"""With fewer cells to tell by, one that was mistyped or renamed would make a row of ours the person's."""


class RowOwnership:
    """`places`: where our columns stand, by id. One that was never laid before is still empty: that tells nothing."""

    def __init__(self, grid: Grid, places: Mapping[str, int], wanted: DesiredTab) -> None:
        self._grid = grid
        columns = list(enumerate((*wanted.columns, *wanted.dropped)))
        lines = [(value, column, places.get(column.id)) for value, column in columns]
        chosen, dropped = lines[: len(wanted.columns)], lines[len(wanted.columns) :]
        self._beside_link = [line for line in chosen if line[1].id != LINK]
        self._chosen = [line for line in chosen if line[1].identifies_row]
        self._laid = [line for line in self._chosen if not wanted.laid or line[1].id in wanted.laid]
        self._dropped = [line for line in dropped if line[1].identifies_row]

    def agrees(self, row: int, known: KnownRow) -> bool:
        """Whether some cell holds what we would write."""
        return any(
            known.values[line[0]] is not None and self._is_right(row, known, *line)
            for lines in (self._chosen, self._dropped)
            for line in lines
        )

    def is_other(self, row: int, known: KnownRow) -> bool:
        """Whether a cell of a chosen column holds something else."""
        return any(self._is_typed(row, known, *line) for line in self._beside_link)

    def is_enough(self, known: KnownRow) -> bool:
        """Whether the track has enough cells to tell by."""
        lines = (*self._laid, *self._dropped)
        return sum(known.values[line[0]] is not None for line in lines) >= _TOLD_BY

    def is_as_written(self, row: int, known: KnownRow) -> bool:
        """Whether all cells of chosen columns by which a row is known are ours."""
        if not all(self._is_right(row, known, *line) for line in self._laid):
            return False
        if any(self._is_typed(row, known, *line) for line in self._chosen):
            return False
        return self.agrees(row, known) or all(known.values[line[0]] is None for line in self._chosen)

    def typed_into(self, row: int, known: KnownRow) -> list[str]:
        """Dropped columns, by id, in which something else stands, as far as we know what should."""
        return [line[1].id for line in self._dropped if self._is_typed(row, known, *line)]

    def _is_right(self, row: int, known: KnownRow, value: int, column: Column, place: int | None) -> bool:
        cell = self._grid.cell(row, place) if place is not None else None
        return cell_equals(cell, known.values[value], column.kind)

    def _is_typed(self, row: int, known: KnownRow, value: int, column: Column, place: int | None) -> bool:
        cell = self._grid.cell(row, place) if place is not None else None
        return cell is not None and not cell_equals(cell, known.values[value], column.kind)


def has_note(grid: Grid, row: int) -> bool:
    return bool(grid.notes.get(row))


def has_value_beside(grid: Grid, row: int, ours: Collection[int]) -> bool:
    cells = grid.rows[row] if row < len(grid.rows) else []
    return any(cell is not None and place not in ours for place, cell in enumerate(cells))
