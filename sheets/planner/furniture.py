"""What stands beside every track alike, and so holds no row: unticked boxes, ratings of 0 stars, filled-down formulas.

    row  Track   Link  Heard  Stars  Year
    2    Jóga    …/1   ☐      0      =YEAR(D2)     furniture: an empty box, no star, and the formula of the column
    3    Hunter  …/2   ☑      0      =YEAR(D3)     the ticked box is the person's
    4    Pluto   …/3   ☐      3      1997          so are their stars, and what they typed instead of the formula

A box fills every cell of its column with FALSE: https://developers.google.com/workspace/sheets/api/guides/sample-checkbox
In a Google table, a column of the type tick box has FALSE in each row, and one of the type rating has 0:
https://developers.google.com/workspace/sheets/api/guides/tables
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sheets.planner.cells import Formula
from sheets.planner.grid import Grid

# "Nearly every row": a person corrects a few by hand.
SHARE = 0.8
FEWEST_ROWS = 2

_REFERENCE = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")|(?<![A-Za-z0-9_$.])(?P<column>\$?[A-Za-z]{1,3})(?P<row>\d+)(?![A-Za-z0-9_(])"""
)


@dataclass(frozen=True, slots=True)
class Furniture:
    """`formulas`: the formula that each column is filled with, as `relative_formula` returns it."""

    formulas: dict[int, str] = field(default_factory=dict)

    def holds(self, grid: Grid, row: int, column: int) -> bool:
        """Whether the cell is furniture."""
        if column in grid.defaults.get(row, ()):
            return True
        cell = grid.cell(row, column)
        return isinstance(cell, Formula) and self.formulas.get(column) == relative_formula(cell.text, row)

    def filled_columns(self, grid: Grid, row: int) -> list[int]:
        """Returns the columns in which the row has the column's formula."""
        return [column for column in self.formulas if self.holds(grid, row, column)]


def find_furniture(grid: Grid, rows: Collection[int], managed: Collection[int]) -> Furniture:
    """Returns the furniture beside the tracks' `rows`."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for column, cell in enumerate(grid.rows[row] if row < len(grid.rows) else ()):
            if isinstance(cell, Formula) and column not in managed:
                counts[column][relative_formula(cell.text, row)] += 1
    return Furniture(dict(_most_common(counts.items(), max(FEWEST_ROWS, SHARE * len(rows)))))


def _most_common(counts: Iterable[tuple[int, Counter[str]]], least: float) -> Iterable[tuple[int, str]]:
    for column, formulas in counts:
        formula, count = formulas.most_common(1)[0]
        if count >= least:
            yield column, formula


def relative_formula(formula: str, row: int) -> str:
    """Returns the formula with the rows of its references counted from `row` (from 0), as it is the same in each row."""

    def relative(found: re.Match[str]) -> str:
        if found["column"] is None:
            return found[0]
        return f"{found['column'].upper()}[{int(found['row']) - 1 - row}]"

    return _REFERENCE.sub(relative, formula)
