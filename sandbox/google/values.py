"""The values methods: plain rows of values at an A1 address.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets.values
"""

from __future__ import annotations

from typing import Any

from sandbox.google import a1, batch
from sandbox.google.book import Book
from sandbox.google.cells import MOST_CHARACTERS, Cell, Formula, Value, extended_value, number
from sandbox.google.display import shown
from sandbox.google.errors import bad_field, invalid
from sandbox.google.formulas import effective
from sandbox.google.functions import FormulaError
from sandbox.google.ranges import Area
from sandbox.google.tab import Tab
from sandbox.google.typed import parse

Rows = list[list[Any]]


class Values(Book):
    """Bodies and answers are the API's JSON. Writing is all or nothing."""

    def values_get(
        self,
        address: str,
        *,
        columns_first: bool = False,
        render: str = "FORMATTED_VALUE",
        dates: str = "SERIAL_NUMBER",
    ) -> dict[str, Any]:
        """A ValueRange; trailing empty rows and cells are left out, and `values` when nothing is there."""
        tab, area = self.place_of_text(address)
        rows = [row.part(area.left, area.right) for row in tab.rows[area.top : area.bottom]]
        values = [[_rendered(self, tab, cell, render, dates) for cell in cells] for cells in rows]
        if columns_first:
            values = [list(column) for column in zip(*values, strict=True)]
        trimmed = _trimmed(values)
        answer = {
            "range": a1.address(tab.title, *area),
            "majorDimension": "COLUMNS" if columns_first else "ROWS",
        }
        return {**answer, "values": trimmed} if trimmed else answer

    def values_update(
        self, data: list[dict[str, Any]], *, option: str, by: str | None = None
    ) -> list[dict[str, Any]]:
        """Writes ValueRanges; an UpdateValuesResponse for each. null leaves a cell, "" empties it."""
        requests, answers = [], []
        for value_range in data:
            tab, area = self._target(value_range)
            rows = _row_wise(value_range)
            requests.extend(_requests(tab, area, rows, option))
            answers.append(_report(self.id, tab, area, rows))
        self._write(requests, by)
        return answers

    def _target(self, value_range: dict[str, Any]) -> tuple[Tab, Area]:
        """Where the rows go: one cell is where they start, a larger range must hold them all."""
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
        """Below the table that the range touches: down to the last row with a value in it, from its first column."""
        tab, area = self.place_of_text(value_range.get("range", ""))
        table = _table(tab, area)
        rows = _row_wise(value_range)
        top = table.bottom if table else area.top
        left = table.left if table else area.left
        requests = _room(tab, top, left, rows, insert_rows=insert_rows)
        width = max(map(len, rows), default=0)
        goal = Area(top, left, top + max(len(rows), 1), left + max(width, 1))
        self._write([*requests, *_requests(tab, goal, rows, option)], by)
        answer: dict[str, Any] = {"spreadsheetId": self.id, "updates": _report(self.id, tab, goal, rows)}
        return {**answer, "tableRange": a1.address(tab.title, *table)} if table else answer

    def values_clear(self, addresses: list[str], *, by: str | None = None) -> list[str]:
        """Empties values, not notes or formats; the ranges that were emptied."""
        places = [self.place_of_text(address) for address in addresses]
        self._write([_clearing(tab, area) for tab, area in places], by)
        return [a1.address(tab.title, *area) for tab, area in places]

    def _write(self, requests: list[dict[str, Any]], by: str | None) -> None:
        draft, _ = batch.run(self, requests, by)
        self.take(draft)


def _rendered(book: Book, tab: Tab, cell: Cell, render: str, dates: str) -> Any:
    if render == "FORMULA" and isinstance(cell.value, Formula):
        return str(cell.value)
    value = effective(book, tab, cell)
    kind = ((cell.format or {}).get("numberFormat") or {}).get("type", "")
    as_text = dates == "FORMATTED_STRING" and kind in ("DATE", "TIME", "DATE_TIME")
    if render == "FORMATTED_VALUE" or as_text or isinstance(value, FormulaError):
        return shown(value, cell.format)
    return "" if value is None else value


def _trimmed(values: Rows) -> Rows:
    for row in values:
        while row and row[-1] == "":
            row.pop()
    while values and not values[-1]:
        values.pop()
    return values


def _row_wise(value_range: dict[str, Any]) -> Rows:
    values: Rows = value_range.get("values") or []
    if value_range.get("majorDimension") != "COLUMNS":
        return values
    height = max(map(len, values), default=0)
    return [[column[place] if place < len(column) else None for column in values] for place in range(height)]


