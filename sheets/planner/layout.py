"""Where our columns go, and the requests that bring them there without touching the person's."""

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
from sheets.planner.requests import Request, tag_column, untag_column
from sheets.planner.steps import Atomic, ColumnRun, Rewrite, Step, consecutive, group_neighbouring_columns

ColumnRef = int | str
"""A column as the layout moves it about: its place as read, or the id of one that we insert."""


@dataclass(slots=True)
class ColumnMover:
    """The columns of the tab from left to right while requests change them."""

    grid: Grid
    columns: list[ColumnRef]
    requests: list[Request] = field(default_factory=list)

    def insert(self, at: int, ids: Sequence[ColumnRef]) -> None:
        if at == len(self.columns):
            self.requests.append(ask.append(self.grid.gid, "COLUMNS", len(ids)))
        else:
            self.requests.append(ask.insert(self.grid.gid, "COLUMNS", at, len(ids)))
        self.columns[at:at] = ids

    def move(self, at: int, to: int) -> None:
        """`to` is counted before the move."""
        if to in (at, at + 1):
            return
        self.requests.append(ask.move(self.grid.gid, "COLUMNS", at, 1, to))
        column = self.columns.pop(at)
        self.columns.insert(to - (at < to), column)


def plan_layout(
    grid: Grid, found: ColumnLocations, columns: Sequence[Column], *, in_order: bool, packed: bool
) -> tuple[tuple[int, ...], dict[str, int], list[Request]]:
    """The place of each chosen column and of each dropped one, which stays until the rest is done, and the requests
    that make it so.

    `in_order`: bring the columns into the chosen order; `packed`: from A on, side by side.
    """
    layout = ColumnMover(grid, list(range(grid.column_count)))
    names: dict[str, ColumnRef] = {column.id: found.columns.get(column.id, column.id) for column in columns}
    order = list(names.values())
    if not found.ours and grid.is_blank:
        _take_blank(layout, order)
    elif packed:
        _pack(layout, order)
    else:
        if in_order:
            _sort(layout, [place for place in order if isinstance(place, int)])
        _insert_missing(layout, order, found)
    places = tuple(map(layout.columns.index, order))
    dropped = {column_id: layout.columns.index(place) for column_id, place in found.dropped.items()}
    return places, dropped, layout.requests + _marks(grid, columns, order, places)


def _take_blank(layout: ColumnMover, order: Sequence[ColumnRef]) -> None:
    """A tab in which nothing stands: from A on, without pushing anything aside."""
    short = len(order) - len(layout.columns)
    if short > 0:
        layout.requests.append(ask.append(layout.grid.gid, "COLUMNS", short))
    layout.columns[: len(order)] = order


def _pack(layout: ColumnMover, order: Sequence[ColumnRef]) -> None:
    for to, column in enumerate(order):
        if isinstance(column, str):
            layout.insert(to, [column])
        else:
            layout.move(layout.columns.index(column), to)


def _sort(layout: ColumnMover, order: Sequence[int]) -> None:
    """Only columns that stand out of order move, each to the right of the one it follows."""
    staying = {order[place] for place in longest_increasing_subsequence(order)}
    for before, column in zip((None, *order), order, strict=False):
        if column not in staying:
            to = layout.columns.index(before) + 1 if before is not None else layout.columns.index(min(order))
            layout.move(layout.columns.index(column), to)


def _insert_missing(layout: ColumnMover, order: Sequence[ColumnRef], found: ColumnLocations) -> None:
    """Each to the right of the column it follows; what comes before all of ours, to their left."""
    places = [place for place in order if isinstance(place, int)] or list(found.dropped.values())
    at = min(map(layout.columns.index, places), default=0)
    for are_new, run in groupby(order, key=lambda column: isinstance(column, str)):
        neighbours = list(run)
        if are_new:
            layout.insert(at, neighbours)
        at = layout.columns.index(neighbours[-1]) + 1


