"""Tabs and their properties, and those of the spreadsheet."""

import pytest

from sandbox.google.workbook import Workbook
from sandbox.tests.google.workbook_requests import apply, fill, metadata, properties, refusal, small


def add(**given):
    return {"addSheet": {"properties": given}}


def titles(book):
    return [tab.title for tab in book.tabs]


def test_a_tab_gets_the_requested_id():
    book = Workbook.new()
    grid = {"rowCount": 5, "columnCount": 3, "frozenRowCount": 1}
    (reply,) = apply(book, add(sheetId=77, title="Songs", gridProperties=grid))
    assert reply["addSheet"]["properties"] == {
        "sheetId": 77,
        "title": "Songs",
        "index": 1,
        "sheetType": "GRID",
        "gridProperties": grid,
    }


def test_a_tab_id_in_use_is_refused():
    book = Workbook.new()
    apply(book, add(sheetId=77, title="Songs"))
    assert refusal(book, add(sheetId=77, title="Other")).startswith(
        "Invalid requests[0].addSheet: A sheet with id 77 already exists."
    )


def test_tab_titles_are_unique_regardless_of_case():
    assert refusal(Workbook.new(), add(title="sheet1")) == (
        'Invalid requests[0].addSheet: A sheet with the name "sheet1" already exists. Please enter another name.'
    )


def test_a_tab_without_title_gets_the_next_number():
    book = Workbook.new()
    apply(book, add(), add())
    assert titles(book) == ["Sheet1", "Sheet2", "Sheet3"]
    assert len({tab.gid for tab in book.tabs}) == 3


def test_rename_and_move_keep_the_id():
    book = Workbook.new()
    apply(book, add(sheetId=7, title="Songs"), properties("title,index", gid=7, title="Tracks", index=0))
    assert [(tab.gid, tab.title) for tab in book.tabs] == [(7, "Tracks"), (0, "Sheet1")]


def test_only_the_named_leaves_are_written():
    book = small(row_count=6)
    apply(
        book, properties("gridProperties.frozenRowCount", gridProperties={"frozenRowCount": 1, "rowCount": 2})
    )
    assert (book.tab(0).row_count, book.tab(0).frozen_rows) == (6, 1)


def test_a_mask_of_all_grid_properties_resets_what_is_not_given():
    book = small(row_count=6)
    apply(book, properties("gridProperties.frozenRowCount", gridProperties={"frozenRowCount": 1}))
    apply(book, properties("gridProperties", gridProperties={"rowCount": 4, "columnCount": 3}))
    assert (book.tab(0).row_count, book.tab(0).frozen_rows) == (4, 0)
    assert "delete all the columns" in refusal(
        book, properties("gridProperties", gridProperties={"rowCount": 4})
    )


def test_lowering_the_row_count_deletes_rows():
    book = small(["a"], ["b"], ["c"])
    apply(book, properties("gridProperties.rowCount", gridProperties={"rowCount": 2}))
    assert book.values(0) == [["a"], ["b"]]


@pytest.mark.parametrize("count", [6, 7])
def test_at_least_one_row_is_not_frozen(count):
    book = small(row_count=6)
    message = refusal(
        book, properties("gridProperties.frozenRowCount", gridProperties={"frozenRowCount": count})
    )
    assert message.endswith("You can't freeze all visible rows on the sheet.")


def test_a_mask_is_required_and_validated():
    book = Workbook.new()
    assert "At least one field must be listed" in refusal(book, properties("", title="x"))
    assert refusal(book, properties("tittle", title="x")).endswith("Invalid field: tittle")


def test_empty_titles_are_refused():
    assert refusal(Workbook.new(), properties("title", title="")).endswith("The sheet name cannot be empty.")


def test_the_last_visible_tab_cannot_be_hidden_or_deleted():
    book = Workbook.new()
    assert "You can't hide all the sheets in a document." in refusal(book, properties("hidden", hidden=True))
    assert "You can't remove all the visible sheets" in refusal(book, {"deleteSheet": {"sheetId": 0}})


def test_a_deleted_tab_cannot_be_written_to():
    book = Workbook.new()
    apply(book, add(sheetId=7), {"deleteSheet": {"sheetId": 7}})
    assert refusal(book, fill(["a"], gid=7)) == "Invalid requests[0].updateCells: No grid with id: 7"


@pytest.mark.slow
def test_a_workbook_holds_ten_million_cells():
    book = small(row_count=1, column_count=1)
    size = {"rowCount": 999_999, "columnCount": 10}
    apply(book, add(sheetId=1, gridProperties=size))
    assert refusal(book, add(gridProperties={"rowCount": 10, "columnCount": 1})).endswith(
        "This action would increase the number of cells in the workbook above the limit of 10000000 cells."
    )
    grow = {"appendDimension": {"sheetId": 1, "dimension": "ROWS", "length": 1}}
    assert "above the limit of 10000000 cells" in refusal(book, grow)


def test_a_copied_tab_is_independent_of_the_original():
    book = small(["a"])
    apply(book, metadata({"sheetId": 0}))
    (reply,) = apply(book, {"duplicateSheet": {"sourceSheetId": 0, "insertSheetIndex": 1}})
    copy = book.tab(reply["duplicateSheet"]["properties"]["sheetId"])
    apply(book, fill(["b"], gid=copy.gid))
    assert (copy.title, book.values(0), book.values(copy.gid)) == ("Copy of Sheet1", [["a"]], [["b"]])
    assert len({piece.id for tab in book.tabs for piece in tab.metadata}) == 2


def test_spreadsheet_properties_change():
    book = Workbook.new()
    given = {"title": "New", "timeZone": "Asia/Tokyo", "locale": "de_DE"}
    apply(book, {"updateSpreadsheetProperties": {"properties": given, "fields": "title,timeZone,locale"}})
    shown = book.get()["properties"]
    assert {name: shown[name] for name in given} == given


def time_zone(name):
    return {"updateSpreadsheetProperties": {"properties": {"timeZone": name}, "fields": "timeZone"}}


@pytest.mark.parametrize("name", ["Mars/Base", "", "GMT-7", "GMT-07:60", "GMT+15:00", "-07:00"])
def test_a_time_zone_has_to_exist(name):
    assert f"Invalid time zone: {name}" in refusal(Workbook.new(), time_zone(name))


@pytest.mark.parametrize("name", ["GMT-07:00", "GMT+00:00", "GMT+05:45"])
def test_a_time_zone_can_be_an_offset(name):
    book = Workbook.new()
    apply(book, time_zone(name))
    assert book.get()["properties"]["timeZone"] == name
