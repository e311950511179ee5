"""Rows and columns. What belongs to one moves with it and is deleted with it."""

from __future__ import annotations

from typing import Any, NamedTuple

from sandbox.google.cells import EMPTY, Cell

ROW_PIXELS = 21
COLUMN_PIXELS = 100


class Metadata(NamedTuple):
    """One piece of developer metadata. Its location is that of the object that holds it."""

    id: int
    key: str
    value: str | None
    visibility: str


class Line(NamedTuple):
    """The properties of a row or column besides its cells. `properties` are pixelSize, hiddenByUser, hiddenByFilter."""

    properties: dict[str, Any] = {}
    metadata: tuple[Metadata, ...] = ()


PLAIN = Line()


class Row(NamedTuple):
    """A row, never changed in place. `cells` ends with the last cell that is not empty."""

    cells: tuple[Cell, ...] = ()
    line: Line = PLAIN

    def cell(self, column: int) -> Cell:
        """Returns the cell in a column, EMPTY beyond the last one."""
        return self.cells[column] if column < len(self.cells) else EMPTY

    def part(self, left: int, right: int) -> tuple[Cell, ...]:
        """Returns the cells of columns `left` to `right` (exclusive), padded with empty ones."""
        cells = self.cells[left:right]
        return cells + (EMPTY,) * (right - left - len(cells))

    def with_part(self, left: int, cells: tuple[Cell, ...]) -> Row:
        """Returns the row with these cells from column `left` on."""
        before = self.cells[:left]
        if len(before) < left:
            before += (EMPTY,) * (left - len(before))
        return Row(_trimmed(before + cells + self.cells[left + len(cells) :]), self.line)

    def with_cells(self, cells: tuple[Cell, ...]) -> Row:
        """Returns the row with these cells instead of its own."""
        return Row(_trimmed(cells), self.line)


BLANK = Row()


def _trimmed(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    end = len(cells)
    while end and cells[end - 1] is EMPTY:
        end -= 1
    return cells[:end]
