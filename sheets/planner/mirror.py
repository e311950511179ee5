"""When a mirror would cost the person something, it is not made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sheets.planner.a1 import cell_address
from sheets.planner.deletions import Deletions
from sheets.planner.grid import Grid
from sheets.planner.locate_columns import ColumnLocations
from sheets.planner.match_rows import RowMatches

_NAMED = 5


@dataclass(frozen=True, slots=True)
class MirrorRefusal:
    """Nothing is written. `sentence` is for the person; `cells` are all the places that it is about."""

    code: Literal["foreign_cells", "notes_on_leaving_rows"]
    sentence: str
    cells: tuple[str, ...]


def refuse_mirror(
    grid: Grid, found: ColumnLocations, standing: RowMatches, leaving: Deletions
) -> MirrorRefusal | None:
    foreign = tuple(
        cell_address(row, place)
        for row in standing.own
        for place in sorted(found.ours)
        if grid.cell(row, place) is not None
    )
    if foreign:
        return MirrorRefusal(
            "foreign_cells",
            f"This tab is set to be an exact copy of your library, but you have typed into our columns ({_some(foreign)}). "
            "Move those cells elsewhere, or choose “Beside what is mine” instead.",
            foreign,
        )
    rows = tuple(str(kept.row) for kept in leaving.kept)
    if rows:
        return MirrorRefusal(
            "notes_on_leaving_rows",
            "This tab is set to be an exact copy of your library, but beside rows that have to go you keep notes or "
            f"cells of your own (row {_some(rows)}). Move them elsewhere, or choose “Beside what is mine” instead.",
            rows,
        )
    return None


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
