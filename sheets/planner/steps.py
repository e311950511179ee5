"""The pieces of a plan, in the order in which they are sent. A batch may end between two units of a step."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sheets.columns import Column
from sheets.planner import requests as ask
from sheets.planner.cells import CellValue, serialize_cell
from sheets.planner.requests import Request


def to_compact_json(body: Any) -> bytes:
    """JSON as it is sent: no spaces, UTF-8. Sizes are counted in these bytes."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


class Step(Protocol):
    """`units` can be divided between batches; each prefix of them leaves a sheet from which planning goes on."""

    @property
    def units(self) -> int: ...

    @property
    def overhead(self) -> int:
        """Bytes of a batch's share of the step besides its units, at most."""
        ...

    def cost(self, unit: int) -> int:
        """Bytes of one unit."""
        ...

    def requests(self, start: int, stop: int) -> list[Request]:
        """The units from start to stop, given that those before start are done."""
        ...


@dataclass(frozen=True, slots=True)
class Atomic:
    """Requests that make sense only at once."""

    all: tuple[Request, ...]
    units: int = 1
    overhead: int = 0

    def cost(self, unit: int) -> int:
        return sum(len(to_compact_json(request)) + 1 for request in self.all)

    def requests(self, start: int, stop: int) -> list[Request]:
        return list(self.all)


@dataclass(frozen=True, slots=True)
class ColumnRun:
    """Neighbouring columns of ours: where the first stands, and which values go there from left to right."""

    column: int
    values: tuple[int, ...]

    def of(self, row: Sequence[CellValue]) -> list[CellValue]:
        return [row[value] for value in self.values]


_REQUEST_BYTES = 400
"""More than any request of ours takes without its rows."""


def _row_bytes(row: Sequence[CellValue], pieces: Sequence[ColumnRun]) -> int:
    cells = [[serialize_cell(value) for value in piece.of(row)] for piece in pieces]
    return len(to_compact_json(cells)) + len('{"values":},') * len(pieces)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Rows that stand one under the other, written over in one piece of our columns."""

    gid: int
    row: int
    piece: ColumnRun
    rows: list[Sequence[CellValue]]
    overhead: int = _REQUEST_BYTES

    @property
    def units(self) -> int:
        return len(self.rows)

    def cost(self, unit: int) -> int:
        return _row_bytes(self.rows[unit], (self.piece,))

    def requests(self, start: int, stop: int) -> list[Request]:
        values = [self.piece.of(row) for row in self.rows[start:stop]]
        return [ask.write(self.gid, self.row + start, self.piece.column, values)]


@dataclass(frozen=True, slots=True)
class Insert:
    """New rows, newest first, from `row` on.

    `row_count` is the grid's height before, where they fill the blank end of the tab; None where they push apart
    what stands there.
    """

    gid: int
    row: int
    row_count: int | None
    columns: Sequence[tuple[int, Column]]
    pieces: Sequence[ColumnRun]
    rows: Sequence[Sequence[CellValue]]

    @property
    def units(self) -> int:
        return len(self.rows)

    @property
    def overhead(self) -> int:
        return _REQUEST_BYTES * (2 + len(self.pieces) + len(self.columns))

    def cost(self, unit: int) -> int:
        return _row_bytes(self.rows[unit], self.pieces)

    def requests(self, start: int, stop: int) -> list[Request]:
        row, count = self.row + start, stop - start
        room = self._room(row, count)
        rows = self.rows[start:stop]
        cells = [ask.write(self.gid, row, piece.column, list(map(piece.of, rows))) for piece in self.pieces]
        looks = ((place, column.number_format) for place, column in self.columns)
        return [
            *room,
            *cells,
            *(ask.format_numbers(self.gid, row, count, place, look) for place, look in looks if look),
        ]

    def _room(self, row: int, count: int) -> list[Request]:
        if self.row_count is None:
            return [ask.insert(self.gid, "ROWS", row, count)]
        short = row + count - max(self.row_count, row)
        return [ask.append(self.gid, "ROWS", short)] if short > 0 else []


def group_neighbouring_columns(places: Sequence[int], values: Sequence[int]) -> tuple[ColumnRun, ...]:
    """These values of a row as runs of neighbouring columns."""
    runs: list[tuple[int, list[int]]] = []
    for place, value in sorted((places[value], value) for value in values):
        if runs and runs[-1][0] + len(runs[-1][1]) == place:
            runs[-1][1].append(value)
        else:
            runs.append((place, [value]))
    return tuple(ColumnRun(column, tuple(run)) for column, run in runs)


def consecutive(numbers: Sequence[int]) -> list[range]:
    """Ascending numbers as ranges of neighbours."""
    found: list[range] = []
    for number in numbers:
        if found and found[-1].stop == number:
            found[-1] = range(found[-1].start, number + 1)
        else:
            found.append(range(number, number + 1))
    return found
