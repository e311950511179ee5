"""Rectangles of cells, and how inserted and deleted rows and columns change them."""

from __future__ import annotations

from typing import Any, NamedTuple

NAMES = {"ROWS": ("startRowIndex", "endRowIndex"), "COLUMNS": ("startColumnIndex", "endColumnIndex")}


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

    def meets(self, other: Area) -> bool:
        """Returns whether the areas intersect."""
        return (
            self.top < other.bottom
            and other.top < self.bottom
            and self.left < other.right
            and other.left < self.right
        )


def after_insert(grid_range: dict[str, Any], dimension: str, start: int, count: int) -> dict[str, Any]:
    """Returns the range after `count` rows or columns were inserted before `start`.

    It moves when they are inserted at its first row or column, and grows when inside.
    """
    first, last = NAMES[dimension]
    moved = dict(grid_range)
    if grid_range.get(first, 0) >= start and first in grid_range:
        moved[first] += count
    if last in grid_range and grid_range[last] > start:
        moved[last] += count
    return moved


def after_delete(grid_range: dict[str, Any], dimension: str, start: int, end: int) -> dict[str, Any] | None:
    """Returns the range after `start` to `end` (exclusive) were deleted; None when nothing remains."""
    first, last = NAMES[dimension]
    moved = dict(grid_range)
    for name in (first, last):
        if name in moved:
            moved[name] -= max(0, min(moved[name], end) - start)
    if last in moved and moved[last] <= moved.get(first, 0):
        return None
    return moved
