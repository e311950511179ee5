"""Array formulas: their result spills over other cells, and rows and columns cannot cut the spill in two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandbox.google import a1
from sandbox.google.cells import Cell, Formula
from sandbox.google.errors import invalid
from sandbox.google.ranges import Area
from sandbox.google.references import has_formula
from sandbox.google.tab import ROWS, Tab

_START = "=ARRAYFORMULA("
_BOUNDED = re.compile(r"\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+")


def watch(tab: Tab, cells: tuple[Cell, ...]) -> None:
    """Records that the tab has a formula, an array formula, so that tabs without one need not be searched."""
    if not tab.may_have_formulas and any(has_formula(cell) for cell in cells):
        tab.may_have_formulas = True
    if not tab.may_have_arrays and any(_is_array(cell) for cell in cells):
        tab.may_have_arrays = True


def refuse_cut(tab: Tab, dimension: str, start: int, end: int) -> None:
    """Raises GoogleError when inserting or deleting rows or columns would cut a spill in two.

    `start` to `end` (exclusive) are deleted; when both are equal, something is inserted there.
    https://github.com/theoephraim/node-google-spreadsheet/issues/474
    """
    for area in _spills(tab) if tab.may_have_arrays else ():
        first, last = (area.top, area.bottom) if dimension == ROWS else (area.left, area.right)
        inside = first < start < last if start == end else start < last and first < end
        if inside and not (start <= first and last <= end and start < end):
            raise invalid("You cannot insert or delete cells over an array formula.")


def _spills(tab: Tab) -> Iterator[Area]:
    for top, row in enumerate(tab.rows):
        for left, cell in enumerate(row.cells):
            if _is_array(cell):
                yield _spill(str(cell.value), top, left)


def _is_array(cell: Cell) -> bool:
    return type(cell.value) is Formula and cell.value.upper().startswith(_START)


def _spill(formula: str, top: int, left: int) -> Area:
    """Returns the area of the result: as large as the first bounded range in the formula.

    A formula with open-ended ranges only has an area of one cell, which blocks nothing.
    """
    found = _BOUNDED.search(formula.upper())
    corners = a1.corners(found[0]) if found else None
    if corners is None:
        return Area(top, left, top + 1, left + 1)
    (row, column), (last_row, last_column) = corners
    height, width = (last_row or 0) - (row or 0) + 1, (last_column or 0) - (column or 0) + 1
    return Area(top, left, top + height, left + width)
