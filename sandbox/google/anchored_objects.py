"""Objects anchored to ranges, which move and resize as rows or columns are inserted and deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.google.ranges import after_delete, after_insert
from sandbox.google.tab import Tab

Move = Callable[[dict[str, Any]], dict[str, Any] | None]


def shift_after_insert(tab: Tab, dimension: str, start: int, count: int) -> None:
    """Adjusts the tab's ranges to `count` rows or columns inserted before `start`."""
    _move_all(tab, lambda grid_range: after_insert(grid_range, dimension, start, count))


def shift_after_delete(tab: Tab, dimension: str, start: int, end: int) -> None:
    """Adjusts the tab's ranges to the deletion of rows or columns `start` to `end` (exclusive)."""
    _move_all(tab, lambda grid_range: after_delete(grid_range, dimension, start, end))


def _move_all(tab: Tab, move: Move) -> None:
    tab.protected = [moved for item in tab.protected if (moved := _with_range(item, move))]
    tab.tables = [moved for item in tab.tables if (moved := _with_range(item, move))]
    if tab.basic_filter:
        tab.basic_filter = _with_range(tab.basic_filter, move)
    tab.conditional_formats = [
        moved for item in tab.conditional_formats if (moved := _with_ranges(item, move))
    ]


def _with_range(item: dict[str, Any], move: Move) -> dict[str, Any] | None:
    moved = move(item.get("range", {}))
    return None if moved is None else {**item, "range": moved}


def _with_ranges(item: dict[str, Any], move: Move) -> dict[str, Any] | None:
    moved = [new for old in item.get("ranges", []) if (new := move(old))]
    return {**item, "ranges": moved} if moved else None
