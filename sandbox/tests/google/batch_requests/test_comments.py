"""Comments and pivot tables, and what of them an answer shows."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.google.errors import GoogleError
from sandbox.google.workbook import Workbook

INCLUDED = "COMMENTS_VIEW_MODE_INCLUDED"


def _anchors(book: Workbook, mode: str | None = INCLUDED) -> list[dict[str, Any]]:
    (sheet,) = book.get_by_data_filter([], comments=mode)["sheets"]
    return [anchor["range"] for anchor in sheet.get("commentAnchors", [])]


def _cell(row: int, column: int) -> dict[str, int]:
    return {
        "startRowIndex": row,
        "endRowIndex": row + 1,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }


def test_comments_are_shown_only_where_they_are_asked_for() -> None:
    book = Workbook.new()
    book.comment(0, 2, 1, "Heard live")
    assert _anchors(book) == [_cell(2, 1)]
    assert _anchors(book, None) == _anchors(book, "COMMENTS_VIEW_MODE_OMITTED") == []


def test_get_shows_comments_as_well() -> None:
    book = Workbook.new()
    book.comment(0, 2, 1, "Heard live")
    (sheet,) = book.get(comments="COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS")["sheets"]
    assert [anchor["range"] for anchor in sheet["commentAnchors"]] == [_cell(2, 1)]
    assert "commentAnchors" not in book.get()["sheets"][0]


@pytest.mark.parametrize(("text", "cells"), [("A1:B3", [_cell(2, 1)]), ("B4:C", [_cell(5, 2)]), ("A:A", [])])
def test_a_range_shows_the_comments_in_it(text: str, cells: list[dict[str, int]]) -> None:
    book = Workbook.new()
    book.comment(0, 2, 1, "Heard live")
    book.comment(0, 5, 2, "Borrowed")
    (sheet,) = book.get([text], comments=INCLUDED)["sheets"]
    assert [anchor["range"] for anchor in sheet.get("commentAnchors", [])] == cells


def test_a_filter_by_range_shows_the_comments_in_it() -> None:
    book = Workbook.new()
    book.comment(0, 2, 1, "Heard live")
    book.comment(0, 5, 2, "Borrowed")
    area = {"gridRange": {"sheetId": 0, "startRowIndex": 3}}
    (sheet,) = book.get_by_data_filter([area], comments=INCLUDED)["sheets"]
    assert [anchor["range"] for anchor in sheet["commentAnchors"]] == [_cell(5, 2)]


def test_a_pivot_table_is_answered_at_the_cell_where_it_begins() -> None:
    book = Workbook.new()
    source = {"startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
    book.add_pivot(0, 1, 3, {"sheetId": 0, **source})
    (sheet,) = book.get_by_data_filter([{"gridRange": {"sheetId": 0}}])["sheets"]
    cells = sheet["data"][0]["rowData"][1]["values"]
    assert [cell.get("pivotTable") for cell in cells] == [None, None, None, {"source": source}]
    assert "userEnteredValue" not in cells[3]


def test_comments_move_with_their_cell_and_go_with_it() -> None:
    book = Workbook.new()
    book.comment(0, 2, 1, "Heard live")
    book.type_cell(0, 2, 1, "Pluto")
    book.insert_rows(0, 1, 2)
    assert _anchors(book) == [_cell(4, 1)]
    book.delete_rows(0, 4)
    assert _anchors(book) == []


def test_a_batch_answers_comments_too() -> None:
    book = Workbook.new()
    insert = {"insertComment": {"content": "Heard live", "coordinate": {"rowIndex": 2, "columnIndex": 1}}}
    body = {"requests": [insert], "includeSpreadsheetInResponse": True, "commentsViewMode": INCLUDED}
    (sheet,) = book.apply(body)["updatedSpreadsheet"]["sheets"]
    assert [anchor["range"] for anchor in sheet["commentAnchors"]] == [_cell(2, 1)]


def test_an_empty_comment_is_refused() -> None:
    with pytest.raises(GoogleError, match="content"):
        Workbook.new().comment(0, 0, 0, "")
