"""Where our columns go, and the requests that bring them there without touching the person's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from library.subsequences import longest_increasing_subsequence
from sheets.columns import Column, number_format
from sheets.planner import requests as ask
from sheets.planner.grid import Grid
from sheets.planner.locate_columns import ColumnLocations
from sheets.planner.metadata import tag_column
from sheets.planner.requests import Request

Place = int | str
"""A column as the layout moves it about: its place as read, or the id of one that we insert."""


@dataclass(slots=True)
class Layout:
    """The columns of the tab from left to right while requests change them."""

    grid: Grid
    columns: list[Place]
    requests: list[Request] = field(default_factory=list)

    def insert(self, at: int, ids: Sequence[Place]) -> None:
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


def lay(
    grid: Grid, found: ColumnLocations, columns: Sequence[Column], *, in_order: bool, packed: bool
) -> tuple[tuple[int, ...], dict[str, int], list[Request]]:
    """The place of each chosen column and of each dropped one, which stays until the rest is done, and the requests
    that make it so.

    `in_order`: bring the columns into the chosen order; `packed`: from A on, side by side.
    """
    layout = Layout(grid, list(range(grid.column_count)))
    names: dict[str, Place] = {column.id: found.columns.get(column.id, column.id) for column in columns}
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


def _take_blank(layout: Layout, order: Sequence[Place]) -> None:
    """A tab in which nothing stands: from A on, without pushing anything aside."""
    short = len(order) - len(layout.columns)
    if short > 0:
        layout.requests.append(ask.append(layout.grid.gid, "COLUMNS", short))
    layout.columns[: len(order)] = order


def _pack(layout: Layout, order: Sequence[Place]) -> None:
    for to, column in enumerate(order):
        if isinstance(column, str):
            layout.insert(to, [column])
        else:
            layout.move(layout.columns.index(column), to)


def _sort(layout: Layout, order: Sequence[int]) -> None:
    """Only columns that stand out of order move, each to the right of the one it follows."""
    staying = {order[place] for place in longest_increasing_subsequence(order)}
    for before, column in zip((None, *order), order, strict=False):
        if column not in staying:
            to = layout.columns.index(before) + 1 if before is not None else layout.columns.index(min(order))
            layout.move(layout.columns.index(column), to)


def _insert_missing(layout: Layout, order: Sequence[Place], found: ColumnLocations) -> None:
    """Each to the right of the column it follows; what comes before all of ours, to their left."""
    places = [place for place in order if isinstance(place, int)] or list(found.dropped.values())
    at = min(map(layout.columns.index, places), default=0)
    for are_new, run in groupby(order, key=lambda column: isinstance(column, str)):
        neighbours = list(run)
        if are_new:
            layout.insert(at, neighbours)
        at = layout.columns.index(neighbours[-1]) + 1


def _marks(
    grid: Grid, columns: Sequence[Column], order: Sequence[Place], places: Sequence[int]
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
                look = number_format(column)
                requests.append(ask.format_numbers(grid.gid, 1, len(grid.rows) - 1, at, look))
    return requests
