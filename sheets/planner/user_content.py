"""What of a row or column is the person's: values outside our columns, and notes wherever they stand."""

from __future__ import annotations

from collections.abc import Collection

from sheets.planner.grid import Grid


def has_note(grid: Grid, row: int) -> bool:
    return bool(grid.notes.get(row))


def has_value_beside(grid: Grid, row: int, ours: Collection[int]) -> bool:
    cells = grid.rows[row] if row < len(grid.rows) else []
    return any(cell is not None and place not in ours for place, cell in enumerate(cells))


def address(row: int, column: int) -> str:
    """The cell's name as the person sees it: (0, 0) is A1."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"
