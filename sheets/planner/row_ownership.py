"""Whether a row is the person's or was written by a sync, judged by how far its cells equal what a sync would write.

A row that is just as the last write left it was written by a sync (`written_rows`). Any other row with a track's link is
the person's when a cell differs and none of its other cells equals the track's values,
although at least two of them could, or another row of the track has one that does. A row is deleted only when it is as
it was written, or all cells are equal.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sheets.columns import LINK, Column
from sheets.planner.cells import cell_equals
from sheets.planner.desired import DesiredTab, KnownRow
from sheets.planner.furniture import Furniture
from sheets.planner.grid import Grid
from sheets.planner.written_rows import WrittenRows, is_as_written

# With one cell, a single typing mistake or a renamed track would make a synced row the person's.
_MIN_CELLS = 2

_Line = tuple[int, Column, int | None]
"""The index of a value in a row, its column, and where the tab has that column."""


class RowOwnership:
    """Compares rows of the tab with the database's. `positions`: where the managed columns are, by id.

    A chosen column that was never written before is still empty: its cells prove nothing.
    """

    def __init__(self, grid: Grid, positions: Mapping[str, int], desired: DesiredTab) -> None:
        self._grid = grid
        self._positions = positions
        self._memories = desired.written
        lines: list[_Line] = [
            (index, column, positions.get(column.id)) for index, column in enumerate(desired.all_columns)
        ]
        width = len(desired.columns)
        written = desired.written_columns
        self._beside_link = [line for line in lines[:width] if line[1].id != LINK]
        self._chosen = [line for line in lines[:width] if line[1].identifies_row]
        self._written = [line for line in self._chosen if not written or line[1].id in written]
        self._all_dropped = lines[width:]
        self._dropped = [line for line in self._all_dropped if line[1].identifies_row]

    # empty cells agree with everything, so they prove nothing
    def has_equal_cell(self, row: int, known: KnownRow) -> bool:
        """Whether a cell holds the track's value, and not only both are empty."""
        return any(
            known.values[line[0]] is not None and self._is_equal(row, known, *line)
            for lines in (self._chosen, self._dropped)
            for line in lines
        )

    def has_different_cell(self, row: int, known: KnownRow) -> bool:
        """Whether a cell of a chosen column holds something else than the track's value."""
        return any(self._is_different(row, known, *line) for line in self._beside_link)

    def compare(self, row: int, known: KnownRow) -> int:
        """Returns how many cells hold the track's value, less those that hold something else; 0 proves nothing."""
        votes = 0
        for line in (*self._beside_link, *self._dropped):
            place = line[2]
            if place is not None and self._grid.cell(row, place) is not None:
                is_ours = self._is_equal(row, known, *line) or self._is_cell_as_written(row, known, line)
                votes += 1 if is_ours else -1
        return votes

    def has_chosen_value(self, known: KnownRow) -> bool:
        """Whether the track's row can be recognised once the dropped columns are gone."""
        return any(known.values[line[0]] is not None for line in self._chosen)

    def has_enough_values(self, known: KnownRow) -> bool:
        """Whether the track has enough values for its row to be recognised by them."""
        lines = (*self._written, *self._dropped)
        return sum(known.values[line[0]] is not None for line in lines) >= _MIN_CELLS

    def is_unedited(self, row: int, known: KnownRow) -> bool:
        """Whether all cells of chosen columns that identify a row are as a sync wrote them."""
        # columns written before must match even where they are empty; new ones only where something is in them
        if not all(self._is_equal(row, known, *line) for line in self._written):
            return False
        if any(self._is_different(row, known, *line) for line in self._chosen):
            return False
        return self.has_equal_cell(row, known) or all(known.values[line[0]] is None for line in self._chosen)

    def is_as_written(self, row: int, known: KnownRow) -> bool:
        """Whether the last write left the track's row just so, whatever would be written into it today."""
        cells = {
            column: self._grid.cell(row, place) for column, place in self._positions.items() if column != LINK
        }
        return is_as_written(self._memories, _keys_of(known), cells)

    def has_written_cell(self, row: int, known: KnownRow) -> bool:
        """Whether the last write left one of the cells that identify the track's row just so."""
        return any(
            self._is_cell_as_written(row, known, line)
            for lines in (self._chosen, self._dropped)
            for line in lines
            if line[1].id != LINK
        )

    def has_typed_cell(self, row: int, known: KnownRow) -> bool:
        """Whether memory shows that the person typed into a cell, also one that does not identify the row."""
        return remembers(self._memories, known) and any(
            self._is_different(row, known, *line) and not self._is_cell_as_written(row, known, line)
            for line in (*self._beside_link, *self._all_dropped)
        )

    def edited_dropped_columns(self, row: int, known: KnownRow) -> list[str]:
        """Returns the ids of dropped columns in which the row holds something else than was written there.

        Without memory, of those that identify rows: the value of another may have changed since.
        """
        return [
            line[1].id
            for line in (self._all_dropped if remembers(self._memories, known) else self._dropped)
            if self._is_different(row, known, *line) and not self._is_cell_as_written(row, known, line)
        ]

    def _is_cell_as_written(self, row: int, known: KnownRow, line: _Line) -> bool:
        _, column, place = line
        return place is not None and is_as_written(
            self._memories, _keys_of(known), {column.id: self._grid.cell(row, place)}
        )

    def _is_equal(self, row: int, known: KnownRow, index: int, column: Column, place: int | None) -> bool:
        cell = self._grid.cell(row, place) if place is not None else None
        return cell_equals(cell, known.values[index], column.kind)

    def _is_different(self, row: int, known: KnownRow, index: int, column: Column, place: int | None) -> bool:
        cell = self._grid.cell(row, place) if place is not None else None
        return cell is not None and not cell_equals(cell, known.values[index], column.kind)


def remembers(memories: Collection[WrittenRows], known: KnownRow) -> bool:
    """Whether a row of the track was written by one of the last writes."""
    return any(memory.has_row(key) for memory in memories for key in _keys_of(known))


def _keys_of(known: KnownRow) -> tuple[str, ...]:
    # a write that was interrupted has changed the link of some rows already
    return (known.key, *known.aliases)


def has_note(grid: Grid, row: int) -> bool:
    """Whether a cell of the row carries a note. A sync writes none, so it is the person's in any column."""
    return bool(grid.notes.get(row))


def has_value_beside(grid: Grid, row: int, managed: Collection[int], furniture: Furniture) -> bool:
    """Whether the row holds a value of the person's outside the managed columns."""
    cells = grid.rows[row] if row < len(grid.rows) else []
    return any(
        cell is not None and place not in managed and not furniture.holds(grid, row, place)
        for place, cell in enumerate(cells)
    )
