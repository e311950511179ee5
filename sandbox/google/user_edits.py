"""A person's edits with mouse and keyboard. Rows and columns count from zero."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sandbox.google import batch
from sandbox.google.cells import extended_value
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import COLUMNS, ROWS, Tab
from sandbox.google.typed_input import parse


class UserEdits(SpreadsheetState):
    """Edits are made as the owner, or as `by` (an e-mail address).

    Raises GoogleError where Google would show an error dialog.
    """

    def _do(self, request: dict[str, Any], *, by: str | None = None) -> None:
        draft = self.draft(by)
        batch.perform(draft, request)
        self.take(draft)

    def type_cell(self, gid: int, row: int, column: int, text: str, *, by: str | None = None) -> None:
        """Types `text` and presses Enter: numbers, dates, booleans and formulas are recognised."""
        value, number_format = parse(text)
        data: dict[str, Any] = {} if value is None else {"userEnteredValue": extended_value(value)}
        fields = "userEnteredValue"
        if number_format:
            data["userEnteredFormat"] = {"numberFormat": number_format}
            fields += ",userEnteredFormat.numberFormat"
        self._do(_cell_request(gid, row, column, data, fields), by=by)

    def add_tick_boxes(self, gid: int, row: int, count: int, column: int, *, by: str | None = None) -> None:
        """Insert > Tick box: empty cells become FALSE, which shows without a tick.

        https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/other#ConditionType (BOOLEAN)
        https://developers.google.com/apps-script/reference/spreadsheet/range#insertCheckboxes() (FALSE)
        """
        area = {
            "sheetId": gid,
            "startRowIndex": row,
            "endRowIndex": row + count,
            "startColumnIndex": column,
            "endColumnIndex": column + 1,
        }
        rule = {"condition": {"type": "BOOLEAN"}, "strict": True, "showCustomUi": True}
        self._do({"setDataValidation": {"range": area, "rule": rule}}, by=by)
        for place in range(row, row + count):
            if self.tab(gid).rows[place].cell(column).value is None:
                data = {"userEnteredValue": {"boolValue": False}}
                self._do(_cell_request(gid, place, column, data, "userEnteredValue"), by=by)

    def fill_down(self, gid: int, row: int, count: int, column: int, *, by: str | None = None) -> None:
        """Drags the cell's fill handle down over `count` rows below it."""
        source = {
            "sheetId": gid,
            "startRowIndex": row,
            "endRowIndex": row + 1,
            "startColumnIndex": column,
            "endColumnIndex": column + 1,
        }
        destination = {**source, "startRowIndex": row + 1, "endRowIndex": row + 1 + count}
        self._do({"copyPaste": {"source": source, "destination": destination}}, by=by)

    def set_note(self, gid: int, row: int, column: int, note: str, *, by: str | None = None) -> None:
        """Sets a note; an empty one removes it."""
        self._do(_cell_request(gid, row, column, {"note": note}, "note"), by=by)

    def comment(self, gid: int, row: int, column: int, text: str, *, by: str | None = None) -> None:
        """Insert > Comment."""
        coordinate = {"sheetId": gid, "rowIndex": row, "columnIndex": column}
        self._do({"insertComment": {"content": text, "coordinate": coordinate}}, by=by)

    def add_pivot(
        self, gid: int, row: int, column: int, source: dict[str, int], *, by: str | None = None
    ) -> None:
        """Insert > Pivot table, with its top left corner in this cell."""
        data = {"pivotTable": {"source": source}}
        self._do(_cell_request(gid, row, column, data, "pivotTable"), by=by)

    def sort(
        self, gid: int, column: int, *, descending: bool = False, start_row: int = 1, by: str | None = None
    ) -> None:
        """Sorts all columns from `start_row` down to the last row that is not empty."""
        tab = self.tab(gid)
        end = tab.last_row_with_cells()
        if end - start_row < 2:
            return
        spec = {"dimensionIndex": column, "sortOrder": "DESCENDING" if descending else "ASCENDING"}
        grid_range = {"sheetId": gid, "startRowIndex": start_row, "endRowIndex": end}
        self._do({"sortRange": {"range": grid_range, "sortSpecs": [spec]}}, by=by)

    def rename_tab(self, gid: int, title: str, *, by: str | None = None) -> None:
        properties = {"sheetId": gid, "title": title}
        self._do({"updateSheetProperties": {"properties": properties, "fields": "title"}}, by=by)

    def set_time_zone(self, name: str, *, by: str | None = None) -> None:
        """File > Settings > Time zone."""
        update = {"properties": {"timeZone": name}, "fields": "timeZone"}
        self._do({"updateSpreadsheetProperties": update}, by=by)

    def add_tab(self, title: str = "", *, by: str | None = None) -> Tab:
        """Adds a tab and returns it. Without a title it gets Google's default one."""
        self._do({"addSheet": {"properties": {"title": title}}}, by=by)
        return self.tabs[-1]

    def delete_tab(self, gid: int, *, by: str | None = None) -> None:
        self._do({"deleteSheet": {"sheetId": gid}}, by=by)

    def insert_rows(self, gid: int, before: int, count: int = 1, *, by: str | None = None) -> None:
        self._insert(gid, ROWS, before, count, by)

    def insert_columns(self, gid: int, before: int, count: int = 1, *, by: str | None = None) -> None:
        self._insert(gid, COLUMNS, before, count, by)

    def _insert(self, gid: int, dimension: str, before: int, count: int, by: str | None) -> None:
        lines = _lines(gid, dimension, before, count)
        at_end = before >= self.tab(gid).length(dimension)
        self._do({"insertDimension": {"range": lines, "inheritFromBefore": at_end}}, by=by)

    def delete_rows(self, gid: int, first: int, count: int = 1, *, by: str | None = None) -> None:
        self._do({"deleteDimension": {"range": _lines(gid, ROWS, first, count)}}, by=by)

    def delete_columns(self, gid: int, first: int, count: int = 1, *, by: str | None = None) -> None:
        self._do({"deleteDimension": {"range": _lines(gid, COLUMNS, first, count)}}, by=by)

    def move_column(self, gid: int, column: int, before: int, *, by: str | None = None) -> None:
        """Moves a column. `before` refers to the positions before the move."""
        move = {"source": _lines(gid, COLUMNS, column, 1), "destinationIndex": before}
        self._do({"moveDimension": move}, by=by)

    def move_rows(self, gid: int, first: int, count: int, before: int, *, by: str | None = None) -> None:
        move = {"source": _lines(gid, ROWS, first, count), "destinationIndex": before}
        self._do({"moveDimension": move}, by=by)

    def hide_rows(self, gid: int, first: int, count: int = 1, *, by: str | None = None) -> None:
        hide = {"range": _lines(gid, ROWS, first, count), "properties": {"hiddenByUser": True}}
        self._do({"updateDimensionProperties": {**hide, "fields": "hiddenByUser"}}, by=by)

    def set_filter(
        self,
        gid: int,
        column: int,
        *,
        hidden_values: Collection[str] = (),
        condition: dict[str, Any] | None = None,
        by: str | None = None,
    ) -> None:
        """Data > Create a filter, over all that is filled in, whose first row is its header; then a column's criteria.

        `hidden_values` as displayed; `condition` is a BooleanCondition.
        """
        rule: dict[str, Any] = {"hiddenValues": list(hidden_values)} if hidden_values else {}
        if condition:
            rule["condition"] = condition
        grid_range = {"sheetId": gid, "startRowIndex": 0, "endRowIndex": self.tab(gid).last_row_with_cells()}
        spec = {"columnIndex": column, "filterCriteria": rule}
        self._do({"setBasicFilter": {"filter": {"range": grid_range, "filterSpecs": [spec]}}}, by=by)

    def clear_filter(self, gid: int, *, by: str | None = None) -> None:
        """Data > Remove filter."""
        self._do({"clearBasicFilter": {"sheetId": gid}}, by=by)

    def values(self, gid: int) -> list[list[Any]]:
        """Returns the entered values by row, None where empty; formulas are `Formula`."""
        return [[cell.value for cell in row.cells] for row in self._filled_rows(gid)]

    def notes(self, gid: int) -> dict[tuple[int, int], str]:
        """Returns the notes by (row, column)."""
        rows = enumerate(self._filled_rows(gid))
        return {
            (place, column): cell.note
            for place, row in rows
            for column, cell in enumerate(row.cells)
            if cell.note
        }

    def _filled_rows(self, gid: int) -> list[Any]:
        tab = self.tab(gid)
        return tab.rows[: tab.last_row_with_cells()]


def _cell_request(gid: int, row: int, column: int, data: dict[str, Any], fields: str) -> dict[str, Any]:
    start = {"sheetId": gid, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": [data]}], "fields": fields}}


def _lines(gid: int, dimension: str, first: int, count: int) -> dict[str, Any]:
    return {"sheetId": gid, "dimension": dimension, "startIndex": first, "endIndex": first + count}
