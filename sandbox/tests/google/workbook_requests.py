"""Helpers that build requests to a Workbook, checked against Google's discovery document."""

from typing import Any

import pytest

from sandbox.google.errors import GoogleError
from sandbox.google.workbook import Workbook
from sandbox.testing.sheets_discovery import check_answer, check_request

Request = dict[str, Any]


def apply(book: Workbook, *requests: Request, **options: Any) -> list[dict[str, Any]]:
    """Applies requests and returns the replies."""
    check_request("BatchUpdateSpreadsheetRequest", {"requests": list(requests)})
    answer = book.batch_update(list(requests), **options)
    check_answer("BatchUpdateSpreadsheetResponse", answer)
    return answer["replies"]


def refusal(book: Workbook, *requests: Request, **options: Any) -> str:
    """Returns the message of a refused batch, after checking that it changed nothing."""
    before = book.get(include_grid_data=True)
    with pytest.raises(GoogleError) as caught:
        book.batch_update(list(requests), **options)
    assert caught.value.code == 400
    assert caught.value.status == "INVALID_ARGUMENT"
    assert book.get(include_grid_data=True) == before
    return caught.value.message


def data(value: Any) -> dict[str, Any]:
    """Returns a CellData for text, number, boolean, or None (empty). Text with "=" is text."""
    if value is None:
        return {}
    kind = (
        "boolValue" if isinstance(value, bool) else "stringValue" if isinstance(value, str) else "numberValue"
    )
    return {"userEnteredValue": {kind: value}}


def rows(*values: list[Any]) -> list[dict[str, Any]]:
    return [{"values": [data(value) for value in row]} for row in values]


def fill(*values: list[Any], gid: int = 0, top: int = 0, left: int = 0) -> Request:
    start = {"sheetId": gid, "rowIndex": top, "columnIndex": left}
    return {"updateCells": {"start": start, "rows": rows(*values), "fields": "userEnteredValue"}}


def area(top: int, left: int, bottom: int, right: int, gid: int = 0) -> dict[str, int]:
    return {
        "sheetId": gid,
        "startRowIndex": top,
        "startColumnIndex": left,
        "endRowIndex": bottom,
        "endColumnIndex": right,
    }


def answered(top: int, left: int, bottom: int, right: int) -> dict[str, int]:
    """Returns an area of the tab 0 as an answer has it: without the id."""
    return {name: value for name, value in area(top, left, bottom, right).items() if name != "sheetId"}


def lines(dimension: str, start: int, end: int, gid: int = 0) -> dict[str, Any]:
    return {"sheetId": gid, "dimension": dimension, "startIndex": start, "endIndex": end}


def insert(dimension: str, start: int, end: int, *, like_before: bool = False) -> Request:
    return {"insertDimension": {"range": lines(dimension, start, end), "inheritFromBefore": like_before}}


def delete(dimension: str, start: int, end: int) -> Request:
    return {"deleteDimension": {"range": lines(dimension, start, end)}}


def properties(fields: str, gid: int = 0, **given: Any) -> Request:
    return {"updateSheetProperties": {"properties": {"sheetId": gid, **given}, "fields": fields}}


def small(*values: list[Any], row_count: int = 6, column_count: int = 5) -> Workbook:
    """Returns a workbook with one small tab."""
    book = Workbook.new()
    size = {"rowCount": row_count, "columnCount": column_count}
    apply(book, properties("gridProperties.rowCount,gridProperties.columnCount", gridProperties=size))
    if values:
        apply(book, fill(*values))
    return book


def metadata(location: dict[str, Any], key: str = "role", value: str = "link", **more: Any) -> Request:
    piece = {
        "metadataKey": key,
        "metadataValue": value,
        "location": location,
        "visibility": "DOCUMENT",
        **more,
    }
    return {"createDeveloperMetadata": {"developerMetadata": piece}}
