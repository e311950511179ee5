"""Cells that were put right again, as a person reads about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sheets.planner.row_changes import Difference

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


@dataclass(slots=True)
class _Cells:
    """Rows `first` to `last` of one column, as read. Without letters the column itself was gone."""

    header: str
    letters: str = ""
    first: int = 0
    last: int = 0

    def __str__(self) -> str:
        if not self.letters:
            return f"the column {self.header}"
        name = f"{self.letters}{self.first}"
        return (
            f"{name} ({self.header})" if self.first == self.last else f"{name} to {self._end} ({self.header})"
        )

    @property
    def _end(self) -> str:
        return f"{self.letters}{self.last}"


def cell_ranges(differences: Iterable[Difference]) -> list[str]:
    """Each cell once, neighbours in a column together: “B3 (Track)”, “D2 to D9 (Added)”."""
    found: list[_Cells] = []
    last: dict[tuple[str, str], _Cells] = {}
    for difference in differences:
        letters, row = _place(difference.address)
        cells = last.get((letters, difference.header))
        if cells is None or (letters and not cells.first <= row <= cells.last + 1):
            cells = last[letters, difference.header] = _Cells(difference.header, letters, row, row)
            found.append(cells)
        cells.last = max(cells.last, row)
    return [str(cells) for cells in found]


def _place(address: str) -> tuple[str, int]:
    match = _ADDRESS.fullmatch(address)
    return (match[1], int(match[2])) if match else ("", 0)
