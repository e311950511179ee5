"""Rectangles of cells, and what becomes of them when rows or columns come and go."""

from __future__ import annotations

from typing import Any, NamedTuple

NAMES = {"ROWS": ("startRowIndex", "endRowIndex"), "COLUMNS": ("startColumnIndex", "endColumnIndex")}


class Area(NamedTuple):
    """Half-open and inside the grid, zero-based."""

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

    def meets(self, other: Area) -> bool:
        return (
            self.top < other.bottom
            and other.top < self.bottom
            and self.left < other.right
            and other.left < self.right
        )


def after_insert(grid_range: dict[str, Any], dimension: str, start: int, count: int) -> dict[str, Any]:
    """The range after `count` lines came in before line `start`: at its first line it moves, inside it grows."""
    first, last = NAMES[dimension]
    moved = dict(grid_range)
    if grid_range.get(first, 0) >= start and first in grid_range:
        moved[first] += count
    if last in grid_range and grid_range[last] > start:
        moved[last] += count
    return moved


def after_delete(grid_range: dict[str, Any], dimension: str, start: int, end: int) -> dict[str, Any] | None:
    """The range after lines start to end (without end) went away; None when nothing of it is left."""
    first, last = NAMES[dimension]
    moved = dict(grid_range)
    for name in (first, last):
        if name in moved:
            moved[name] -= max(0, min(moved[name], end) - start)
    if last in moved and moved[last] <= moved.get(first, 0):
        return None
    return moved