def _marks(
    grid: Grid, columns: Sequence[Column], order: Sequence[ColumnRef], places: Sequence[int]
) -> list[Request]:
    """Marks for columns without one; widths and number formats for those that are new.

    A new column takes its look from its neighbour: the rows that stand need ours; rows to come bring their own.
    """
    requests: list[Request] = []
    for column, place, at in zip(columns, order, places, strict=True):
        if not isinstance(place, int) or place not in grid.tags:
            requests.append(tag_column(grid.gid, at, column.id))
        if not isinstance(place, int):
            requests.append(ask.widen(grid.gid, at, column.width))
            if len(grid.rows) > 1:
                look = column.number_format
                requests.append(ask.format_numbers(grid.gid, 1, len(grid.rows) - 1, at, look))
    return requests


@dataclass(frozen=True, slots=True)
class TabLayout:
    """`places`: where each chosen column stands from now on. `column_runs`: the same, neighbours together. `dropped`: where
    those stand that are not chosen any more, until they go after everything else.

    `shift` is 1 where a row was inserted for the header; `header` is the row it stands in; `used` are the rows down to
    the last in which something stands; `row_count` and `frozen` are the grid's.
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

    @property
    def column_runs(self) -> tuple[ColumnRun, ...]:
        return group_neighbouring_columns(self.places, range(len(self.places)))


def lay_out(
    grid: Grid, found: ColumnLocations, standing: RowMatches, wanted: DesiredTab
) -> tuple[TabLayout, list[Step]]:
    """The frame, and the steps that make it: nothing where it stands already."""
    places, dropped, requests = plan_layout(
        grid,
        found,
        wanted.columns,
        in_order=wanted.laid != tuple(column.id for column in wanted.columns),
        packed=wanted.mode == "mirror",
    )
    is_first = not found.ours and grid.is_blank
    shift = int(found.header.is_missing)
    made = TabLayout(
        gid=grid.gid,
        columns=wanted.columns,
        places=places,
        dropped=dropped,
        shift=shift,
        header=found.header.row,
        used=max(len(grid.rows), found.header.row + 1 - shift) + shift,
        row_count=max(grid.row_count + shift, 2 if is_first else 1),
        frozen=max(grid.frozen_rows, 1) if is_first else grid.frozen_rows + shift * (grid.frozen_rows > 0),
    )
    requests = [
        # all at once: halfway, the header could not be recognised
        *requests,
        *map(untag_column, found.strays),
        *_header(grid, found, made),
        *(_dress(grid, made) if is_first else []),
    ]
    return made, [*([Atomic(tuple(requests))] if requests else []), *_keys(standing, made)]


def _header(grid: Grid, found: ColumnLocations, made: TabLayout) -> list[Request]:
    requests = [ask.insert(grid.gid, "ROWS", 0, 1)] if made.shift else []
    titles = [column.header for column in made.columns]
    if made.shift or header_cells(grid, found, made.columns) != titles:
        requests += [
            ask.write(grid.gid, made.header, piece.column, [piece.of(titles)]) for piece in made.column_runs
        ]
    return requests


def _keys(standing: RowMatches, made: TabLayout) -> list[Rewrite]:
    """Before anything else is written into the rows: those still without their key are known by their other cells."""
    link = next(value for value, column in enumerate(made.columns) if column.id == LINK)
    piece = ColumnRun(made.places[link], (link,))
    return [
        Rewrite(made.gid, rows.start + made.shift, piece, [standing.rows[row].values for row in rows])
        for rows in consecutive(sorted(standing.restored))
    ]


def header_cells(grid: Grid, found: ColumnLocations, columns: Sequence[Column]) -> list[Cell]:
    """What stands in the header now; None for columns that do not stand yet."""
    row = found.header.row
    return [
        grid.cell(row, found.columns[column.id]) if column.id in found.columns else None for column in columns
    ]


def _dress(grid: Grid, made: TabLayout) -> list[Request]:
    """Only a tab in which nothing stood gets a frozen header; one row has to stay unfrozen."""
    requests = [ask.append(grid.gid, "ROWS", made.row_count - grid.row_count)] if grid.row_count < 2 else []
    requests += [
        ask.embolden(grid.gid, made.header, piece.column, len(piece.values)) for piece in made.column_runs
    ]
    return requests + ([ask.freeze(grid.gid, made.frozen)] if made.frozen != grid.frozen_rows else [])
