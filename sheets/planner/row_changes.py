"""What is written into rows: cells of managed columns that differ, and the rows of tracks that have none yet."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sheets.columns import LINK, Column
from sheets.planner import requests as ask
from sheets.planner.cells import cell_equals
from sheets.planner.desired import KnownRow
from sheets.planner.displaced_rows import DisplacedRow
from sheets.planner.grid import Grid
from sheets.planner.layout import TabLayout
from sheets.planner.locate_columns import ColumnLocations
from sheets.planner.match_rows import RowMatches
from sheets.planner.ordering import FenwickTree
from sheets.planner.repairs import CellDifference
from sheets.planner.requests import Request
from sheets.planner.steps import (
    Atomic,
    ColumnRun,
    InsertRows,
    Step,
    TableAbove,
    WriteRows,
    group_neighbouring_columns,
)


@dataclass(frozen=True, slots=True)
class RowChanges:
    """The steps, the rows as read that they change, and the cells: of wanted tracks only.

    The values of other tracks may have changed since the last write, so a difference does not mean an edit.
    """

    steps: list[Step] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    differences: list[CellDifference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NewRows:
    """The steps that insert them, how far they push the rows below down, and the grid's height afterwards."""

    steps: list[InsertRows]
    pushed: FenwickTree
    row_count: int


def find_changes(
    grid: Grid,
    locations: ColumnLocations,
    matches: RowMatches,
    layout: TabLayout,
    places: Mapping[int, int],
) -> RowChanges:
    """Returns the differences in tracks' rows, apart from restored keys: those are written before.

    `places`: the rows that are not deleted, as read, and where each of them is when these are written.
    """
    changes = RowChanges()
    columns = [
        (value, column, locations.columns.get(column.id)) for value, column in enumerate(layout.columns)
    ]
    last: dict[ColumnRun, WriteRows] = {}
    count = Counter(matches.rows[row] for row in places)
    repeated: dict[KnownRow, list[Request]] = {}
    others: list[int] | None = None
    # from the top, so that rows one under the other become one request also where a mirror has moved them
    for row in sorted(places, key=places.__getitem__):
        known = matches.rows[row]
        wrong = [
            (value, column, place)
            for value, column, place in columns
            if not cell_equals(
                grid.cell(row, place) if place is not None else None, known.values[value], column.kind
            )
            and not (column.id == LINK and row in matches.restored)
        ]
        if wrong:
            changes.rows.add(row)
        if wrong and _is_bare(grid, row, columns):
            if others is None:  # once: a person may have typed thousands of links
                others = [other for other in sorted(places) if not _is_bare(grid, other, columns)]
            changes.steps.extend(_give_look(layout, places, row, others))
        if wrong and known.status == "wanted":
            changes.differences.extend(
                CellDifference(row, place, column.header) for _, column, place in wrong
            )
        for run in group_neighbouring_columns(layout.places, [value for value, _, _ in wrong]):
            # a copied row: which of the two the person will keep is not known, so both are kept right
            if count[known] > 1:
                request = ask.write(layout.gid, places[row], run.column, [run.select(known.values)])
                repeated.setdefault(known, []).append(request)
                continue
            step = last.get(run)
            if step is None or step.row + step.units != places[row]:
                step = last[run] = WriteRows(layout.gid, places[row], run, [])
                changes.steps.append(step)
            step.rows.append(known.values)
    # a track's rows in one batch: beside one that is right already, the others would look like the person's
    changes.steps[:0] = [Atomic(tuple(requests)) for requests in repeated.values()]
    return changes


def _is_bare(grid: Grid, row: int, columns: Sequence[tuple[int, Column, int | None]]) -> bool:
    """Whether nothing but the link stands in the row: the person typed it, and no sync has formatted its cells."""
    others = [place for _, column, place in columns if column.id != LINK and place is not None]
    return bool(others) and all(grid.cell(row, place) is None for place in others)


