"""Requests of `spreadsheets.batchUpdate`, one function a kind. Rows and columns count from 0.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request

A managed column carries a tag: developer metadata, which moves with the column and is deleted with it.
https://developers.google.com/workspace/sheets/api/guides/metadata
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sheets.columns import COLUMNS
from sheets.planner.cells import CellValue, serialize_cell

METADATA_KEY = "spotistats.column"

Request = dict[str, Any]
Dimension = Literal["ROWS", "COLUMNS"]


def insert(gid: int, dimension: Dimension, at: int, count: int, *, like_before: bool = False) -> Request:
    """Inserts lines before `at`; they take their look from the line behind them, or from the one before them."""
    # under the header the new rows would look like the header
    return {"insertDimension": {"range": lines(gid, dimension, at, count), "inheritFromBefore": like_before}}


# insertDimension needs a line to push aside, and there is none at the end of the grid
def append(gid: int, dimension: Dimension, count: int) -> Request:
    """Lines at the grid's end, where insertDimension does not reach."""
    return {"appendDimension": {"sheetId": gid, "dimension": dimension, "length": count}}


def delete(gid: int, dimension: Dimension, at: int, count: int) -> Request:
    """Deletes lines with everything in them."""
    return {"deleteDimension": {"range": lines(gid, dimension, at, count)}}


def move(gid: int, dimension: Dimension, at: int, count: int, to: int) -> Request:
    """`to` is counted while the moved lines are still where they were."""
    return {"moveDimension": {"source": lines(gid, dimension, at, count), "destinationIndex": to}}


def write(gid: int, row: int, column: int, rows: Sequence[Sequence[CellValue]]) -> Request:
    """Writes values only: notes, formats and validation of the cells are not changed. None empties."""
    # updateCells and not values.update with USER_ENTERED, which would turn a title such as "=1" into a formula
    cells = [{"values": [serialize_cell(value) for value in values]} for values in rows]
    area = rectangle(gid, row, len(rows), column, len(rows[0]))
    return {"updateCells": {"range": area, "rows": cells, "fields": "userEnteredValue"}}


def empty(gid: int, row: int, count: int, column: int, columns: int = 1) -> Request:
    """Empties cells: what `rows` does not cover is cleared in the masked fields."""
    # no `rows` at all: Google clears the masked fields of what they do not cover
    area = rectangle(gid, row, count, column, columns)
    return {"updateCells": {"range": area, "fields": "userEnteredValue"}}


def format_numbers(
    gid: int, row: int, count: int, column: int, number_format: dict[str, str] | None
) -> Request:
    """None takes a number format away that a new line took over from its neighbour."""
    # the mask names the number format alone: colours, borders and alignment of the cells are the person's
    look = {"userEnteredFormat": {"numberFormat": number_format}} if number_format else {}
    return _repeat(rectangle(gid, row, count, column, 1), look, "userEnteredFormat.numberFormat")


def fill_formula(gid: int, source: int, row: int, count: int, column: int) -> Request:
    """Copies the formula of row `source` into `count` rows from `row` on: its references move with it."""
    copy = {
        "source": rectangle(gid, source, 1, column, 1),
        "destination": rectangle(gid, row, count, column, 1),
        "pasteType": "PASTE_FORMULA",
    }
    return {"copyPaste": copy}


def copy_row(gid: int, source: int, row: int, column: int, columns: int) -> Request:
    """Copies cells of row `source`, whatever they hold, over those of `row`.

    https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#pastetype
    """
    copy = {
        "source": rectangle(gid, source, 1, column, columns),
        "destination": rectangle(gid, row, 1, column, columns),
        "pasteType": "PASTE_NORMAL",
    }
    return {"copyPaste": copy}


def copy_look(gid: int, source: int, row: int, column: int, columns: int) -> Request:
    """Gives cells of `row` the formats and the validation of those of row `source`."""
    request = copy_row(gid, source, row, column, columns)
    request["copyPaste"]["pasteType"] = "PASTE_FORMAT"
    return request


def copies_a_row(request: Request) -> bool:
    """Whether the request is one of `copy_row`."""
    return bool(request.get("copyPaste", {}).get("pasteType") == "PASTE_NORMAL")


def extend_table(table: str, area: dict[str, int]) -> Request:
    """Gives a Google table another range.

    https://developers.google.com/workspace/sheets/api/guides/tables
    """
    return {"updateTable": {"table": {"tableId": table, "range": area}, "fields": "range"}}


def is_format(request: Request) -> bool:
    """Whether the request only changes how a tab looks."""
    if "updateSheetProperties" in request:
        return bool(request["updateSheetProperties"]["fields"] == "gridProperties.frozenRowCount")
    if "copyPaste" in request:
        return bool(request["copyPaste"]["pasteType"] == "PASTE_FORMAT")
    return not request.keys().isdisjoint({"repeatCell", "updateDimensionProperties"})


