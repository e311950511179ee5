"""Columns that are not chosen any more. They go last: until then their cells help to tell rows of ours from others."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sheets.planner import requests as ask
from sheets.planner.frame import Frame, runs
from sheets.planner.grid import Grid
from sheets.planner.locate_columns import ColumnLocations
from sheets.planner.match_rows import RowMatches
from sheets.planner.metadata import untag
from sheets.planner.steps import Together


def drop(
    grid: Grid, found: ColumnLocations, standing: RowMatches, made: Frame, at: Callable[[int], int]
) -> Iterator[Together]:
    """Deleted where all in them is ours; else emptied of ours and handed over to the person.

    `standing` without the rows that are deleted; `at` tells where a row as read stands by then.
    """
    gone: list[int] = []
    for name, column in found.dropped.items():
        place = made.dropped[name] - sum(other < made.dropped[name] for other in gone)
        if not _holds_theirs(grid, name, column, standing):
            yield Together((ask.delete(grid.gid, "COLUMNS", place, 1),))
            gone.append(made.dropped[name])
            continue
        ours = {*standing.rows, *standing.worded} - standing.typed.get(name, set())
        filled = sorted(at(row) for row in ours if grid.cell(row, column) is not None)
        for rows in runs(filled):
            yield Together((ask.empty(grid.gid, rows.start, len(rows), place),))
        title = () if found.header.is_missing else (ask.empty(grid.gid, at(found.header.row), 1, place),)
        # by its title the header is recognised, as long as the column counts as ours
        yield Together((*title, untag(grid.tags[column])))


def _holds_theirs(grid: Grid, name: str, column: int, standing: RowMatches) -> bool:
    """Whether something of the person's stands in the column: a note, what they typed over ours, or a row of their own."""
    if standing.typed.get(name) or any(column in columns for columns in grid.notes.values()):
        return True
    return any(grid.cell(row, column) is not None for row in standing.own if row not in standing.worded)
