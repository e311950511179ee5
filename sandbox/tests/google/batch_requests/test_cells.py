"""updateCells, repeatCell, appendCells, setDataValidation."""

import pytest

from sandbox.google.workbook import Workbook
from sandbox.tests.google.workbook_requests import apply, area, data, fill, refusal, rows, small


def test_a_new_workbook_is_as_google_makes_it():
    book = Workbook.new("id", "Songs")
    (sheet,) = book.get()["sheets"]
    assert sheet["properties"] == {
        "sheetId": 0,
        "title": "Sheet1",
        "index": 0,
        "sheetType": "GRID",
        "gridProperties": {"rowCount": 1000, "columnCount": 26},
    }


def test_cells_keep_their_types():
    book = small(["=1+1", 3.5, True, "", 2.0])
    assert book.values(0) == [["=1+1", 3.5, True, None, 2]]
    cells = book.get(include_grid_data=True)["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert cells[0]["userEnteredValue"] == {"stringValue": "=1+1"}
    assert cells[3] == {}


def test_a_range_is_cleared_where_the_rows_do_not_cover_it():
    book = small(["a", "b"], ["c", "d"], ["e", "f"])
    update = {"range": area(0, 0, 3, 2), "rows": rows(["x"]), "fields": "userEnteredValue"}
    apply(book, {"updateCells": update})
    assert book.values(0) == [["x"]]


def test_with_a_start_only_given_cells_are_written():
    book = small(["a", "b"], ["c", "d"])
    apply(book, fill(["x"]))
    assert book.values(0) == [["x", "b"], ["c", "d"]]


def test_a_mask_of_values_leaves_notes_and_formats_alone():
    book = small(["a"])
    look = {"note": "mine", "userEnteredFormat": {"textFormat": {"bold": True}}}
    apply(book, {"repeatCell": {"range": area(0, 0, 1, 1), "cell": look, "fields": "note,userEnteredFormat"}})
    apply(book, fill(["b"]))
    (cell,) = book.get(include_grid_data=True)["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert (cell["note"], cell["userEnteredFormat"]) == ("mine", {"textFormat": {"bold": True}})


def test_a_star_mask_clears_everything_that_is_not_given():
    book = small(["a"])
    book.set_note(0, 0, 0, "mine")
    apply(book, {"updateCells": {"start": {"sheetId": 0}, "rows": rows(["b"]), "fields": "*"}})
    assert book.values(0) == [["b"]]
    assert book.notes(0) == {}


def test_a_mask_may_name_a_leaf_of_a_format():
    book = small(["a"])
    bold = {
        "userEnteredFormat": {"textFormat": {"bold": True, "italic": True}, "horizontalAlignment": "CENTER"}
    }
    one = {"range": area(0, 0, 1, 1)}
    apply(
        book,
        {"repeatCell": one | {"cell": bold, "fields": "userEnteredFormat(textFormat,horizontalAlignment)"}},
    )
    apply(book, {"repeatCell": one | {"cell": {}, "fields": "userEnteredFormat.textFormat.bold"}})
    assert book.tab(0).rows[0].cell(0).format == {
        "textFormat": {"italic": True},
        "horizontalAlignment": "CENTER",
    }


def test_a_new_value_erases_the_text_runs():
    book = small()
    runs = [{"startIndex": 0, "format": {"bold": True}}]
    cell = data("ab") | {"textFormatRuns": runs}
    start = {"start": {"sheetId": 0}, "rows": [{"values": [cell]}]}
    apply(book, {"updateCells": start | {"fields": "userEnteredValue,textFormatRuns"}})
    assert book.tab(0).rows[0].cell(0).runs == tuple(runs)
    apply(book, fill(["cd"]))
    assert book.tab(0).rows[0].cell(0).runs == ()


def test_append_cells_goes_below_the_last_row_and_grows_the_grid():
    book = small(["a"], ["b"], row_count=3)
    apply(book, {"appendCells": {"sheetId": 0, "rows": rows(["c"], ["d"]), "fields": "userEnteredValue"}})
    assert book.values(0) == [["a"], ["b"], ["c"], ["d"]]
    assert book.tab(0).row_count == 4


def test_rows_beyond_the_range_are_refused():
    book = small()
    update = {"range": area(0, 0, 1, 1), "rows": rows(["a"], ["b"]), "fields": "userEnteredValue"}
    assert refusal(book, {"updateCells": update}) == (
        "Invalid requests[0].updateCells: Attempting to write row: 1, beyond the last requested row of: 0"
    )


def test_columns_beyond_the_grid_are_refused():
    message = refusal(small(column_count=2), fill(["a", "b", "c"]))
    assert message.endswith("Attempting to write column: 2, beyond the last requested column of: 1")


def test_a_range_beyond_the_grid_counts_as_far_as_the_grid_goes():
    book = small(row_count=3)
    update = {
        "range": area(0, 0, 99, 1),
        "rows": rows(["a"], ["b"], ["c"], ["d"]),
        "fields": "userEnteredValue",
    }
    assert "beyond the last requested row of: 2" in refusal(book, {"updateCells": update})
    apply(book, {"updateCells": update | {"rows": rows(["a"])}})
    assert book.values(0) == [["a"]]


@pytest.mark.parametrize("length", [50_000, 50_001])
def test_a_cell_holds_50000_characters(length):
    book = small()
    if length == 50_000:
        apply(book, fill(["x" * length]))
        assert len(book.values(0)[0][0]) == length
    else:
        assert "more than the maximum of 50000 characters in a single cell" in refusal(
            book, fill(["x" * length])
        )


def test_read_only_fields_cannot_be_written():
    update = {"start": {"sheetId": 0}, "rows": [], "fields": "hyperlink"}
    assert refusal(small(), {"updateCells": update}).endswith("Cannot write read-only field: hyperlink")


def test_a_write_requires_a_mask():
    update = {"start": {"sheetId": 0}, "rows": rows(["a"])}
    assert "At least one field must be listed in 'fields'" in refusal(small(), {"updateCells": update})


def test_data_validation_is_stored_and_removed():
    book = small()
    rule = {"condition": {"type": "BOOLEAN"}}
    where = {"range": area(0, 0, 1, 1)}
    apply(book, {"setDataValidation": where | {"rule": rule}})
    assert book.tab(0).rows[0].cell(0).validation == rule
    apply(book, {"setDataValidation": where})
    assert book.tab(0).rows[0].cells == ()


def test_ten_thousand_rows_fit_into_one_request():
    book = Workbook.new()
    values = [[f"track {row}", row, True, None, "x"] for row in range(10_000)]
    grow = {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 9_001}}
    book.batch_update([grow, fill(*values)])
    assert book.values(0)[9_999] == ["track 9999", 9_999, True, None, "x"]
