"""Requests of `spreadsheets.batchUpdate`, one function a kind. Rows and columns count from 0.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sheets.columns import COLUMNS
from sheets.planner.cells import CellValue, serialize_cell

Request = dict[str, Any]
Dimension = Literal["ROWS", "COLUMNS"]


def insert(gid: int, dimension: Dimension, at: int, count: int) -> Request:
    """Not `inheritFromBefore`: under the header the new rows would look like the header."""
    return {"insertDimension": {"range": lines(gid, dimension, at, count), "inheritFromBefore": False}}


def append(gid: int, dimension: Dimension, count: int) -> Request:
    """Lines at the grid's end, where insertDimension does not reach."""
    return {"appendDimension": {"sheetId": gid, "dimension": dimension, "length": count}}


def delete(gid: int, dimension: Dimension, at: int, count: int) -> Request:
    return {"deleteDimension": {"range": lines(gid, dimension, at, count)}}


def move(gid: int, dimension: Dimension, at: int, count: int, to: int) -> Request:
    """`to` is counted while the moved lines still stand where they were."""
    return {"moveDimension": {"source": lines(gid, dimension, at, count), "destinationIndex": to}}


def write(gid: int, row: int, column: int, rows: Sequence[Sequence[CellValue]]) -> Request:
    """Values only: notes, formats and validation of the cells stay. None empties."""
    cells = [{"values": [serialize_cell(value) for value in values]} for values in rows]
    area = rectangle(gid, row, len(rows), column, len(rows[0]))
    return {"updateCells": {"range": area, "rows": cells, "fields": "userEnteredValue"}}


def empty(gid: int, row: int, count: int, column: int) -> Request:
    """Empties a piece of one column: what `rows` does not cover is cleared in the masked fields."""
    return {"updateCells": {"range": rectangle(gid, row, count, column, 1), "fields": "userEnteredValue"}}


def format_numbers(
    gid: int, row: int, count: int, column: int, number_format: dict[str, str] | None
) -> Request:
    """None takes a number format away that a new line took over from its neighbour."""
    look = {"userEnteredFormat": {"numberFormat": number_format}} if number_format else {}
    return _repeat(rectangle(gid, row, count, column, 1), look, "userEnteredFormat.numberFormat")


def embolden(gid: int, row: int, column: int, columns: int) -> Request:
    look = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    return _repeat(rectangle(gid, row, 1, column, columns), look, "userEnteredFormat.textFormat.bold")


def freeze(gid: int, rows: int) -> Request:
    properties = {"sheetId": gid, "gridProperties": {"frozenRowCount": rows}}
    return {"updateSheetProperties": {"properties": properties, "fields": "gridProperties.frozenRowCount"}}


def widen(gid: int, column: int, pixels: int) -> Request:
    change = {
        "range": lines(gid, "COLUMNS", column, 1),
        "properties": {"pixelSize": pixels},
        "fields": "pixelSize",
    }
    return {"updateDimensionProperties": change}


def add_tab(gid: int, title: str, rows: int, columns: int) -> Request:
    """With an id of ours: sent twice, the second is refused and nothing happens."""
    size = {"rowCount": rows, "columnCount": columns, "frozenRowCount": 1}
    return {"addSheet": {"properties": {"sheetId": gid, "title": title, "gridProperties": size}}}


def rename_tab(gid: int, title: str) -> Request:
    return {"updateSheetProperties": {"properties": {"sheetId": gid, "title": title}, "fields": "title"}}


def delete_tab(gid: int) -> Request:
    return {"deleteSheet": {"sheetId": gid}}


def lines(gid: int, dimension: Dimension, at: int, count: int) -> dict[str, Any]:
    return {"sheetId": gid, "dimension": dimension, "startIndex": at, "endIndex": at + count}


def rectangle(gid: int, row: int, rows: int, column: int, columns: int) -> dict[str, int]:
    return {
        "sheetId": gid,
        "startRowIndex": row,
        "endRowIndex": row + rows,
        "startColumnIndex": column,
        "endColumnIndex": column + columns,
    }


def _repeat(area: dict[str, int], cell: dict[str, Any], fields: str) -> Request:
    return {"repeatCell": {"range": area, "cell": cell, "fields": fields}}


METADATA_KEY = "spotistats.column"


@dataclass(frozen=True, slots=True)
class ColumnTag:
    """`column` is an id of the catalogue; `id` is the metadata's own number in the spreadsheet."""

    id: int
    column: str


def parse_tag(line: dict[str, Any]) -> ColumnTag | None:
    """Our mark in a column's DimensionProperties."""
    for entry in line.get("developerMetadata", ()):
        column = entry.get("metadataValue", "")
        if entry.get("metadataKey") == METADATA_KEY and column in COLUMNS:
            return ColumnTag(entry["metadataId"], column)
    return None


def tag_column(gid: int, column: int, column_id: str) -> dict[str, Any]:
    """A request that marks a column. DOCUMENT: whichever of our Google clients reads it must see it."""
    place = {"sheetId": gid, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    entry = {
        "metadataKey": METADATA_KEY,
        "metadataValue": column_id,
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": place},
    }
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def untag_column(tag: ColumnTag) -> dict[str, Any]:
    """A request that takes the mark away: the column is the person's from then on."""
    lookup = {"metadataId": tag.id}
    return {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}}


def find_tagged_tab() -> dict[str, Any]:
    """The body of a getByDataFilter that finds our tab when its gid is gone: the columns that carry our mark.

    `fields=sheets.properties.sheetId` is enough to read the answer.
    """
    return {
        "dataFilters": [{"developerMetadataLookup": {"metadataKey": METADATA_KEY, "locationType": "COLUMN"}}]
    }
