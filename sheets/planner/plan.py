"""What to ask of Google so that a tab holds what it should. Pure: the tab as read and as desired in, requests out.

    locate_columns -> match_rows -> find_deletions -> refuse_mirror      whose is what
    plan_layout -> plan_moves -> find_changes -> insert_rows
                -> row deletions -> remove_dropped_columns               the steps, in the order they are sent

Deletions come last, bottom up, so that at no time the tab holds fewer of the person's tracks than before or after.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sheets.columns import LINK
from sheets.planner import requests as ask
from sheets.planner.deletion import (
    Deletions,
    KeptRow,
    find_deletions,
    has_user_content,
    remove_dropped_columns,
)
from sheets.planner.desired import DesiredTab, RowIndex, index_rows
from sheets.planner.displaced_rows import DisplacedRow, find_displaced_row
from sheets.planner.grid import Grid
from sheets.planner.layout import TabLayout, header_cells, plan_layout
from sheets.planner.locate_columns import ColumnLocations, locate_columns
from sheets.planner.match_rows import RowMatches, match_rows
from sheets.planner.mirror import MirrorRefusal, refuse_mirror
from sheets.planner.ordering import consecutive, plan_moves
from sheets.planner.repairs import CellDifference
from sheets.planner.requests import Request
from sheets.planner.row_changes import NewRows, RowChanges, find_changes, insert_rows
from sheets.planner.row_ownership import remembers
from sheets.planner.steps import Atomic, Step, TableAbove


@dataclass(frozen=True, slots=True)
class Plan:
    """`steps` go to `split_into_batches`; without any, the tab is right as it is. With a `refusal` there are none.

    Rows: `row_count` tracks have one when the plan is done; `added`, `updated` (cells written over), `moved`,
    `deleted`; `kept` for the person's content although their track is not wanted; `user_rows` are the person's.
    `restored` keys were damaged. `truncated` texts did not fit. `repaired`: managed cells that the person had changed,
    as far as that is known: header, keys, and with `DesiredTab.unchanged` every cell of wanted rows; then `returned`
    are the keys of rows that the person had deleted. `former` are keys of rows that a sync has written and that stay,
    although their track is not wanted. `displaces`: new rows take the place of the first or the last track's row.

    Columns, by id: `columns_in` the tab does not have yet, `columns_out` are deleted, and `columns_left` are not chosen any
    more and stay with what the person has in them. `columns_moved` counts moves.
    """

    steps: tuple[Step, ...] = ()
    row_count: int = 0
    added: int = 0
    updated: int = 0
    moved: int = 0
    deleted: int = 0
    user_rows: int = 0
    restored: int = 0
    truncated: int = 0
    kept: tuple[KeptRow, ...] = ()
    repaired: tuple[CellDifference, ...] = ()
    returned: tuple[str, ...] = ()
    former: frozenset[str] = frozenset()
    displaces: bool = False
    columns_in: tuple[str, ...] = ()
    columns_out: tuple[str, ...] = ()
    columns_left: tuple[str, ...] = ()
    columns_moved: int = 0
    refusal: MirrorRefusal | None = None

    @property
    def requests(self) -> list[Request]:
        """Everything as one batch."""
        return [request for step in self.steps for request in step.requests(0, step.units)]


def plan_tab(grid: Grid, desired: DesiredTab) -> Plan:
    """Returns what brings the tab to what is desired, without losing anything of the person's."""
    index = index_rows(desired)
    locations = locate_columns(grid, desired, index.by_key)
    matches = match_rows(grid, locations, desired, index)
    deletions = find_deletions(grid, locations, matches, desired)
    # before any step is planned: a refused mirror writes nothing at all
    refusal = refuse_mirror(grid, locations, matches, deletions) if desired.mode == "mirror" else None
    if refusal:
        return Plan(refusal=refusal, kept=tuple(deletions.kept), user_rows=len(matches.user_rows))
    layout, layout_steps = plan_layout(grid, locations, matches, desired)
    moves, places, top = _order_rows(layout, matches, deletions, index, desired)
    if desired.mode == "merge":
        top = _below_own_rows(grid, layout, matches, top)
    remaining_rows = {row: places[row] for row in matches.rows.keys() - set(deletions.rows)}
    changes = find_changes(grid, locations, matches, layout, remaining_rows)
    rows = {known: places[row] for known, row in matches.first_rows.items()}
    # counted in the tab as the moves leave it: that is when the rows come in
    filled = {
        places[row]: [layout.user_places[column] for column in columns]
        for row in matches.rows
        if (columns := matches.furniture.filled_columns(grid, row))
    }
    yielding = _first_and_last(matches, layout, places, top) if desired.displaces else ()
    displaced = dict(_find_displaced(grid, locations, matches, layout, yielding))
    tables = _tables_by_end(grid, matches, layout, places)
    new = insert_rows(index.newest, rows, layout, top, filled=filled, displaced=displaced, tables=tables)
    rows_to_delete = sorted(_after_inserts(new, places[row]) for row in deletions.rows)

    def final_row(row: int) -> int:
        place = _after_inserts(new, places[row])
        return place - bisect_left(rows_to_delete, place)

    remaining = replace(matches, rows={row: matches.rows[row] for row in remaining_rows})
    left = [
        column_id
        for column_id, place in locations.dropped.items()
        if has_user_content(grid, column_id, place, remaining)
    ]
    return Plan(
        steps=(
            *layout_steps,
            *moves,
            *changes.steps,
            *new.steps,
            *_delete_rows(layout, new, rows_to_delete),
            *remove_dropped_columns(grid, locations, remaining, layout, final_row),
        ),
        row_count=len(index.newest),
        added=sum(step.units for step in new.steps),
        updated=len(changes.rows | matches.restored),
        moved=len(moves),
        deleted=len(deletions.rows),
        user_rows=len(matches.user_rows),
        restored=len(matches.restored),
        truncated=index.truncated,
        # with the number that the row has when the person looks
        kept=tuple(replace(kept, row=final_row(kept.row - 1) + 1) for kept in deletions.kept),
        repaired=tuple(_find_repaired(grid, locations, matches, changes, desired)),
        returned=tuple(known.key for known in index.newest if known not in rows) if desired.unchanged else (),
        former=frozenset(_former_keys(remaining, desired)),
        displaces=any(step.displaced is not None for step in new.steps),
        columns_in=tuple(column.id for column in desired.columns if column.id not in locations.columns),
        columns_out=tuple(column_id for column_id in locations.dropped if column_id not in left),
        columns_left=tuple(left),
        columns_moved=sum(
            ask.moves_a_column(request)
            for step in layout_steps
            if isinstance(step, Atomic)
            for request in step.body
        ),
    )


