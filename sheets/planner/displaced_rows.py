"""New rows that take the place of the first one or of the last one, so that ranges which begin or end there hold them too.

    B2:B4     2  C  five       2  C  five       2  C  five       2  E
              3  B             3                3                3  D
              4  A             4                4  C  five       4  C  five
                               5  B             5  B             5  B
                               …                …                …
              as read          rows inserted    row 2 copied     new rows written, what was the person's emptied: B2:B6

Below the last row likewise: they are inserted above it, it is copied up again, and they are written from there on.

See docs/decisions/0014-new-rows-take-the-place-of-the-first.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sheets.planner import requests as ask
from sheets.planner.cells import Formula
from sheets.planner.furniture import Furniture
from sheets.planner.grid import Grid
from sheets.planner.ordering import consecutive
from sheets.planner.requests import Request


@dataclass(frozen=True, slots=True)
class DisplacedRow:
    """Runs of columns whose cells go along with the row, and those in which new rows have nothing.

    `is_last`: the new rows come in below it.
    """

    copied: tuple[range, ...]
    emptied: tuple[range, ...]
    is_last: bool = False

    @property
    def request_count(self) -> int:
        return len(self.copied) + len(self.emptied)

    def make_room(self, gid: int, row: int, count: int) -> Iterator[Request]:
        """Yields the requests that insert `count` rows below `row` and copy its cells into the last of them."""
        yield ask.insert(gid, "ROWS", row + 1, count, like_before=True)
        for run in self.copied:
            yield ask.copy_row(gid, row, row + count, run.start, len(run))

    def make_room_above(self, gid: int, row: int, count: int) -> Iterator[Request]:
        """Yields the requests that insert `count` rows above `row` and copy its cells into the first of them."""
        yield ask.insert(gid, "ROWS", row, count)
        for run in self.copied:
            yield ask.copy_row(gid, row + count, row, run.start, len(run))

    def empty(self, gid: int, row: int) -> Iterator[Request]:
        """Yields the requests that leave nothing of the person's in `row`."""
        for run in self.emptied:
            yield ask.empty(gid, row, 1, run.start, len(run))


def find_displaced_row(
    grid: Grid,
    row: int,
    titles: int | None,
    managed: Collection[int],
    users: Mapping[int, int],
    *,
    dropped: Collection[int] = (),
    furniture: Furniture | None = None,
) -> DisplacedRow | None:
    """Returns how the row gives up its place; None where something in it would not come along in a copy.

    That is a note, a comment, a pivot table, a formula that stands in it alone, merged cells, cells of a Google table or
    such as may not be edited, and that the row is hidden. `titles`: the header's row. `managed`: where our columns are by
    now, `dropped` those that are about to be deleted; `users`: the person's, as read and by now.

    A cell that holds nothing, for all that can be read, may hold a picture where its column has a title: pictures are
    values of cells, https://developers.google.com/apps-script/reference/spreadsheet/value-type. Where its column has none,
    it may show the result of a formula elsewhere, and is left alone.
    """
    if row in grid.notes or row in grid.hidden or any(row in rows for rows in grid.pinned):
        return None
    copied, emptied = {*managed, *dropped}, set(dropped)
    for column, place in users.items():
        cell = grid.cell(row, column)
        if furniture is not None and furniture.holds(grid, row, column):
            copied.add(place)
        elif isinstance(cell, Formula):
            return None
        elif cell is not None or (titles is not None and isinstance(grid.cell(titles, column), str)):
            copied.add(place)
            emptied.add(place)
    return DisplacedRow(tuple(consecutive(sorted(copied))), tuple(consecutive(sorted(emptied))))
