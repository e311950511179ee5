"""Rows of tracks that are not wanted any more: which go, and which stay for what the person put there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sheets.planner.desired import DesiredTab
from sheets.planner.grid import Grid
from sheets.planner.locate_columns import ColumnLocations
from sheets.planner.match_rows import RowMatches
from sheets.planner.user_content import has_note, has_value_beside


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that stays because of the person's content. `row` counts from 1, as the person sees it."""

    key: str
    row: int
    why: Literal["beside", "note", "words"]


@dataclass(frozen=True, slots=True)
class Leaving:
    """`rows` to delete, as read, top down."""

    rows: list[int] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)


def judge(grid: Grid, found: ColumnLocations, standing: RowMatches, wanted: DesiredTab) -> Leaving:
    leaving = Leaving()
    typed = set().union(*standing.typed.values())
    first = standing.first_rows if wanted.mode == "mirror" else {}
    for row, known in sorted(standing.rows.items()):
        if wanted.keeps(known) and first.get(known, row) == row:
            continue
        if has_note(grid, row):
            leaving.kept.append(Kept(known.key, row + 1, "note"))
        elif row in typed or has_value_beside(grid, row, found.ours):
            leaving.kept.append(Kept(known.key, row + 1, "beside"))
        else:
            leaving.rows.append(row)
    leaving.kept.extend(Kept(known.key, row + 1, "words") for row, known in standing.worded.items())
    leaving.kept.sort(key=lambda kept: kept.row)
    return leaving
