"""What is deleted: rows of tracks that are no longer wanted, and columns that are no longer chosen.

Both are kept where the person put something into them. Four rows of tracks that are no longer wanted:

    row  Track   Album      Link  Rating
    1    Jóga    Homogenic  …/1           deleted: a sync wrote all of it
    2    Hunter  Homogenic  …/2   five    kept: a value beside the managed columns
    3    Bachel  Homogenic  …/3           kept: the person typed into Track, so the row is theirs ("edited")
    4    Pluto   Homogenic  …/4           kept: a cell carries a note
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sheets.planner import requests as ask
from sheets.planner.desired import DesiredTab, RowStatus
from sheets.planner.grid import Grid
from sheets.planner.layout import TabLayout
from sheets.planner.locate_columns import ColumnLocations
from sheets.planner.match_rows import RowMatches
from sheets.planner.ordering import consecutive
from sheets.planner.row_ownership import has_note, has_value_beside
from sheets.planner.steps import Atomic


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row that is kept for the person's content. `row` counts from 1, as Google Sheets shows it.

    `reason`: a value beside the managed columns, a note, or text that the person typed over the row's values. `status`
    says whether the track was removed or is only out of the scope.
    """

    key: str
    row: int
    reason: Literal["value_beside", "note", "edited"]
    status: RowStatus = "removed"


@dataclass(frozen=True, slots=True)
class Deletions:
    """`rows` to delete, as read, top down, and the rows that would go if nothing of the person's were in them."""

    rows: list[int] = field(default_factory=list)
    kept: list[KeptRow] = field(default_factory=list)


def find_deletions(
    grid: Grid, locations: ColumnLocations, matches: RowMatches, desired: DesiredTab
) -> Deletions:
    """Returns which rows of unwanted tracks are deleted and which are kept. A mirror also deletes a track's second row."""
    deletions = Deletions()
    edited = set().union(*matches.edited_dropped.values())
    # in a merge both rows of one track are kept: it is unknown which of the two the person wants
    first = matches.first_rows if desired.mode == "mirror" else {}
    for row, known in sorted(matches.rows.items()):
        if desired.keeps(known) and first.get(known, row) == row:
            continue
        if has_note(grid, row):
            deletions.kept.append(KeptRow(known.key, row + 1, "note", known.status))
        elif row in edited or has_value_beside(grid, row, locations.managed, matches.furniture):
            deletions.kept.append(KeptRow(known.key, row + 1, "value_beside", known.status))
        else:
            deletions.rows.append(row)
    # these are the person's rows already; they are reported because the person sees a track there that has left
    deletions.kept.extend(
        KeptRow(known.key, row + 1, "edited", known.status) for row, known in matches.linked_user_rows.items()
    )
    deletions.kept.sort(key=lambda kept: kept.row)
    return deletions


def remove_dropped_columns(
    grid: Grid,
    locations: ColumnLocations,
    matches: RowMatches,
    layout: TabLayout,
    final_row: Callable[[int], int],
) -> Iterator[Atomic]:
    """Yields the steps that delete dropped columns, or empty them and leave them to the person.

    `matches` without the rows that are deleted; `final_row` maps a row as read to where it is by then.
    """
    # last of all steps: until then their cells help to recognise rows
    deleted: list[int] = []
    for column_id, column in locations.dropped.items():
        at = layout.dropped[column_id]
        place = at - sum(other < at for other in deleted)
        if not has_user_content(grid, column_id, column, matches):
            # Google refuses to delete the last column that is not frozen
            room = (
                (ask.append(grid.gid, "COLUMNS", 1),)
                if _is_last_unfrozen(grid, layout, locations, deleted, at)
                else ()
            )
            yield Atomic((*room, ask.delete(grid.gid, "COLUMNS", place, 1)))
            deleted.append(at)
            continue
        synced = {*matches.rows, *matches.linked_user_rows} - matches.edited_dropped.get(column_id, set())
        filled = sorted(final_row(row) for row in synced if grid.cell(row, column) is not None)
        for rows in consecutive(filled):
            yield Atomic((ask.empty(grid.gid, rows.start, len(rows), place),))
        header = locations.header
        title = () if header.is_missing else (ask.empty(grid.gid, final_row(header.row), 1, place),)
        # both at once: the header is recognised by its titles as long as the column is tagged
        yield Atomic((*title, ask.untag_column(grid.tags[column])))


def _is_last_unfrozen(
    grid: Grid, layout: TabLayout, locations: ColumnLocations, deleted: Sequence[int], column: int
) -> bool:
    """Whether nothing but frozen columns would be left without this one, after those that are deleted already."""
    inserted = sum(one.id not in locations.columns for one in layout.columns)
    # at most: columns that were inserted among the frozen ones are frozen too
    frozen = grid.frozen_columns + inserted * (grid.frozen_columns > 0)
    gone = [*deleted, column]
    left = grid.column_count + inserted - len(gone)
    return left <= frozen - sum(place < frozen for place in gone)


def has_user_content(grid: Grid, column_id: str, column: int, matches: RowMatches) -> bool:
    """Whether the column holds a note, what the person typed over its values, or a cell of a row of theirs."""
    if matches.edited_dropped.get(column_id) or any(column in columns for columns in grid.notes.values()):
        return True
    return any(
        grid.cell(row, column) is not None for row in matches.user_rows if row not in matches.linked_user_rows
    )
