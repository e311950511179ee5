"""Cells of ours that do not hold what they should, neighbours joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sheets.columns import LINK
from sheets.planner import requests as ask
from sheets.planner.a1 import cell_address
from sheets.planner.cells import cell_equals
from sheets.planner.desired import KnownRow
from sheets.planner.grid import Grid
from sheets.planner.layout import TabLayout
from sheets.planner.locate_columns import ColumnLocations
from sheets.planner.match_rows import RowMatches
from sheets.planner.ordering import FenwickTree
from sheets.planner.requests import Request
from sheets.planner.steps import Atomic, ColumnRun, Insert, Rewrite, Step, group_neighbouring_columns


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that will be written: its name as read ("" for a column that did not stand) and its column's header."""

    address: str
    header: str


@dataclass(frozen=True, slots=True)
class RowChanges:
    """`differences` are those in rows of wanted tracks: what is known of others may have changed by itself."""

    steps: list[Step] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    differences: list[Difference] = field(default_factory=list)


def find_changes(
    grid: Grid, found: ColumnLocations, standing: RowMatches, frame: TabLayout, places: Mapping[int, int]
) -> RowChanges:
    """Apart from restored keys, which are written before. `places`: where each row of ours that stays, as read, stands
    when these are written."""
    done = RowChanges()
    spots = [found.columns.get(column.id, grid.column_count) for column in frame.columns]
    last: dict[ColumnRun, Rewrite] = {}
    count = Counter(standing.rows[row] for row in places)
    repeated: dict[KnownRow, list[Request]] = {}
    for row in sorted(places, key=places.__getitem__):
        known = standing.rows[row]
        values = known.values
        wrong = [
            value
            for value, column in enumerate(frame.columns)
            if not cell_equals(grid.cell(row, spots[value]), values[value], column.kind)
            and not (column.id == LINK and row in standing.restored)
        ]
        if wrong:
            done.rows.add(row)
        if wrong and known.fate == "wanted":
            done.differences.extend(_differences(grid, row, spots, frame, wrong))
        for piece in group_neighbouring_columns(frame.places, wrong):
            if count[known] > 1:
                request = ask.write(frame.gid, places[row], piece.column, [piece.of(values)])
                repeated.setdefault(known, []).append(request)
                continue
            rewrite = last.get(piece)
            if rewrite is None or rewrite.row + rewrite.units != places[row]:
                rewrite = last[piece] = Rewrite(frame.gid, places[row], piece, [])
                done.steps.append(rewrite)
            rewrite.rows.append(values)
    # rows of one track at once: beside one that is right already, the others would look like the person's
    done.steps[:0] = [Atomic(tuple(requests)) for requests in repeated.values()]
    return done


def _differences(
    grid: Grid, row: int, spots: Sequence[int], frame: TabLayout, wrong: Sequence[int]
) -> Iterator[Difference]:
    for value in wrong:
        stood = spots[value] < grid.column_count
        yield Difference(cell_address(row, spots[value]) if stood else "", frame.columns[value].header)


@dataclass(frozen=True, slots=True)
class NewRows:
    """`pushed` tells how far rows that stood there were pushed down, `row_count` the grid's height afterwards."""

    steps: list[Insert]
    pushed: FenwickTree
    row_count: int


def insert_rows(
    newest: Sequence[KnownRow], stands: Mapping[KnownRow, int], frame: TabLayout, top: int
) -> NewRows:
    """`stands`: the row of each track that stands. `top`: the row for what is newer than all of those.

    Runs go in newest first, so that a plan that stops between two batches leaves the newest ones standing.
    """
    size = max(frame.used, top) + 1
    pushed = FenwickTree(size + 1)
    row_count, is_filled = frame.row_count, False
    steps: list[Insert] = []
    columns = list(zip(frame.places, frame.columns, strict=True))
    for base, run in _missing(newest, stands, top):
        row = base + pushed.before(base)
        fills = base >= frame.used and not is_filled
        rows = [known.values for known in run]
        steps.append(Insert(frame.gid, row, row_count if fills else None, columns, frame.column_runs, rows))
        pushed.add(base, len(run))
        row_count = max(row_count, row + len(run)) if fills else row_count + len(run)
        is_filled = is_filled or fills
    return NewRows(steps, pushed, row_count)


def _missing(
    newest: Sequence[KnownRow], stands: Mapping[KnownRow, int], top: int
) -> list[tuple[int, list[KnownRow]]]:
    """Runs of missing tracks with the row that each begins in, before any of them is inserted."""
    runs: list[tuple[int, list[KnownRow]]] = []
    base, is_open = top, False
    for known in newest:
        if known in stands:
            base, is_open = stands[known] + 1, False
        elif is_open:
            runs[-1][1].append(known)
        else:
            runs.append((base, [known]))
            is_open = True
    return runs
