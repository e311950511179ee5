"""When an exact copy would cost the person something, nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sheets.planner.a1 import cell_address
from sheets.planner.deletion import Deletions
from sheets.planner.grid import Grid
from sheets.planner.locate_columns import ColumnLocations
from sheets.planner.match_rows import RowMatches


@dataclass(frozen=True, slots=True)
class MirrorRefusal:
    """Why there is no exact copy, and all places that it is about: addresses of cells, or numbers of rows from 1."""

    code: Literal["user_cells", "user_content_beside_rows"]
    cells: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


def refuse_mirror(
    grid: Grid, locations: ColumnLocations, matches: RowMatches, deletions: Deletions
) -> MirrorRefusal | None:
    """Returns why the tab cannot become an exact copy; None where it can."""
    # all of them and not the first: the problem names some and counts the others
    cells = tuple(
        cell_address(row, place)
        for row in matches.user_rows
        for place in sorted(locations.managed)
        if grid.cell(row, place) is not None
    )
    if cells:
        return MirrorRefusal("user_cells", cells=cells)
    # refused and not moved aside: an exact copy with the person's rows below would not be one
    rows = tuple(kept.row for kept in deletions.kept)
    return MirrorRefusal("user_content_beside_rows", rows=rows) if rows else None