def _former_keys(remaining: RowMatches, desired: DesiredTab) -> Iterator[str]:
    for known in remaining.rows.values():
        if known.status != "wanted":
            yield known.key
    # also of rows that the person has typed into: without memory the next sync would not see what they typed
    for known in remaining.linked_user_rows.values():
        if known.status != "wanted" and remembers(desired.written, known):
            yield known.key


def _order_rows(
    layout: TabLayout, matches: RowMatches, deletions: Deletions, index: RowIndex, desired: DesiredTab
) -> tuple[list[Atomic], list[int], int]:
    """The moves of rows, where each row as read is after them, and the first row under the header."""
    # Only a mirror's rows ever move: the order of a merged tab is the person's (docs/decisions/0006). New tracks go
    # below all frozen rows, so that what the person froze with the header remains above them.
    if desired.mode == "merge":
        places = [row + layout.shift for row in range(layout.used - layout.shift)]
        return [], places, max(layout.header + 1, layout.frozen)
    first = matches.first_rows
    tracks = [first[known] + layout.shift for known in index.newest if known in first]
    placed = {layout.header, *tracks, *(row + layout.shift for row in deletions.rows)}
    rest = (row for row in range(layout.used) if row not in placed)
    moves, places = plan_moves([layout.header, *tracks, *rest], layout.used)
    steps = [Atomic((ask.move(layout.gid, "ROWS", at, count, to),)) for at, count, to in moves]
    return steps, places[layout.shift :], places[layout.header] + 1


