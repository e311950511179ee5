"""The values methods."""

import pytest

from sandbox.google.errors import GoogleError
from sandbox.google.workbook import Workbook
from sandbox.testing.sheets_discovery import check_answer, check_request
from sandbox.tests.google.workbook_requests import small


def update(book, address, *rows, option="RAW", **more):
    body = {"range": address, "values": list(rows), **more}
    check_request("ValueRange", body)
    (answer,) = book.values_update([body], option=option)
    check_answer("UpdateValuesResponse", answer)
    return answer


def refused(book, *arguments, **options):
    before = book.values(0)
    with pytest.raises(GoogleError) as caught:
        update(book, *arguments, **options)
    assert book.values(0) == before
    return caught.value.message


def test_raw_stores_text_as_it_is():
    book = Workbook.new()
    update(book, "A1", ["=1+1", "0042", 3, True, "2020-01-01"])
    assert book.values(0) == [["=1+1", "0042", 3, True, "2020-01-01"]]


def test_user_entered_is_the_same_as_typing():
    book = Workbook.new()
    update(book, "A1", ["=4/2", "0042", "2020-01-01", "x"], option="USER_ENTERED")
    assert book.values_get("A1:D1")["values"] == [["2", "42", "2020-01-01", "x"]]
    assert book.values_get("A1:D1", render="FORMULA")["values"] == [["=4/2", 42, 43831, "x"]]
    assert book.values_get("C1", render="UNFORMATTED_VALUE", dates="FORMATTED_STRING")["values"] == [
        ["2020-01-01"]
    ]


def test_null_leaves_a_cell_and_empty_text_clears_it():
    book = small(["a", "b", "c"])
    answer = update(book, "A1", [None, "", "x"])
    assert book.values(0) == [["a", None, "x"]]
    assert (answer["updatedCells"], answer["updatedRange"]) == (2, "Sheet1!A1:C1")


def test_values_by_column():
    book = small()
    update(book, "A1:B3", ["a", "b"], ["c"], majorDimension="COLUMNS")
    assert book.values(0) == [["a", "c"], ["b"]]
    assert book.values_get("A1:B3", columns_first=True)["values"] == [["a", "b"], ["c"]]


def test_an_empty_range_has_no_values():
    assert Workbook.new().values_get("A1:B2") == {"range": "Sheet1!A1:B2", "majorDimension": "ROWS"}


def test_more_than_the_range_or_the_grid_is_refused():
    book = small(row_count=3, column_count=2)
    assert refused(book, "A1:A2", ["a", "b"]).endswith("but tried writing to column [B]")
    assert refused(book, "A1:B1", ["a"], ["b"]).endswith("but tried writing to row [2]")
    assert refused(book, "B3", ["a", "b"]) == (
        "Range (Sheet1!B3:C3) exceeds grid limits. Max rows: 3, max columns: 2"
    )


def test_an_input_option_is_required():
    assert refused(small(), "A1", ["a"], option="") == "'valueInputOption' is required but not specified"


def test_lists_are_refused_as_values():
    assert "list_value" in refused(small(), "A1", [["a"]])


def test_append_goes_below_the_table():
    book = small(["a", "b"], ["c", "d"], row_count=3)
    answer = book.values_append({"range": "A1", "values": [["e", "f"], ["g"]]}, option="RAW")
    check_answer("AppendValuesResponse", answer)
    assert book.values(0) == [["a", "b"], ["c", "d"], ["e", "f"], ["g"]]
    assert (answer["tableRange"], answer["updates"]["updatedRange"]) == ("Sheet1!A1:B2", "Sheet1!A3:B4")
    assert book.tab(0).row_count == 4


def test_append_to_nothing_starts_at_the_range():
    book = small()
    answer = book.values_append({"range": "B2", "values": [["x"]]}, option="RAW")
    assert "tableRange" not in answer
    assert book.values(0) == [[], [None, "x"]]


def test_append_may_insert_rows():
    book = small(["a"], [None], ["below"])
    book.values_append({"range": "A1", "values": [["b"]]}, option="RAW", insert_rows=True)
    assert book.values(0) == [["a"], ["b"], [], ["below"]]


def test_append_in_a_table_that_does_not_start_at_a():
    book = small([None, "a"], [None, "b"])
    book.values_append({"range": "Sheet1", "values": [["c"]]}, option="RAW")
    assert book.values(0)[2] == [None, "c"]


def test_append_to_a_whole_tab_goes_below_its_last_table():
    book = small(["a"], [None], ["b", "c"])
    book.values_append({"range": "Sheet1", "values": [["d"], ["e"]]}, option="RAW")
    assert book.values(0) == [["a"], [], ["b", "c"], ["d"], ["e"]]


def test_clear_keeps_notes():
    book = small(["a", "b"])
    book.set_note(0, 0, 0, "mine")
    assert book.values_clear(["A1:B1"]) == ["Sheet1!A1:B1"]
    assert book.values(0) == [[None]]
    assert book.notes(0) == {(0, 0): "mine"}
