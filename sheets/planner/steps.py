"""The pieces of a plan, in the order in which they are sent. A batch may end between two units of a step."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sheets.columns import Column, number_format
from sheets.planner import requests as ask
from sheets.planner.cells import CellValue, serialize_cell
from sheets.planner.requests import Request


def compact(body: Any) -> bytes:
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
class Together:
    """Requests that make sense only at once."""

    all: tuple[Request, ...]
    units: int = 1
    overhead: int = 0

    def cost(self, unit: int) -> int:
        return sum(len(compact(request)) + 1 for request in self.all)

    def requests(self, start: int, stop: int) -> list[Request]:
        return list(self.all)


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring columns of ours: where the first stands, and which values go there from left to right."""

    column: int
    values: tuple[int, ...]

    def of(self, row: Sequence[CellValue]) -> list[CellValue]:
        return [row[value] for value in self.values]


_REQUEST_BYTES = 400
"""More than any request of ours takes without its rows."""


def _row_bytes(row: Sequence[CellValue], pieces: Sequence[Piece]) -> int:
    cells = [[serialize_cell(value) for value in piece.of(row)] for piece in pieces]
    return len(compact(cells)) + len('{"values":},') * len(pieces)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Rows that stand one under the other, written over in one piece of our columns."""

    gid: int
    row: int
    piece: Piece
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
    pieces: Sequence[Piece]
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
        looks = ((place, number_format(column)) for place, column in self.columns)
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
