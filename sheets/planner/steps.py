"""The steps of a plan, in the order in which they are sent. A batch may end between two units of a step."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sheets.columns import Column
from sheets.planner import requests as ask
from sheets.planner.cells import CellValue, serialize_cell
from sheets.planner.displaced_rows import DisplacedRow
from sheets.planner.requests import Request

_REQUEST_BYTES = 400
"""More than any request takes without its rows."""


class Step(Protocol):
    """`units` can be divided between batches; after each of them, planning anew from the tab leads to the same end."""

    @property
    def units(self) -> int: ...

    @property
    def overhead(self) -> int:
        """Bytes of a batch's share of the step besides its units, at most."""
        ...

    def size(self, unit: int) -> int:
        """Bytes of one unit."""
        ...

    def requests(self, start: int, stop: int) -> list[Request]:
        """The units from start to stop, given that those before start are done."""
        ...


@dataclass(frozen=True, slots=True)
class Atomic:
    """Requests that make sense only in one batch. Google applies a batch as a whole or not at all."""

    body: tuple[Request, ...]
    units: int = 1
    overhead: int = 0

    def size(self, unit: int) -> int:
        return sum(len(to_compact_json(request)) + 1 for request in self.body)

    def requests(self, start: int, stop: int) -> list[Request]:
        return list(self.body)


@dataclass(frozen=True, slots=True)
class ColumnRun:
    """Neighbouring managed columns: where the first is, and which values of a row go there from left to right."""

    column: int
    values: tuple[int, ...]

    def select(self, row: Sequence[CellValue]) -> list[CellValue]:
        """Returns the row's values for these columns."""
        return [row[value] for value in self.values]


@dataclass(frozen=True, slots=True)
class WriteRows:
    """Rows one under the other, written over in one run of managed columns."""

    gid: int
    row: int
    run: ColumnRun
    rows: list[Sequence[CellValue]]
    overhead: int = _REQUEST_BYTES

    @property
    def units(self) -> int:
        return len(self.rows)

    def size(self, unit: int) -> int:
        return _row_bytes(self.rows[unit], (self.run,))

    def requests(self, start: int, stop: int) -> list[Request]:
        values = [self.run.select(row) for row in self.rows[start:stop]]
        return [ask.write(self.gid, self.row + start, self.run.column, values)]


@dataclass(frozen=True, slots=True)
class TableAbove:
    """A Google table that new rows join: its first row, and its columns once ours are where they belong."""

    id: str
    row: int
    column: int
    columns: int


@dataclass(frozen=True, slots=True)
class InsertRows:
    """New rows, newest first, from `row` on.

    `row_count` is the grid's height before, where they fill the blank end of the tab; None where they push the rows
    below them down. `columns`: those that get their number format, none where the rows take it from a track's row beside them.
    `filled_below` and `filled_above`: columns of the person's whose formula the row below, or above, has.
    `displaced`: the row at `row` that gives up its place, or the last one, above `row` (`displaced_rows`).
    `table`: the Google table that ends above `row` and is to hold the rows too. `like_above`: they look like the row above
    and not like the one below.
    """

    gid: int
    row: int
    row_count: int | None
    columns: Sequence[tuple[int, Column]]
    runs: Sequence[ColumnRun]
    rows: Sequence[Sequence[CellValue]]
    filled_below: Sequence[int] = ()
    filled_above: Sequence[int] = ()
    displaced: DisplacedRow | None = None
    table: TableAbove | None = None
    like_above: bool = False

    @property
    def units(self) -> int:
        return len(self.rows)

    @property
    def overhead(self) -> int:
        filled = len(self.filled_below) + len(self.filled_above)
        requests = 2 + len(self.runs) + len(self.columns) + filled + (self.table is not None)
        if self.displaced is None:
            return _REQUEST_BYTES * requests
        return _REQUEST_BYTES * (requests + 1 + self.displaced.request_count)

    def size(self, unit: int) -> int:
        return _row_bytes(self.rows[unit], self.runs)

    def requests(self, start: int, stop: int) -> list[Request]:
        row, count = self.row + start, stop - start
        rows = self.rows[start:stop]
        # rows of later batches come in below those of the first: above the displaced row, or below it where it was the last
        if self.displaced is not None and start == 0:
            return list(self._change_places(self.displaced, rows))
        formats = ((place, column.number_format) for place, column in self.columns)
        return [
            # only number formats: everything else about the new rows' look comes from their neighbour
            *self._make_room(row, count),
            *(ask.write(self.gid, row, run.column, list(map(run.select, rows))) for run in self.runs),
            *(ask.format_numbers(self.gid, row, count, place, look) for place, look in formats if look),
            *(ask.fill_formula(self.gid, row + count, row, count, place) for place in self.filled_below),
            *(ask.fill_formula(self.gid, row - 1, row, count, place) for place in self.filled_above),
            *self._join_table(row + count),
        ]

    def _join_table(self, end: int) -> Iterator[Request]:
        if self.table is not None:
            above, rows = self.table, end - self.table.row
            area = ask.rectangle(self.gid, above.row, rows, above.column, above.columns)
            yield ask.extend_table(above.id, area)

    def _change_places(
        self, displaced: DisplacedRow, rows: Sequence[Sequence[CellValue]]
    ) -> Iterator[Request]:
        """`old` is the row that is displaced, once there is room: of the new rows the first one, or the last."""
        gid, row, count = self.gid, self.row, len(rows)
        if displaced.is_last:
            yield from displaced.make_room_above(gid, row - 1, count)
            old, others, filled = row + count - 1, row, self.filled_above
        else:
            yield from displaced.make_room(gid, row, count)
            old, others, filled = row, row + 1, self.filled_below
        for run in self.runs:
            yield ask.write(gid, row, run.column, list(map(run.select, rows)))
        yield from displaced.empty(gid, old)
        if count > 1:
            for place in filled:
                yield ask.fill_formula(gid, old, others, count - 1, place)

    def _make_room(self, row: int, count: int) -> list[Request]:
        if self.row_count is None:
            return [ask.insert(self.gid, "ROWS", row, count, like_before=self.like_above)]
        # earlier batches of this step have made room up to `row` already
        missing = row + count - max(self.row_count, row)
        return [ask.append(self.gid, "ROWS", missing)] if missing > 0 else []


def to_compact_json(body: Any) -> bytes:
    """Returns JSON as it is sent: no spaces, UTF-8. Sizes are counted in these bytes."""
    # not ASCII-escaped: a Japanese title would count and travel as twice its bytes
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


def group_neighbouring_columns(places: Sequence[int], values: Sequence[int]) -> tuple[ColumnRun, ...]:
    """Returns these values of a row as runs of neighbouring columns: each run is one request."""
    runs: list[tuple[int, list[int]]] = []
    for place, value in sorted((places[value], value) for value in values):
        if runs and runs[-1][0] + len(runs[-1][1]) == place:
            runs[-1][1].append(value)
        else:
            runs.append((place, [value]))
    return tuple(ColumnRun(column, tuple(run)) for column, run in runs)


def _row_bytes(row: Sequence[CellValue], runs: Sequence[ColumnRun]) -> int:
    # serialized again when they are sent: the cells of a large library, if they were kept, would take several times
    # the memory of its rows
    cells = [[serialize_cell(value) for value in run.select(row)] for run in runs]
    return len(to_compact_json(cells)) + len('{"values":},') * len(runs)