def is_cosmetic(request: Request) -> bool:
    """Whether the request only changes how a tab looks, fills a column of the person's, or extends their table: it must not
    stop data.
    """
    is_filling = request.get("copyPaste", {}).get("pasteType") == "PASTE_FORMULA"
    return is_format(request) or is_filling or "updateTable" in request


def moves_a_column(request: Request) -> bool:
    """Whether the request is one of `move`, for a column."""
    return bool(request.get("moveDimension", {}).get("source", {}).get("dimension") == "COLUMNS")


def embolden(gid: int, row: int, column: int, columns: int) -> Request:
    """Makes a row's cells bold, without touching the rest of their look."""
    look = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    return _repeat(rectangle(gid, row, 1, column, columns), look, "userEnteredFormat.textFormat.bold")


def freeze(gid: int, rows: int) -> Request:
    """Freezes the first rows, so that they remain in sight when the tab is scrolled."""
    # the mask names a leaf: with `gridProperties` alone Google sets the grid's size as well, and a smaller one deletes
    # the person's rows: https://github.com/theoephraim/node-google-spreadsheet/issues/672
    properties = {"sheetId": gid, "gridProperties": {"frozenRowCount": rows}}
    return {"updateSheetProperties": {"properties": properties, "fields": "gridProperties.frozenRowCount"}}


def widen(gid: int, column: int, pixels: int) -> Request:
    """Sets a column's width."""
    change = {
        "range": lines(gid, "COLUMNS", column, 1),
        "properties": {"pixelSize": pixels},
        "fields": "pixelSize",
    }
    return {"updateDimensionProperties": change}


def add_tab(gid: int, title: str, rows: int, columns: int) -> Request:
    """Adds a tab with the id `gid` and one frozen row."""
    # the id is chosen here and not by Google: sent twice, the second is refused and nothing happens
    size = {"rowCount": rows, "columnCount": columns, "frozenRowCount": 1}
    return {"addSheet": {"properties": {"sheetId": gid, "title": title, "gridProperties": size}}}


def rename_tab(gid: int, title: str) -> Request:
    """Changes the title and nothing else."""
    return {"updateSheetProperties": {"properties": {"sheetId": gid, "title": title}, "fields": "title"}}


def delete_tab(gid: int) -> Request:
    """Deletes a tab that the application made."""
    return {"deleteSheet": {"sheetId": gid}}


def lines(gid: int, dimension: Dimension, at: int, count: int) -> dict[str, Any]:
    """Returns a DimensionRange: rows or columns from `at` on."""
    return {"sheetId": gid, "dimension": dimension, "startIndex": at, "endIndex": at + count}


def rectangle(gid: int, row: int, rows: int, column: int, columns: int) -> dict[str, int]:
    """Returns a GridRange."""
    return {
        "sheetId": gid,
        "startRowIndex": row,
        "endRowIndex": row + rows,
        "startColumnIndex": column,
        "endColumnIndex": column + columns,
    }


def _repeat(area: dict[str, int], cell: dict[str, Any], fields: str) -> Request:
    return {"repeatCell": {"range": area, "cell": cell, "fields": fields}}


@dataclass(frozen=True, slots=True)
class ColumnTag:
    """`column` is a column's id; `id` is the metadata's own number in the spreadsheet."""

    id: int
    column: str


def parse_tag(properties: dict[str, Any]) -> ColumnTag | None:
    """Returns the tag in a column's DimensionProperties; None where it has none."""
    for entry in properties.get("developerMetadata", ()):
        column = entry.get("metadataValue", "")
        # a tag of a later version may name a column that this one does not have: then the column is the person's
        if entry.get("metadataKey") == METADATA_KEY and column in COLUMNS:
            return ColumnTag(entry["metadataId"], column)
    return None


def tag_column(gid: int, column: int, column_id: str) -> Request:
    """Tags a column with the id of a column of the table."""
    entry = {
        "metadataKey": METADATA_KEY,
        "metadataValue": column_id,
        # DOCUMENT and not PROJECT: a sheet may be written by the service account and, later, by the person's own grant
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": lines(gid, "COLUMNS", column, 1)},
    }
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def untag_column(tag: ColumnTag) -> Request:
    """Removes the tag: the column is the person's from then on."""
    # by id and not by key: a copied column carries a tag with the same key and value
    lookup = {"metadataId": tag.id}
    return {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}}


def find_tagged_tabs() -> dict[str, Any]:
    """Returns the body of a getByDataFilter that finds the tabs with tagged columns, for when a tab's gid is gone.

    `fields=sheets.properties.sheetId` is enough to read the answer.
    """
    lookup = {"metadataKey": METADATA_KEY, "locationType": "COLUMN"}
    return {"dataFilters": [{"developerMetadataLookup": lookup}]}