def _give_look(
    layout: TabLayout, places: Mapping[int, int], row: int, others: Sequence[int]
) -> Iterator[Atomic]:
    """A row that is filled in looks like the nearest of the `others`, which are sorted, the lower one of two.

    Without any it looks as a first row does.
    """
    below = bisect_left(others, row)
    beside = others[max(0, below - 1) : below + 1]
    if not beside:
        yield from _format_row(layout, places[row])
        return
    above, nearest = beside[0], beside[-1]
    source = places[nearest if nearest - row <= row - above else above]
    looks = (
        ask.copy_look(layout.gid, source, places[row], run.column, len(run.values))
        for run in layout.column_runs
    )
    yield Atomic(tuple(looks))


def _format_row(layout: TabLayout, row: int) -> Iterator[Atomic]:
    formats = [(place, one.number_format) for place, one in zip(layout.places, layout.columns, strict=True)]
    requests = [ask.format_numbers(layout.gid, row, 1, place, look) for place, look in formats if look]
    if requests:
        yield Atomic(tuple(requests))


def insert_rows(
    newest: Sequence[KnownRow],
    rows: Mapping[KnownRow, int],
    layout: TabLayout,
    top: int,
    *,
    filled: Mapping[int, Sequence[int]] | None = None,
    displaced: Mapping[int, DisplacedRow] | None = None,
    tables: Mapping[int, TableAbove] | None = None,
) -> NewRows:
    """Returns the steps for missing tracks: each directly under the nearest newer one that has a row, else at `top`.

    `rows`: the row of each track that has one. `filled`: by row, the columns of the person's that are filled down with a
    formula, which new rows beside it get too. `top`: the row for tracks that are newer than all of those. `displaced`: the
    first and the last track's row, where its cells can be copied away, by the row that new ones come in at. `tables`: Google
    tables by the row below them.
    Runs go in newest first, so that a plan that stops between two batches leaves the newest tracks in the tab.

        newest  E D C B A      tab  C A        top: the row of C
        runs    E D at C's row, B directly below C, which is two rows lower by then: `pushed` counts them
        tab     E D C B A
    """
    # people freeze more rows than hold something
    size = max(layout.used, top, layout.frozen) + 1
    pushed = FenwickTree(size + 1)
    row_count = layout.row_count
    steps: list[InsertRows] = []
    columns = list(zip(layout.places, layout.columns, strict=True))
    tracks_rows = set(rows.values())
    for base, run in _missing_runs(newest, rows, top):
        row = base + pushed.before(base)
        # a new row looks like the track's row below it, else like the one above: whatever look the person has given them
        like_above = base not in tracks_rows and base - 1 in tracks_rows
        # blank rows are used before the grid grows: a spreadsheet has at most ten million cells
        fills = base >= layout.used and not like_above
        values = [known.values for known in run]
        formatted = [] if like_above or base in tracks_rows else columns
        below = () if fills else (filled or {}).get(base, ())
        above = [place for place in (filled or {}).get(base - 1, ()) if place not in below]
        steps.append(
            InsertRows(
                layout.gid,
                row,
                row_count if fills else None,
                formatted,
                layout.column_runs,
                values,
                below,
                above,
                (displaced or {}).get(base) if not fills else None,
                (tables or {}).get(base),
                like_above,
            )
        )
        pushed.add(base, len(run))
        row_count = max(row_count, row + len(run)) if fills else row_count + len(run)
    return NewRows(steps, pushed, row_count)


def _missing_runs(
    newest: Sequence[KnownRow], rows: Mapping[KnownRow, int], top: int
) -> Iterator[tuple[int, list[KnownRow]]]:
    """Runs of missing tracks with the row that each begins in, before any of them is inserted."""
    base = top
    run: list[KnownRow] = []
    for known in newest:
        if known not in rows:
            run.append(known)
            continue
        if run:
            yield base, run
            run = []
        base = rows[known] + 1
    if run:
        yield base, run
