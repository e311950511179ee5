"""How far a row says what we would write into it: what tells a row of ours from one that the person typed.

A row with a track's link is the person's when something else stands in it and none of its other cells agrees with ours,
although there are two to tell by, or another row of the track that does agree. A row is deleted only when all agree.
"""

from __future__ import annotations

from collections.abc import Mapping

from syncer.load.sheet.cells import same
from syncer.load.sheet.columns import CHANGING, LINK
from syncer.load.sheet.grid import Grid
from syncer.load.sheet.wanted import Known, Wanted
from syncer.transform.records import Column

_TOLD_BY = 2
"""With fewer cells to tell by, one that was mistyped or renamed would make a row of ours the person's."""


def tells(column: Column) -> bool:
    """Whether a row is known by its cell in this column."""
    return column.id != LINK and column.id not in CHANGING


class Likeness:
    """`places`: where our columns stand, by id. One that was never laid before is still empty: that tells nothing."""

    def __init__(self, grid: Grid, places: Mapping[str, int], wanted: Wanted) -> None:
        self._grid = grid
        columns = list(enumerate((*wanted.columns, *wanted.dropped)))
        lines = [(value, column, places.get(column.id)) for value, column in columns]
        chosen, dropped = lines[: len(wanted.columns)], lines[len(wanted.columns) :]
        self._beside_link = [line for line in chosen if line[1].id != LINK]
        self._chosen = [line for line in chosen if tells(line[1])]
        self._laid = [line for line in self._chosen if not wanted.laid or line[1].id in wanted.laid]
        self._dropped = [line for line in dropped if tells(line[1])]

    def agrees(self, row: int, known: Known) -> bool:
        """Whether some cell holds what we would write."""
        return any(
            known.values[line[0]] is not None and self._is_right(row, known, *line)
            for lines in (self._chosen, self._dropped)
            for line in lines
        )

    def is_other(self, row: int, known: Known) -> bool:
        """Whether a cell of a chosen column holds something else."""
        return any(self._is_typed(row, known, *line) for line in self._beside_link)

    def is_enough(self, known: Known) -> bool:
        """Whether the track has enough cells to tell by."""
        lines = (*self._laid, *self._dropped)
        return sum(known.values[line[0]] is not None for line in lines) >= _TOLD_BY

    def is_as_written(self, row: int, known: Known) -> bool:
        """Whether all cells of chosen columns by which a row is known are ours."""
        if not all(self._is_right(row, known, *line) for line in self._laid):
            return False
        if any(self._is_typed(row, known, *line) for line in self._chosen):
            return False
        return self.agrees(row, known) or all(known.values[line[0]] is None for line in self._chosen)

    def typed_into(self, row: int, known: Known) -> list[str]:
        """Dropped columns, by id, in which something else stands, as far as we know what should."""
        return [line[1].id for line in self._dropped if self._is_typed(row, known, *line)]

    def _is_right(self, row: int, known: Known, value: int, column: Column, place: int | None) -> bool:
        cell = self._grid.cell(row, place) if place is not None else None
        return same(cell, known.values[value], column.kind)

    def _is_typed(self, row: int, known: Known, value: int, column: Column, place: int | None) -> bool:
        cell = self._grid.cell(row, place) if place is not None else None
        return cell is not None and not same(cell, known.values[value], column.kind)
