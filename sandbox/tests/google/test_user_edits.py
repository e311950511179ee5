"""A person's edits with mouse and keyboard."""

import pytest

from sandbox.google.cells import Formula
from sandbox.google.errors import GoogleError
from sandbox.google.typed_input import parse
from sandbox.google.workbook import Workbook
from sandbox.tests.google.workbook_requests import small


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hello", "hello"),
        ("0042", 42),
        ("1,234.5", 1234.5),
        ("1e3", 1000),
        ("50%", 0.5),
        ("true", True),
        ("2020-01-01", 43831),
        ("1999-01-02", 36162),
        ("2020-01-01 12:00", 43831.5),
        ("4:44", pytest.approx(4 / 24 + 44 / 1440)),
        ("=4/2", Formula("=4/2")),
        ("+A1", Formula("=+A1")),
        ("'=4/2", "=4/2"),
        ("=", "="),
        ("1-800-273", "1-800-273"),
        ("", None),
        ("  ", "  "),
        ("infinity", "infinity"),
        ("1_000", "1_000"),
    ],
)
def test_typed_text_is_parsed_as_by_google(text, value):
    found = parse(text)[0]
    assert found == value
    assert isinstance(found, Formula) == isinstance(value, Formula)
    assert isinstance(found, bool) == isinstance(value, bool)


def test_a_title_that_looks_like_a_date_becomes_one():
    assert isinstance(parse("7/11")[0], int)


def test_a_typed_date_sets_a_date_format():
    book = Workbook.new()
    book.type_cell(0, 0, 0, "2020-01-01 12:00")
    assert book.values_get("A1")["values"] == [["2020-01-01 12:00"]]


def test_sorting_moves_whole_rows_with_notes_and_keeps_the_header():
    book = small(["name", "n"], ["b", 2], ["c", 3], ["a", 1])
    book.set_note(0, 2, 0, "on c")
    book.sort(0, 1, descending=True)
    assert book.values(0) == [["name", "n"], ["c", 3], ["b", 2], ["a", 1]]
    assert book.notes(0) == {(1, 0): "on c"}


def test_numbers_sort_before_text_before_booleans_before_nothing():
    book = small(["x"], [True], [None, "empty"], ["b"], ["A"], [10])
    book.sort(0, 0)
    assert [row[0] for row in book.values(0)] == ["x", 10, "A", "b", True, None]
    book.sort(0, 0, descending=True)
    assert [row[0] for row in book.values(0)] == ["x", True, "b", "A", 10, None]


def test_rows_and_columns_are_inserted_deleted_and_moved():
    book = small(["a", "b"], ["c", "d"])
    book.insert_rows(0, 1)
    book.delete_columns(0, 0)
    book.insert_columns(0, 0)
    book.move_column(0, 1, 0)
    assert book.values(0) == [["b"], [], ["d"]]
    book.delete_rows(0, 0, 2)
    book.move_rows(0, 0, 1, 2)
    assert book.values(0) == [[], ["d"]]


def test_a_row_can_be_inserted_after_the_last():
    book = small(row_count=6)
    book.insert_rows(0, 6)
    assert book.tab(0).row_count == 7


def test_tabs_are_added_named_and_deleted():
    book = Workbook.new()
    tab = book.add_tab("Plans")
    book.rename_tab(tab.gid, "More plans")
    assert [tab.title for tab in book.tabs] == ["Sheet1", "More plans"]
    book.delete_tab(0)
    assert [tab.title for tab in book.tabs] == ["More plans"]


BOX = {"condition": {"type": "BOOLEAN"}, "strict": True, "showCustomUi": True}


def test_tick_boxes_are_false_until_they_are_ticked():
    book = small(["Song", "Heard"], ["Jóga"], ["Hunter", "at home"], ["Pluto"])
    book.add_tick_boxes(0, 1, 3, 1)
    assert [row[1] for row in book.values(0)[1:]] == [False, "at home", False]
    book.type_cell(0, 1, 1, "TRUE")
    book.type_cell(0, 3, 1, "false")
    assert [row[1] for row in book.values(0)[1:]] == [True, "at home", False]
    (grid,) = book.get(include_grid_data=True)["sheets"][0]["data"]
    cells = [row["values"][1] for row in grid["rowData"][1:4]]
    assert [cell["dataValidation"] for cell in cells] == [BOX] * 3
    assert [cell["userEnteredValue"] for cell in cells] == [
        {"boolValue": True},
        {"stringValue": "at home"},
        {"boolValue": False},
    ]


def test_a_row_below_tick_boxes_has_one_without_a_value():
    book = small(["Heard"], [None])
    book.add_tick_boxes(0, 1, 1, 0)
    book.insert_rows(0, 1)
    assert book.values(0) == [["Heard"], [None], [False]]
    assert book.tab(0).rows[1].cell(0).validation == BOX


def test_a_refused_edit_has_a_readable_message():
    book = small(row_count=2)
    with pytest.raises(GoogleError) as caught:
        book.delete_rows(0, 0, 2)
    assert caught.value.message == "You can't delete all the rows on the sheet."
