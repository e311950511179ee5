"""Rows of tracks that are not wanted any more: which go, and which stay for what the person put there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from sheets.planner import requests as ask
from sheets.planner.desired import DesiredTab
from sheets.planner.grid import Grid
from sheets.planner.layout import TabLayout
from sheets.planner.locate_columns import ColumnLocations
from sheets.planner.match_rows import RowMatches
from sheets.planner.requests import untag_column
from sheets.planner.row_ownership import has_note, has_value_beside
from sheets.planner.steps import Atomic, consecutive


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row that stays because of the person's content. `row` counts from 1, as the person sees it."""

    key: str
    row: int
    why: Literal["beside", "note", "words"]


@dataclass(frozen=True, slots=True)
class Deletions:
    """`rows` to delete, as read, top down."""

    rows: list[int] = field(default_factory=list)
    kept: list[KeptRow] = field(default_factory=list)


def find_deletions(grid: Grid, found: ColumnLocations, standing: RowMatches, wanted: DesiredTab) -> Deletions:
    leaving = Deletions()
    typed = set().union(*standing.typed.values())
    first = standing.first_rows if wanted.mode == "mirror" else {}
    for row, known in sorted(standing.rows.items()):
        if wanted.keeps(known) and first.get(known, row) == row:
            continue
        if has_note(grid, row):
            leaving.kept.append(KeptRow(known.key, row + 1, "note"))
        elif row in typed or has_value_beside(grid, row, found.ours):
            leaving.kept.append(KeptRow(known.key, row + 1, "beside"))
        else:
            leaving.rows.append(row)
    leaving.kept.extend(KeptRow(known.key, row + 1, "words") for row, known in standing.worded.items())
    leaving.kept.sort(key=lambda kept: kept.row)
    return leaving


def remove_dropped_columns(
    grid: Grid, found: ColumnLocations, standing: RowMatches, made: TabLayout, at: Callable[[int], int]
) -> Iterator[Atomic]:
    """Deleted where all in them is ours; else emptied of ours and handed over to the person.

    `standing` without the rows that are deleted; `at` tells where a row as read stands by then.
    """
    gone: list[int] = []
    for name, column in found.dropped.items():
        place = made.dropped[name] - sum(other < made.dropped[name] for other in gone)
        if not _holds_theirs(grid, name, column, standing):
            yield Atomic((ask.delete(grid.gid, "COLUMNS", place, 1),))
            gone.append(made.dropped[name])
            continue
        ours = {*standing.rows, *standing.worded} - standing.typed.get(name, set())
        filled = sorted(at(row) for row in ours if grid.cell(row, column) is not None)
        for rows in consecutive(filled):
            yield Atomic((ask.empty(grid.gid, rows.start, len(rows), place),))
        title = () if found.header.is_missing else (ask.empty(grid.gid, at(found.header.row), 1, place),)
        # by its title the header is recognised, as long as the column counts as ours
        yield Atomic((*title, untag_column(grid.tags[column])))


def _holds_theirs(grid: Grid, name: str, column: int, standing: RowMatches) -> bool:
    """Whether something of the person's stands in the column: a note, what they typed over ours, or a row of their own."""
    if standing.typed.get(name) or any(column in columns for columns in grid.notes.values()):
        return True
    return any(grid.cell(row, column) is not None for row in standing.own if row not in standing.worded)
