"""Cells that differ from what a sync wrote, joined into ranges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sheets.planner.a1 import cell_address


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell that will be written over, as read. `column` is None where the whole column was missing."""

    row: int
    column: int | None
    header: str

    @property
    def address(self) -> str:
        """The cell's name as Google Sheets shows it; "" where the whole column was missing."""
        return "" if self.column is None else cell_address(self.row, self.column)


@dataclass(slots=True)
class CellRange:
    """Rows `first` to `last` of one column, counted from 0. `column` is None where the whole column was missing."""

    header: str
    column: int | None
    first: int
    last: int

    @property
    def addresses(self) -> list[str]:
        """The first and the last cell; one for a single cell, none for a missing column."""
        if self.column is None:
            return []
        return [cell_address(row, self.column) for row in dict.fromkeys((self.first, self.last))]

    def to_json(self) -> dict[str, Any]:
        """Returns the range as a receipt keeps it."""
        return {"header": self.header, "cells": self.addresses}


def cell_ranges(differences: Iterable[CellDifference]) -> list[CellRange]:
    """Returns each cell once, neighbours in a column together, in the order of the first cells."""
    ranges: list[CellRange] = []
    last: dict[tuple[int | None, str], CellRange] = {}
    for cell in differences:
        key = (cell.column, cell.header)
        current = last.get(key)
        # within the range and not only behind it: a batch may write a cell more than once
        if current is None or (cell.column is not None and not current.first <= cell.row <= current.last + 1):
            current = last[key] = CellRange(cell.header, cell.column, cell.row, cell.row)
            ranges.append(current)
        current.last = max(current.last, cell.row)
    return ranges