def _below_own_rows(grid: Grid, layout: TabLayout, matches: RowMatches, top: int) -> int:
    """Where tracks come in that are newer than all others: at `top`, or below what the person keeps there.

    What they keep there is rows of their own, a sum for example, above the first row with a track's link.
    """
    linked = (row + layout.shift for row in (*matches.rows, *matches.linked_user_rows))
    first = min((row for row in linked if row >= top), default=top)
    own = (grid.rows[row - layout.shift] for row in range(top, first))
    return first if all(any(cell is not None for cell in cells) for cells in own) else top


def _first_and_last(
    matches: RowMatches, layout: TabLayout, places: Sequence[int], top: int
) -> Iterator[tuple[int, int, bool]]:
    """The rows that may give up their place: the track's row under the header to newer tracks, the last one to older ones.

    Each with the row that those come in at, as it is read, and whether it is the last one.
    """
    tracks = {places[row]: row for row in matches.rows}
    # Google inserts nothing behind the last row of the grid
    if top in tracks and top + 1 < layout.row_count:
        yield top, tracks[top], False
    last = max(tracks, default=top)
    # a row that is both gives way to newer ones, and no new row comes in above a frozen one
    if last > top and last >= layout.frozen:
        yield last + 1, tracks[last], True


def _find_displaced(
    grid: Grid,
    locations: ColumnLocations,
    matches: RowMatches,
    layout: TabLayout,
    yielding: Iterable[tuple[int, int, bool]],
) -> Iterator[tuple[int, DisplacedRow]]:
    """Yields how rows give up their place, with the row that new ones come in at."""
    header, ours = locations.header, locations.managed
    users = {column: place for column, place in layout.user_places.items() if column not in ours}
    for at, row, is_last in yielding:
        displaced = find_displaced_row(
            grid,
            row,
            None if header.is_missing else header.row,
            layout.places,
            users,
            dropped=layout.dropped.values(),
            furniture=matches.furniture,
        )
        if displaced is not None:
            yield at, replace(displaced, is_last=is_last)


def _tables_by_end(
    grid: Grid, matches: RowMatches, layout: TabLayout, places: Sequence[int]
) -> dict[int, TableAbove]:
    """The Google tables whose last row is a track's, by the row below them: rows that are written there join them.

    Above a footer new rows come in inside of the table anyway.
    """
    found: dict[int, TableAbove] = {}
    for table in grid.tables:
        last = table.rows.stop - 1
        columns = [layout.user_places[column] for column in table.columns if column in layout.user_places]
        if last in matches.rows and columns and not table.has_footer:
            left, right = min(columns), max(columns)
            row = table.rows.start + layout.shift
            found[places[last] + 1] = TableAbove(table.id, row, left, right + 1 - left)
    return found


def _after_inserts(new: NewRows, place: int) -> int:
    """Where the row at this place is once the new rows have come in."""
    return place + new.pushed.before(place + 1)


def _delete_rows(layout: TabLayout, new: NewRows, rows: Sequence[int]) -> Iterator[Atomic]:
    frozen = layout.frozen + new.pushed.before(layout.frozen)
    missing = sum(row >= frozen for row in rows) + 1 - (new.row_count - frozen)
    if rows and missing > 0:
        # Google refuses to delete the last row that is not frozen
        yield Atomic((ask.append(layout.gid, "ROWS", missing),))
    # bottom up, so that no deletion shifts the rows of a later one
    for run in reversed(consecutive(rows)):
        yield Atomic((ask.delete(layout.gid, "ROWS", run.start, len(run)),))


def _find_repaired(
    grid: Grid, locations: ColumnLocations, matches: RowMatches, changes: RowChanges, desired: DesiredTab
) -> Iterator[CellDifference]:
    cells = header_cells(grid, locations, desired.columns)
    for column, cell in zip(desired.columns, cells, strict=True):
        if column.id in locations.columns and cell != column.header:
            yield CellDifference(locations.header.row, locations.columns[column.id], column.header)
    link = locations.columns.get(LINK)
    if link is not None:
        yield from (CellDifference(row, link, "Link") for row in sorted(matches.restored))
    if desired.unchanged:
        yield from changes.differences