def _requests(tab: Tab, area: Area, rows: Rows, option: str) -> list[dict[str, Any]]:
    """Runs of cells that are written, as updateCells; null cells part them."""
    if option not in ("RAW", "USER_ENTERED"):
        raise invalid("'valueInputOption' is required but not specified")
    requests = []
    for place, row in enumerate(rows):
        for column, cells in _runs([_cell_data(value, option) for value in row]):
            start = {"sheetId": tab.gid, "rowIndex": area.top + place, "columnIndex": area.left + column}
            fields = "userEnteredValue"
            if any("userEnteredFormat" in cell for cell in cells):
                fields += ",userEnteredFormat.numberFormat"
            requests.append({"updateCells": {"start": start, "rows": [{"values": cells}], "fields": fields}})
    return requests


def _runs(cells: list[dict[str, Any] | None]) -> list[tuple[int, list[dict[str, Any]]]]:
    """Cells that bring a format are a run of their own: their neighbours keep theirs."""
    runs: list[tuple[int, list[dict[str, Any]]]] = []
    before: str | None = None
    for column, cell in enumerate(cells):
        kind = None if cell is None else "formatted" if "userEnteredFormat" in cell else "plain"
        if cell is not None and kind == before:
            runs[-1][1].append(cell)
        elif cell is not None:
            runs.append((column, [cell]))
        before = kind
    return runs


def _cell_data(value: Any, option: str) -> dict[str, Any] | None:
    if value is None:
        return None
    if not isinstance(value, str | int | float | bool):
        kind = "list_value" if isinstance(value, list) else "struct_value"
        raise bad_field("data.values", f"Invalid values[0][0]: {kind}")
    if isinstance(value, str) and len(value) > MOST_CHARACTERS:
        raise invalid(
            f"Your input contains more than the maximum of {MOST_CHARACTERS} characters in a single cell."
        )
    look = None
    entered: Value | None = value
    if isinstance(value, str):
        entered, look = parse(value) if option == "USER_ENTERED" else (value or None, None)
    elif not isinstance(value, bool):
        entered = number(value)
    data: dict[str, Any] = {} if entered is None else {"userEnteredValue": extended_value(entered)}
    return {**data, "userEnteredFormat": {"numberFormat": look}} if look else data


def _report(spreadsheet_id: str, tab: Tab, area: Area, rows: Rows) -> dict[str, Any]:
    """Counts are of cells that are not null; none at all are left out."""
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


def _table(tab: Tab, area: Area) -> Area | None:
    """Cells with values around the range's first cell, joined without an empty row or column between."""
    top, bottom = area.top, area.top
    while bottom < tab.row_count and _has_value(tab, bottom, 0, tab.column_count):
        bottom += 1
    while top and _has_value(tab, top - 1, 0, tab.column_count):
        top -= 1
    if top == bottom:
        return None
    columns = [
        column
        for row in tab.rows[top:bottom]
        for column, cell in enumerate(row.cells)
        if cell.value is not None
    ]
    return Area(top, min(columns), bottom, max(columns) + 1)


def _has_value(tab: Tab, row: int, left: int, right: int) -> bool:
    return any(cell.value is not None for cell in tab.rows[row].cells[left:right])


def _room(tab: Tab, top: int, left: int, rows: Rows, *, insert_rows: bool) -> list[dict[str, Any]]:
    requests: list[dict[str, Any]] = []
    missing = top + len(rows) - tab.row_count
    width = max(map(len, rows), default=0)
    if insert_rows and rows and top < tab.row_count:
        lines = {"sheetId": tab.gid, "dimension": "ROWS", "startIndex": top, "endIndex": top + len(rows)}
        requests.append({"insertDimension": {"range": lines, "inheritFromBefore": top > 0}})
    elif missing > 0:
        requests.append({"appendDimension": {"sheetId": tab.gid, "dimension": "ROWS", "length": missing}})
    wider = left + width - tab.column_count
    if wider > 0:
        requests.append({"appendDimension": {"sheetId": tab.gid, "dimension": "COLUMNS", "length": wider}})
    return requests


def _clearing(tab: Tab, area: Area) -> dict[str, Any]:
    grid_range = {
        "sheetId": tab.gid,
        "startRowIndex": area.top,
        "startColumnIndex": area.left,
        "endRowIndex": area.bottom,
        "endColumnIndex": area.right,
    }
    return {"updateCells": {"range": grid_range, "rows": [], "fields": "userEnteredValue"}}
