"""Rectangles of cells, and how inserted and deleted rows and columns change them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

GridRange = dict[str, Any]
# From the index of a line, and whether it is the last of a range, to the new one.
Move = Callable[[int, bool], int]

NAMES = {"ROWS": ("startRowIndex", "endRowIndex"), "COLUMNS": ("startColumnIndex", "endColumnIndex")}

_GRID_RANGE = {"sheetId", *NAMES["ROWS"], *NAMES["COLUMNS"]}
_GRID_COORDINATE = {"sheetId", "rowIndex", "columnIndex"}


class Area(NamedTuple):
    """A half-open, zero-based rectangle inside the grid."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left

    def covers(self, other: Area) -> bool:
        """Returns whether all of the other area is in this one."""
        return (
            self.top <= other.top
            and self.left <= other.left
            and self.bottom >= other.bottom
            and self.right >= other.right
        )

    def meets(self, other: Area) -> bool:
        """Returns whether the areas intersect."""
        return (
            self.top < other.bottom
            and other.top < self.bottom
            and self.left < other.right
            and other.left < self.right
        )


def grid_range(gid: int, area: Area) -> GridRange:
    """Returns the area as a GridRange that is bounded on every side."""
    return {
        "sheetId": gid,
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }


def after_insert(start: int, count: int) -> Move:
    """Returns how lines move when `count` rows or columns are inserted before `start`."""
    return lambda place, is_last: place + count if place >= start else place


def after_delete(start: int, end: int) -> Move:
    """Returns how lines move when `start` to `end` (exclusive) are deleted; a range keeps what is left of it."""

    def move(place: int, is_last: bool) -> int:
        if place < start:
            return place
        if place >= end:
            return place - (end - start)
        return start - 1 if is_last else start

    return move


def after_move(order: list[int]) -> Move:
    """Returns how lines move when those at `order` follow one another."""
    places = {old: new for new, old in enumerate(order)}
    return lambda place, is_last: places.get(place, place)


def moved(grid_range: GridRange, dimension: str, move: Move) -> GridRange:
    """Returns the range with its first and last line moved, and nothing in it where all its lines are deleted."""
    first, last = NAMES[dimension]
    start, end = grid_range.get(first), grid_range.get(last)
    new = dict(grid_range)
    if start is not None:
        new[first] = move(start, False)
    if end is not None:
        # What is empty has no last line, and does not grow again.
        new[last] = move(end, False) if end <= (start or 0) else move(end - 1, True) + 1
    return new


def with_corners_along(grid_range: GridRange, dimension: str, move: Move) -> GridRange:
    """Returns the range between the places to which its first and last line were moved, whichever is first now."""
    first, last = NAMES[dimension]
    start, end = grid_range.get(first), grid_range.get(last)
    if start is None or end is None or end <= start:
        return moved(grid_range, dimension, move)
    ends = sorted((move(start, False), move(end - 1, True)))
    return {**grid_range, first: ends[0], last: ends[1] + 1}


def carried(grid_range: GridRange, dimension: str, source: range, goal: int) -> GridRange:
    """Returns the area after the lines of `source` were moved before `goal`, a place before the move.

    An area that lies in them goes along. Any other loses those that leave it, and gains those that come in between.
    """
    first, last = NAMES[dimension]
    start, end = grid_range.get(first, 0), grid_range.get(last)
    place = goal - len(source) if goal >= source.stop else goal
    if end is not None and source.start <= start and end <= source.stop:
        way = place - source.start
        return {**grid_range, first: start + way, last: end + way}
    rest = moved(grid_range, dimension, after_delete(source.start, source.stop))
    return moved(rest, dimension, after_insert(place, len(source)))


def is_empty(grid_range: GridRange) -> bool:
    """Returns whether no cell is left in the range: its start and its end are equal."""
    return any(
        last in grid_range and grid_range[last] <= grid_range.get(first, 0) for first, last in NAMES.values()
    )


def is_on(grid_range: GridRange, gid: int) -> bool:
    """Returns whether the range lies on the tab; without an id that is the tab 0."""
    return bool((grid_range.get("sheetId") or 0) == gid)


def without_zero_id(thing: Any) -> Any:
    """Returns a part of an answer as Google sends it: `sheetId` is left out of ranges and places on the tab 0.

    It is the default of its type, and JSON has no defaults: https://protobuf.dev/programming-guides/json/
    https://github.com/nithinmurali/pygsheets/issues/116 (and recorded in https://github.com/burnash/gspread/tree/master/tests/cassettes)
    """
    if isinstance(thing, list):
        return [without_zero_id(item) for item in thing]
    if not isinstance(thing, dict):
        return thing
    if thing.get("sheetId") == 0 and (thing.keys() <= _GRID_RANGE or thing.keys() <= _GRID_COORDINATE):
        return {name: value for name, value in thing.items() if name != "sheetId"}
    return {name: without_zero_id(value) for name, value in thing.items()}
