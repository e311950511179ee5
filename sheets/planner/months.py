"""A tab with a row a month, newest first, and a chart beside it. Pure, like the planner of tracks.

The newest month comes in directly under the header, within what the chart shows, so that the chart grows by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sheets.planner import requests as ask
from sheets.planner.cells import CellValue, cell_equals
from sheets.planner.grid import Grid
from sheets.planner.plan import Plan
from sheets.planner.requests import Request, rectangle
from sheets.planner.steps import Atomic, group_neighbouring_columns

_TOPS = 5
"""Rows in which the header may stand, for people who put a title above it."""


@dataclass(frozen=True, slots=True)
class Table:
    """`headers[0]` is the month's; so are the rows' first values, as serials. `formats` are Google's NumberFormats."""

    headers: tuple[str, ...]
    rows: Sequence[tuple[CellValue, ...]]
    formats: tuple[dict[str, str], ...]


def plan_months(grid: Grid, table: Table, laid: Sequence[str]) -> Plan | None:
    """What brings the tab to the table. `laid` are the headers of the last write, by which our columns are found.

    Rows never move, and months that the table lacks stay as they are. None when a header of ours is gone: then
    nobody knows which cells are ours, and nothing may be written.
    """
    if grid.is_blank:
        return _first(grid, table)
    found = _places(grid, laid) if len(laid) == len(table.headers) else None
    found = found or _places(grid, table.headers)
    if found is None:
        return None
    return _Filling(grid, table, *found).plan()


def _first(grid: Grid, table: Table) -> Plan:
    width, count = len(table.headers), len(table.rows)
    requests = [ask.write(grid.gid, 0, 0, [table.headers, *table.rows]), ask.embolden(grid.gid, 0, 0, width)]
    if count + 2 > grid.row_count:
        requests.insert(0, ask.append(grid.gid, "ROWS", count + 2 - grid.row_count))
    requests += [
        ask.format_numbers(grid.gid, 1, max(grid.row_count, count + 2) - 1, column, look)
        for column, look in enumerate(table.formats)
    ]
    return Plan((Atomic(tuple(requests)),), standing=count, added=count)


def _places(grid: Grid, headers: Sequence[str]) -> tuple[int, tuple[int, ...]] | None:
    """The header's row, and the column of each."""
    for row, cells in enumerate(grid.rows[:_TOPS]):
        if all(header in cells for header in headers):
            return row, tuple(cells.index(header) for header in headers)
    return None


class _Filling:
    """Requests in the order they are sent; `shift` counts the rows that came in above."""

    def __init__(self, grid: Grid, table: Table, header: int, places: tuple[int, ...]) -> None:
        self._grid = grid
        self._table = table
        self._header = header
        self._places = places
        self._pieces = group_neighbouring_columns(places, range(len(places)))
        self._requests: list[Request] = []
        self._added = self._updated = 0

    def plan(self) -> Plan:
        if [self._grid.cell(self._header, place) for place in self._places] != list(self._table.headers):
            self._write(self._header, self._table.headers)
        standing = self._standing()
        shift, after = 0, self._header
        for row in self._table.rows:
            at = standing.get(_key(row[0]))
            if at is None:
                self._insert(after + 1 + shift, row)
                shift += 1
            else:
                self._rewrite(at, shift, row)
                after = at
        steps = (Atomic(tuple(self._requests)),) if self._requests else ()
        return Plan(steps, standing=len(self._table.rows), added=self._added, updated=self._updated)

    def _standing(self) -> dict[int | None, int]:
        rows = range(len(self._grid.rows) - 1, self._header, -1)
        return {_key(self._grid.cell(row, self._places[0])): row for row in rows}

    def _insert(self, at: int, row: Sequence[CellValue]) -> None:
        if at >= self._grid.row_count + self._added:
            self._requests.append(ask.append(self._grid.gid, "ROWS", 1))
        else:
            self._requests.append(ask.insert(self._grid.gid, "ROWS", at, 1))
        self._write(at, row)
        self._added += 1

    def _rewrite(self, at: int, shift: int, row: Sequence[CellValue]) -> None:
        cells = [self._grid.cell(at, place) for place in self._places]
        if not all(cell_equals(cell, value, "number") for cell, value in zip(cells, row, strict=True)):
            self._write(at + shift, row)
            self._updated += 1

    def _write(self, at: int, row: Sequence[CellValue]) -> None:
        for piece in self._pieces:
            self._requests.append(ask.write(self._grid.gid, at, piece.column, [piece.of(row)]))


def _key(cell: Any) -> int | None:
    """A month's serial to the day; None for what is no date."""
    return round(cell) if isinstance(cell, float) else None


_WIDTH, _HEIGHT = 900, 420


def add_chart(
    gid: int, chart_id: int, title: str, *, rows: int, columns: Iterable[int], beside: int, stacked: bool
) -> Request:
    """Columns over the months in column A, of which the newest stands first. `rows` are those under the header."""
    basic: dict[str, Any] = {
        "chartType": "COLUMN",
        "legendPosition": "RIGHT_LEGEND",
        "axis": [{"position": "LEFT_AXIS", "title": "Tracks"}],
        "domains": [{"domain": _source(gid, rows, 0), "reversed": True}],
        "series": [{"series": _source(gid, rows, column), "targetAxis": "LEFT_AXIS"} for column in columns],
        "headerCount": 1,
    }
    if stacked:
        basic["stackedType"] = "STACKED"
    place = {
        "anchorCell": {"sheetId": gid, "rowIndex": 1, "columnIndex": beside},
        "widthPixels": _WIDTH,
        "heightPixels": _HEIGHT,
    }
    chart = {
        "chartId": chart_id,
        "spec": {"title": title, "basicChart": basic},
        "position": {"overlayPosition": place},
    }
    return {"addChart": {"chart": chart}}


def _source(gid: int, rows: int, column: int) -> dict[str, Any]:
    return {"sourceRange": {"sources": [rectangle(gid, 0, rows + 1, column, 1)]}}
