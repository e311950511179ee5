"""Where the managed columns and the header go, and the steps that bring them there without touching the person's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from library.subsequences import longest_increasing_subsequence
from sheets.columns import LINK, Column
from sheets.planner import requests as ask
from sheets.planner.cells import Cell
from sheets.planner.desired import DesiredTab
from sheets.planner.grid import Grid
from sheets.planner.locate_columns import ColumnLocations
from sheets.planner.match_rows import RowMatches
from sheets.planner.ordering import consecutive
from sheets.planner.requests import Request
from sheets.planner.steps import (
    Atomic,
    ColumnRun,
    Step,
    WriteRows,
    group_neighbouring_columns,
)

ColumnRef = int | str
"""A column while others move about it: its position as read, or the id of one that is inserted."""


@dataclass(frozen=True, slots=True)
class TabLayout:
    """The tab once columns and header are where they belong: the steps after that write by it.

    `places`: the position of each chosen column; `dropped`: those of columns that are no longer chosen, until they go
    after everything else. `shift` is 1 where a row was inserted for the header; `header` is its row; `used` counts the
    rows down to the last that holds something; `row_count` and `frozen` are the grid's. `user_places`: where each column
    as read is by then.
    """

    gid: int
    columns: Sequence[Column]
    places: tuple[int, ...]
    dropped: dict[str, int]
    shift: int
    header: int
    used: int
    row_count: int
    frozen: int
    user_places: dict[int, int] = field(default_factory=dict)

    @property
    def column_runs(self) -> tuple[ColumnRun, ...]:
        """The chosen columns, neighbours together: each run is written in one request."""
        return group_neighbouring_columns(self.places, range(len(self.places)))


def plan_layout(
    grid: Grid, locations: ColumnLocations, matches: RowMatches, desired: DesiredTab
) -> tuple[TabLayout, list[Step]]:
    """Returns the layout and the steps that make it: none where the tab has it already."""
    places, dropped, user_places, requests = _place_columns(
        grid,
        locations,
        desired.columns,
        # until the choice changes, the order is the one to which the person dragged the columns
        in_order=desired.written_columns != tuple(column.id for column in desired.columns),
        packed=desired.mode == "mirror",
    )
    is_first = not locations.managed and grid.is_blank
    shift = int(locations.header.is_missing)
    layout = TabLayout(
        gid=grid.gid,
        columns=desired.columns,
        places=places,
        dropped=dropped,
        shift=shift,
        header=locations.header.row,
        used=max(len(grid.rows), locations.header.row + 1 - shift) + shift,
        row_count=max(grid.row_count + shift, 2 if is_first else 1),
        frozen=max(grid.frozen_rows, 1) if is_first else grid.frozen_rows + shift * (grid.frozen_rows > 0),
        user_places=user_places,
    )
    # in this order: tags are set at the places that the moves lead to, and the header is written by those places
    requests = [
        # all in one batch: halfway, the header could not be recognised
        *requests,
        *map(ask.untag_column, locations.stray_tags),
        *_write_header(grid, locations, layout),
        *(_format_new_tab(grid, layout) if is_first else []),
    ]
    return layout, [*([Atomic(tuple(requests))] if requests else []), *_restore_keys(matches, layout)]


def header_cells(grid: Grid, locations: ColumnLocations, columns: Sequence[Column]) -> list[Cell]:
    """Returns what the header holds as read; None for columns that the tab does not have yet."""
    row, places = locations.header.row, locations.columns
    return [grid.cell(row, places[column.id]) if column.id in places else None for column in columns]


@dataclass(slots=True)
class _ColumnMover:
    """The columns of the tab from left to right while requests change them."""

    grid: Grid
    columns: list[ColumnRef]
    requests: list[Request] = field(default_factory=list)

    def insert(self, at: int, ids: Sequence[ColumnRef]) -> None:
        """Inserts columns before `at`, or behind the last one."""
        if at == len(self.columns):
            self.requests.append(ask.append(self.grid.gid, "COLUMNS", len(ids)))
        else:
            self.requests.append(ask.insert(self.grid.gid, "COLUMNS", at, len(ids)))
        self.columns[at:at] = ids

    def move(self, at: int, to: int) -> None:
        """`to` is counted before the move."""
        # it is there already
        if to in (at, at + 1):
            return
        self.requests.append(ask.move(self.grid.gid, "COLUMNS", at, 1, to))
        column = self.columns.pop(at)
        self.columns.insert(to - (at < to), column)


def _place_columns(
    grid: Grid, locations: ColumnLocations, columns: Sequence[Column], *, in_order: bool, packed: bool
) -> tuple[tuple[int, ...], dict[str, int], dict[int, int], list[Request]]:
    """The position of each chosen column, of each dropped one, which is deleted last, and of each column as read, and the
    requests that make it so.

    `in_order`: bring the columns into the chosen order; `packed`: from A on, side by side.
    """
    mover = _ColumnMover(grid, list(range(grid.column_count)))
    refs: dict[str, ColumnRef] = {
        column.id: locations.columns.get(column.id, column.id) for column in columns
    }
    order = list(refs.values())
    if not locations.managed and grid.is_blank:
        _fill_blank_tab(mover, order)
    elif packed:
        _pack(mover, order)
    else:
        # sorted before the missing ones come in: those are placed by their neighbours
        if in_order:
            _sort(mover, [ref for ref in order if isinstance(ref, int)])
        _insert_missing(mover, order, locations)
    places = tuple(map(mover.columns.index, order))
    dropped = {column_id: mover.columns.index(place) for column_id, place in locations.dropped.items()}
    as_read = {ref: at for at, ref in enumerate(mover.columns) if isinstance(ref, int)}
    return places, dropped, as_read, mover.requests + _tag_and_format(grid, columns, order, places)


def _fill_blank_tab(mover: _ColumnMover, order: Sequence[ColumnRef]) -> None:
    """From A on, without pushing anything aside."""
    missing = len(order) - len(mover.columns)
    if missing > 0:
        mover.requests.append(ask.append(mover.grid.gid, "COLUMNS", missing))
    # the cells are blank, so the columns are used as they are and nothing is inserted
    mover.columns[: len(order)] = order


def _pack(mover: _ColumnMover, order: Sequence[ColumnRef]) -> None:
    for to, column in enumerate(order):
        if isinstance(column, str):
            mover.insert(to, [column])
        else:
            mover.move(mover.columns.index(column), to)


def _sort(mover: _ColumnMover, order: Sequence[int]) -> None:
    """Moves only columns that are out of order, each to the right of the one it follows."""
    # as few moves as possible: the other columns keep the neighbours that the person gave them
    unmoved = {order[place] for place in longest_increasing_subsequence(order)}
    for before, column in zip((None, *order), order, strict=False):
        if column not in unmoved:
            to = mover.columns.index(before) + 1 if before is not None else mover.columns.index(min(order))
            mover.move(mover.columns.index(column), to)


def _insert_missing(mover: _ColumnMover, order: Sequence[ColumnRef], locations: ColumnLocations) -> None:
    """Each to the right of the column it follows; what comes before all managed columns, to their left."""
    places = [ref for ref in order if isinstance(ref, int)] or list(locations.dropped.values())
    at = min(map(mover.columns.index, places), default=0)
    for are_new, run in groupby(order, key=lambda ref: isinstance(ref, str)):
        neighbours = list(run)
        if are_new:
            mover.insert(at, neighbours)
        at = mover.columns.index(neighbours[-1]) + 1


def _tag_and_format(
    grid: Grid, columns: Sequence[Column], order: Sequence[ColumnRef], places: Sequence[int]
) -> list[Request]:
    """Tags for columns without one; widths and number formats for those that are new."""
    requests: list[Request] = []
    for column, ref, at in zip(columns, order, places, strict=True):
        if not isinstance(ref, int) or ref not in grid.tags:
            requests.append(ask.tag_column(grid.gid, at, column.id))
        if not isinstance(ref, int):
            requests.append(ask.widen(grid.gid, at, column.width))
            # a new column takes its format from its neighbour, so the rows that are there need their own;
            # rows to come bring theirs
            if len(grid.rows) > 1:
                requests.append(ask.format_numbers(grid.gid, 1, len(grid.rows) - 1, at, column.number_format))
    return requests


def _write_header(grid: Grid, locations: ColumnLocations, layout: TabLayout) -> list[Request]:
    requests = [ask.insert(grid.gid, "ROWS", 0, 1)] if layout.shift else []
    titles = [column.header for column in layout.columns]
    if layout.shift or header_cells(grid, locations, layout.columns) != titles:
        requests += [
            ask.write(grid.gid, layout.header, run.column, [run.select(titles)]) for run in layout.column_runs
        ]
    return requests


def _restore_keys(matches: RowMatches, layout: TabLayout) -> list[WriteRows]:
    # before anything else is written into the rows: those still without their key are known by their other cells
    link = next(value for value, column in enumerate(layout.columns) if column.id == LINK)
    run = ColumnRun(layout.places[link], (link,))
    return [
        WriteRows(layout.gid, rows.start + layout.shift, run, [matches.rows[row].values for row in rows])
        for rows in consecutive(sorted(matches.restored))
    ]


def _format_new_tab(grid: Grid, layout: TabLayout) -> list[Request]:
    """Only a blank tab gets a bold, frozen header: any other one looks as the person made it."""
    # Google refuses to freeze every row of a tab
    requests = [ask.append(grid.gid, "ROWS", layout.row_count - grid.row_count)] if grid.row_count < 2 else []
    requests += [
        ask.embolden(grid.gid, layout.header, run.column, len(run.values)) for run in layout.column_runs
    ]
    return requests + ([ask.freeze(grid.gid, layout.frozen)] if layout.frozen != grid.frozen_rows else [])
