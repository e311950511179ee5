"""The values methods: rows of plain values at an A1 address.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets.values
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from sandbox.google import a1, batch
from sandbox.google.errors import invalid
from sandbox.google.ranges import Area
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import Tab
from sandbox.google.value_input import write_requests
from sandbox.google.value_output import rendered, trimmed
from sandbox.google.value_tables import growth_requests, table_at

Rows = list[list[Any]]


class Values(SpreadsheetState):
    """Bodies and answers are the API's JSON. A write is applied as a whole or not at all."""

    def values_get(
        self,
        address: str,
        *,
        columns_first: bool = False,
        render: str = "FORMATTED_VALUE",
        dates: str = "SERIAL_NUMBER",
    ) -> dict[str, Any]:
        """Returns a ValueRange without trailing empty rows and cells, and without `values` if there are none."""
        tab, area = self.place_of_text(address)
        bottom = min(area.bottom, tab.last_row_with_cells())
        rows = [row.cells[area.left : area.right] for row in tab.rows[area.top : bottom]]
        values = [[rendered(self, tab, cell, render, dates) for cell in cells] for cells in rows]
        if columns_first:
            values = [list(column) for column in zip_longest(*values, fillvalue="")]
        filled = trimmed(values)
        answer = {
            "range": a1.address(tab.title, *area),
            "majorDimension": "COLUMNS" if columns_first else "ROWS",
        }
        return {**answer, "values": filled} if filled else answer

    def values_update(
        self, data: list[dict[str, Any]], *, option: str, by: str | None = None
    ) -> list[dict[str, Any]]:
        """Writes ValueRanges and returns an UpdateValuesResponse for each. null keeps a cell, "" clears it."""
        requests, answers = [], []
        for value_range in data:
            tab, area = self._target(value_range)
            rows = _row_wise(value_range)
            requests.extend(write_requests(tab, area, rows, option))
            answers.append(_report(self.id, tab, area, rows))
        self._write(requests, by)
        return answers

    def _target(self, value_range: dict[str, Any]) -> tuple[Tab, Area]:
        """Returns tab and area to write to.

        A single cell is the top left; a larger range must hold all rows.
        """
        text = value_range.get("range", "")
        tab, area = self.place_of_text(text)
        rows = _row_wise(value_range)
        height, width = len(rows), max(map(len, rows), default=0)
        bottom, right = area.top + height, area.left + width
        written = Area(area.top, area.left, max(bottom, area.top + 1), max(right, area.left + 1))
        if area.height * area.width == 1:
            if written.bottom > tab.row_count or written.right > tab.column_count:
                raise tab.beyond_limits(written)
            return tab, written
        where = f"Requested writing within range [{a1.address(tab.title, *area)}], but tried writing to"
        if bottom > area.bottom:
            raise invalid(f"{where} row [{area.bottom + 1}]")
        if right > area.right:
            raise invalid(f"{where} column [{a1.column_letters(area.right)}]")
        return tab, written

    def values_append(
        self, value_range: dict[str, Any], *, option: str, insert_rows: bool = False, by: str | None = None
    ) -> dict[str, Any]:
        """Writes below the table that the range touches, from its first column."""
        tab, area = self.place_of_text(value_range.get("range", ""))
        table = table_at(tab, area)
        rows = _row_wise(value_range)
        top = table.bottom if table else area.top
        left = table.left if table else area.left
        requests = growth_requests(tab, top, left, rows, insert_rows=insert_rows)
        width = max(map(len, rows), default=0)
        goal = Area(top, left, top + max(len(rows), 1), left + max(width, 1))
        self._write([*requests, *write_requests(tab, goal, rows, option)], by)
        answer: dict[str, Any] = {"spreadsheetId": self.id, "updates": _report(self.id, tab, goal, rows)}
        return {**answer, "tableRange": a1.address(tab.title, *table)} if table else answer

    def values_clear(self, addresses: list[str], *, by: str | None = None) -> list[str]:
        """Clears values, not notes or formats, and returns the cleared ranges."""
        places = [self.place_of_text(address) for address in addresses]
        self._write([_clearing(tab, area) for tab, area in places], by)
        return [a1.address(tab.title, *area) for tab, area in places]

    def _write(self, requests: list[dict[str, Any]], by: str | None) -> None:
        draft, _ = batch.run(self, requests, by)
        self.take(draft)


def _row_wise(value_range: dict[str, Any]) -> Rows:
    values: Rows = value_range.get("values") or []
    if value_range.get("majorDimension") != "COLUMNS":
        return values
    height = max(map(len, values), default=0)
    return [[column[place] if place < len(column) else None for column in values] for place in range(height)]


def _report(spreadsheet_id: str, tab: Tab, area: Area, rows: Rows) -> dict[str, Any]:
    """Returns an UpdateValuesResponse. Cells of null are not counted; counts of zero are left out."""
    written = [
        (top, left) for top, row in enumerate(rows) for left, value in enumerate(row) if value is not None
    ]
    counts = {
        "updatedRows": len({top for top, _ in written}),
        "updatedColumns": len({left for _, left in written}),
        "updatedCells": len(written),
    }
    where = {"spreadsheetId": spreadsheet_id, "updatedRange": a1.address(tab.title, *area)}
    return {**where, **{name: count for name, count in counts.items() if count}}


def _clearing(tab: Tab, area: Area) -> dict[str, Any]:
    grid_range = {
        "sheetId": tab.gid,
        "startRowIndex": area.top,
        "startColumnIndex": area.left,
        "endRowIndex": area.bottom,
        "endColumnIndex": area.right,
    }
    return {"updateCells": {"range": grid_range, "rows": [], "fields": "userEnteredValue"}}
