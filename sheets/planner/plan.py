"""What has to be asked of Google so that a tab holds what it should. Pure: the tab as read in, requests out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sheets.columns import LINK, Column
from sheets.planner import requests as ask
from sheets.planner.a1 import cell_address
from sheets.planner.deletions import Deletions, KeptRow, find_deletions, remove_dropped_columns
from sheets.planner.desired import DesiredTab, RowIndex, index_rows
from sheets.planner.grid import Grid
from sheets.planner.layout import TabLayout, header_cells, lay_out
from sheets.planner.locate_columns import ColumnLocations, locate_columns
from sheets.planner.match_rows import RowMatches, match_rows
from sheets.planner.mirror import MirrorRefusal, refuse_mirror
from sheets.planner.ordering import plan_moves
from sheets.planner.requests import Request
from sheets.planner.row_changes import Difference, NewRows, RowChanges, find_changes, insert_rows
from sheets.planner.steps import Atomic, Step, consecutive


@dataclass(frozen=True, slots=True)
class Plan:
    """`steps` go to `batches`; without any, the tab is right as it stands.

    Rows: `standing` tracks have one when the plan is done; `added`, `updated` (cells written over), `moved`, `deleted`;
    `kept` stay for the person's content although their track is not wanted; `own` are the person's. `restored` keys
    were damaged. `repaired`: cells of ours that the person had changed, as far as that can be told: header, keys, and
    with `Wanted.unchanged` every cell of wanted rows, and `returned` are the keys of rows that the person had deleted.
    `truncated` texts did not fit. With a `refusal` there are no steps.
    """

    steps: tuple[Step, ...] = ()
    standing: int = 0
    added: int = 0
    updated: int = 0
    moved: int = 0
    deleted: int = 0
    own: int = 0
    restored: int = 0
    truncated: int = 0
    kept: tuple[KeptRow, ...] = ()
    repaired: tuple[Difference, ...] = ()
    returned: tuple[str, ...] = ()
    refusal: MirrorRefusal | None = None

    @property
    def requests(self) -> list[Request]:
        """Everything as one batch."""
        return [request for step in self.steps for request in step.requests(0, step.units)]


def plan(grid: Grid, wanted: DesiredTab) -> Plan:
    known = index_rows(wanted)
    found = locate_columns(grid, wanted, known.by_key)
    standing = match_rows(grid, found, wanted, known)
    leaving = find_deletions(grid, found, standing, wanted)
    refusal = refuse_mirror(grid, found, standing, leaving) if wanted.mode == "mirror" else None
    if refusal:
        return Plan(refusal=refusal, kept=tuple(leaving.kept), own=len(standing.own))
    made, framing = lay_out(grid, found, standing, wanted)
    in_order, places, top = _order(made, standing, leaving, known, wanted)
    staying = {row: places[row] for row in standing.rows.keys() - set(leaving.rows)}
    written = find_changes(grid, found, standing, made, staying)
    stands = {known: places[row] for known, row in standing.first_rows.items()}
    new = insert_rows(known.newest, stands, made, top)
    doomed = sorted(_after(new, places[row]) for row in leaving.rows)

    def at_last(row: int) -> int:
        place = _after(new, places[row])
        return place - bisect_left(doomed, place)

    left = replace(standing, rows={row: standing.rows[row] for row in staying})
    return Plan(
        steps=(
            *framing,
            *in_order,
            *written.steps,
            *new.steps,
            *_deletes(made, new, doomed),
            *remove_dropped_columns(grid, found, left, made, at_last),
        ),
        standing=len(known.newest),
        added=sum(step.units for step in new.steps),
        updated=len(written.rows | standing.restored),
        moved=len(in_order),
        deleted=len(leaving.rows),
        own=len(standing.own),
        restored=len(standing.restored),
        truncated=known.truncated,
        # with the row's number as the person will find it
        kept=tuple(replace(kept, row=at_last(kept.row - 1) + 1) for kept in leaving.kept),
        repaired=tuple(_repaired(grid, found, standing, written, wanted)),
        returned=tuple(entry.key for entry in known.newest if entry not in stands)
        if wanted.unchanged
        else (),
    )


def _order(
    made: TabLayout, standing: RowMatches, leaving: Deletions, known: RowIndex, wanted: DesiredTab
) -> tuple[list[Atomic], list[int], int]:
    """The moves of rows, where each row as read stands after them, and the first row under the header.

    Only a mirror's rows ever move. A merge leaves what the person froze with the header above the tracks.
    """
    if wanted.mode == "merge":
        places = [row + made.shift for row in range(made.used - made.shift)]
        return [], places, max(made.header + 1, made.frozen)
    first = standing.first_rows
    ours = [first[track] + made.shift for track in known.newest if track in first]
    placed = {made.header, *ours, *(row + made.shift for row in leaving.rows)}
    rest = (row for row in range(made.used) if row not in placed)
    done, places = plan_moves([made.header, *ours, *rest], made.used)
    steps = [Atomic((ask.move(made.gid, "ROWS", at, count, to),)) for at, count, to in done]
    return steps, places[made.shift :], places[made.header] + 1


def _after(new: NewRows, place: int) -> int:
    """Where the row at this place stands once the new rows have come in."""
    return place + new.pushed.before(place + 1)


def _deletes(made: TabLayout, new: NewRows, doomed: Sequence[int]) -> Iterator[Atomic]:
    """Bottom up, after everything else, so that a reader never sees fewer rows than before or after."""
    frozen = made.frozen + new.pushed.before(made.frozen)
    short = sum(row >= frozen for row in doomed) + 1 - (new.row_count - frozen)
    if doomed and short > 0:
        # Sheets keeps at least one row that is not frozen
        yield Atomic((ask.append(made.gid, "ROWS", short),))
    for run in reversed(consecutive(doomed)):
        yield Atomic((ask.delete(made.gid, "ROWS", run.start, len(run)),))


def _repaired(
    grid: Grid, found: ColumnLocations, standing: RowMatches, written: RowChanges, wanted: DesiredTab
) -> Iterator[Difference]:
    for column, cell in zip(wanted.columns, header_cells(grid, found, wanted.columns), strict=True):
        if column.id in found.columns and cell != column.header:
            yield Difference(cell_address(found.header.row, found.columns[column.id]), column.header)
    link = found.columns.get(LINK)
    if link is not None:
        yield from (Difference(cell_address(row, link), "Link") for row in sorted(standing.restored))
    if wanted.unchanged:
        yield from written.differences


_ROWS, _COLUMNS = 1000, 26


def plan_new_tab(gid: int, title: str, columns: Sequence[Column]) -> list[Request]:
    """addSheet with the id `gid`, then our columns from A on: marked, wide enough, under a frozen header.

    An existing tab needs nothing of the kind: planning lays the columns where none of ours stand, from A on in a blank
    tab, else pushed in to the left of what stands there.
    """
    width = max(_COLUMNS, len(columns))
    blank = Grid(gid, title, ZoneInfo("UTC"), row_count=_ROWS, column_count=width, frozen_rows=1)
    laying = plan(blank, DesiredTab(tuple(columns), rows=()))
    return [ask.add_tab(gid, title, _ROWS, width), *laying.requests]
