"""A tab with a row a month, newest first, and a chart beside it.

The newest month comes in directly under the header, within what the chart shows, so that the chart grows by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sheets.planner import requests as ask
from sheets.planner.cells import Cell, CellValue, cell_equals
from sheets.planner.displaced_rows import find_displaced_row
from sheets.planner.grid import Grid
from sheets.planner.plan import Plan
from sheets.planner.requests import Request
from sheets.planner.steps import Atomic, group_neighbouring_columns

_HEADER_ROWS = 5
"""Rows in which the header is looked for: people put a title above it."""


@dataclass(frozen=True, slots=True)
class MonthTable:
    """`headers[0]` is the month's; so are the rows' first values, as serials. `formats` are Google's NumberFormats."""

    headers: tuple[str, ...]
    rows: Sequence[tuple[CellValue, ...]]
    formats: tuple[dict[str, str], ...]


def plan_months(
    grid: Grid, table: MonthTable, written_headers: Sequence[str], *, displaces: bool = True
) -> Plan | None:
    """Returns what brings the tab to the table. `written_headers`: those of the last write, by which columns are found.

    Rows never move, but for the first, whose place the newest months may take (`displaces`); rows of months that the table
    lacks are left alone. None when a header of the table is gone:
    then it is unknown which cells are managed, and nothing may be written.

        tab as read          table              tab afterwards
        Month    Saved       Month    Saved     Month    Saved
        2026-10  7           2026-11  2         2026-11  2       takes the first row's place
        2026-09  3           2026-10  8         2026-10  8       written over
        2019-01  1           2026-09  3         2026-09  3
                                                2019-01  1       left alone
    """
    if grid.is_blank:
        return _fill_blank_tab(grid, table)
    # by the headers of the last write first: a column is headed by its genre, which may be another one now
    found = _find_headers(grid, written_headers) if len(written_headers) == len(table.headers) else None
    found = found or _find_headers(grid, table.headers)
    if found is None:
        return None
    return _TableUpdate(grid, table, *found).plan(displaces=displaces)


def _fill_blank_tab(grid: Grid, table: MonthTable) -> Plan:
    width, count = len(table.headers), len(table.rows)
    requests = [ask.write(grid.gid, 0, 0, [table.headers, *table.rows]), ask.embolden(grid.gid, 0, 0, width)]
    if count + 2 > grid.row_count:
        requests.insert(0, ask.append(grid.gid, "ROWS", count + 2 - grid.row_count))
    # formatted down to the end of the grid, so that rows for coming months need no request of their own
    requests += [
        ask.format_numbers(grid.gid, 1, max(grid.row_count, count + 2) - 1, column, number_format)
        for column, number_format in enumerate(table.formats)
    ]
    return Plan((Atomic(tuple(requests)),), row_count=count, added=count)


def _find_headers(grid: Grid, headers: Sequence[str]) -> tuple[int, tuple[int, ...]] | None:
    """The header's row, and the column of each."""
    # all headers in one row: a single one may be a word in a title above the table
    for row, cells in enumerate(grid.rows[:_HEADER_ROWS]):
        if all(header in cells for header in headers):
            return row, tuple(cells.index(header) for header in headers)
    return None


class _TableUpdate:
    """Collects the requests in the order in which they are sent; `shift` counts the rows inserted above a row."""

    def __init__(self, grid: Grid, table: MonthTable, header: int, places: tuple[int, ...]) -> None:
        self._grid = grid
        self._table = table
        self._header = header
        self._places = places
        self._runs = group_neighbouring_columns(places, range(len(places)))
        self._requests: list[Request] = []
        self._added = self._updated = 0

    def plan(self, *, displaces: bool) -> Plan:
        """Returns the plan; every request is in one step, because rows shift under one another."""
        if [self._grid.cell(self._header, place) for place in self._places] != list(self._table.headers):
            self._write(self._header, self._table.headers)
        rows_by_month = self._rows_by_month()
        shift = self._displace_first_row(rows_by_month) if displaces else 0
        is_displaced, after = shift > 0, self._header
        for row in self._table.rows[shift:]:
            at = rows_by_month.get(_month_key(row[0]))
            if at is None:
                self._insert(after + 1 + shift, row)
                shift += 1
            else:
                self._update(at, shift, row)
                after = at
        steps = (Atomic(tuple(self._requests)),) if self._requests else ()
        return Plan(
            steps,
            row_count=len(self._table.rows),
            added=self._added,
            updated=self._updated,
            displaces=is_displaced,
        )

    def _displace_first_row(self, rows_by_month: Mapping[int | None, int]) -> int:
        """Lets the newest months take the place of the first row, and returns how many they are; 0 where they may not."""
        first, gid = self._header + 1, self._grid.gid
        count = next(
            (at for at, row in enumerate(self._table.rows) if _month_key(row[0]) in rows_by_month), 0
        )
        # Google inserts nothing behind the last row of the grid
        if not count or first not in rows_by_month.values() or first + 1 >= self._grid.row_count:
            return 0
        users = {column: column for column in range(self._grid.column_count) if column not in self._places}
        displaced = find_displaced_row(self._grid, first, self._header, self._places, users)
        if displaced is None:
            return 0
        self._requests.extend(displaced.make_room(gid, first, count))
        for run in self._runs:
            rows = [run.select(row) for row in self._table.rows[:count]]
            self._requests.append(ask.write(gid, first, run.column, rows))
        self._requests.extend(displaced.empty(gid, first))
        self._added += count
        return count

    def _rows_by_month(self) -> dict[int | None, int]:
        # from below, so that of two rows of one month the upper one counts
        rows = range(len(self._grid.rows) - 1, self._header, -1)
        return {_month_key(self._grid.cell(row, self._places[0])): row for row in rows}

    def _insert(self, at: int, row: Sequence[CellValue]) -> None:
        # insertDimension does not reach behind the last row
        if at >= self._grid.row_count + self._added:
            self._requests.append(ask.append(self._grid.gid, "ROWS", 1))
        else:
            self._requests.append(ask.insert(self._grid.gid, "ROWS", at, 1))
        self._write(at, row)
        self._added += 1

    def _update(self, at: int, shift: int, row: Sequence[CellValue]) -> None:
        cells = [self._grid.cell(at, place) for place in self._places]
        if not all(cell_equals(cell, value, "number") for cell, value in zip(cells, row, strict=True)):
            self._write(at + shift, row)
            self._updated += 1

    def _write(self, at: int, row: Sequence[CellValue]) -> None:
        for run in self._runs:
            self._requests.append(ask.write(self._grid.gid, at, run.column, [run.select(row)]))


def _month_key(cell: Cell) -> int | None:
    """A month's serial to the day; None for what is no date."""
    return round(cell) if isinstance(cell, float) else None
