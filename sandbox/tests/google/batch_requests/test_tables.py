"""Tables: typed columns and what they refuse, and how a table's range moves."""

import pytest

from sandbox.tests.google.workbook_requests import (
    answered,
    apply,
    area,
    delete,
    fill,
    insert,
    lines,
    refusal,
    small,
)

LOOK = {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "yyyy"}}}
RULE = {"condition": {"type": "BOOLEAN"}}


@pytest.fixture
def book():
    book = small(["Track", "Added"], ["Jóga", 1.0], ["Hunter", 2.0])
    columns = [{"columnIndex": 1, "columnName": "Added", "columnType": "DATE"}]
    apply(
        book,
        {"addTable": {"table": {"name": "Songs", "range": area(0, 0, 3, 2), "columnProperties": columns}}},
    )
    return book


def test_a_table_is_in_the_answer(book):
    (table,) = book.get()["sheets"][0]["tables"]
    assert (table["name"], table["range"]) == ("Songs", answered(0, 0, 3, 2))


def test_a_typed_column_takes_values_and_no_number_format(book):
    place = area(1, 1, 2, 2)
    request = {"repeatCell": {"range": place, "cell": LOOK, "fields": "userEnteredFormat.numberFormat"}}
    assert "You can't set the number format of cells in a typed column." in refusal(book, request)
    start = {"sheetId": 0, "rowIndex": 1, "columnIndex": 1}
    cells = {"start": start, "rows": [{"values": [LOOK]}], "fields": "userEnteredFormat"}
    assert "typed column" in refusal(book, {"updateCells": cells})
    assert "typed columns" in refusal(book, {"setDataValidation": {"range": place, "rule": RULE}})
    value = {"values": [{"userEnteredValue": {"numberValue": 3}}]}
    apply(book, {"updateCells": {"start": start, "rows": [value], "fields": "userEnteredValue"}})


def test_other_columns_and_the_header_take_formats(book):
    for place in (area(1, 0, 2, 1), area(0, 1, 1, 2), area(3, 1, 4, 2)):
        request = {"repeatCell": {"range": place, "cell": LOOK, "fields": "userEnteredFormat.numberFormat"}}
        apply(book, request)


def test_a_row_inserted_below_the_header_joins_the_table(book):
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    apply(book, {"insertDimension": {"range": rows, "inheritFromBefore": False}})
    assert book.get()["sheets"][0]["tables"][0]["range"] == answered(0, 0, 4, 2)


@pytest.mark.parametrize(
    ("edit", "place", "types"),
    [
        (insert("COLUMNS", 0, 1), (1, 4), {0: "BOOLEAN", 2: "DATE"}),
        (insert("COLUMNS", 1, 2), (0, 4), {0: "BOOLEAN", 3: "DATE"}),
        (delete("COLUMNS", 0, 1), (0, 2), {1: "DATE"}),
        (delete("COLUMNS", 1, 2), (0, 2), {0: "BOOLEAN", 1: "DATE"}),
        (delete("COLUMNS", 2, 3), (0, 2), {0: "BOOLEAN"}),
        (insert("ROWS", 1, 2), (0, 3), {0: "BOOLEAN", 2: "DATE"}),
        (
            {"moveDimension": {"source": lines("COLUMNS", 0, 1), "destinationIndex": 2}},
            (0, 3),
            {1: "BOOLEAN", 2: "DATE"},
        ),
        (
            {"moveDimension": {"source": lines("COLUMNS", 2, 3), "destinationIndex": 5}},
            (0, 2),
            {0: "BOOLEAN"},
        ),
    ],
)
def test_types_go_along_with_their_columns(edit, place, types):
    book = small(["Heard", "Track", "Added"], ["Jóga"], ["Hunter"])
    columns = [{"columnType": "BOOLEAN"}, {"columnIndex": 2, "columnType": "DATE"}]
    apply(book, {"addTable": {"table": {"range": area(0, 0, 3, 3), "columnProperties": columns}}}, edit)
    (table,) = book.tab(0).tables
    assert (table["range"]["startColumnIndex"], table["range"]["endColumnIndex"]) == place
    assert {one.get("columnIndex", 0): one["columnType"] for one in table["columnProperties"]} == types


def test_tables_do_not_overlap_and_can_be_deleted(book):
    assert "overlaps" in refusal(book, {"addTable": {"table": {"range": area(2, 0, 5, 1)}}})
    apply(book, {"deleteTable": {"tableId": book.get()["sheets"][0]["tables"][0]["tableId"]}})
    assert "tables" not in book.get()["sheets"][0]


def test_a_deleted_table_takes_what_stands_in_it(book):
    apply(book, fill(["mine"], top=1, left=2), fill(["below"], top=3))
    apply(book, *(format_of(place) for place in (area(0, 0, 3, 2), area(1, 1, 5, 2))))
    apply(book, {"deleteTable": {"tableId": book.tab(0).tables[0]["tableId"]}})
    assert book.values(0) == [[], [None, None, "mine"], [], ["below"]]
    (left,) = book.get()["sheets"][0]["conditionalFormats"]
    assert left["ranges"] == [answered(1, 1, 5, 2)]


def format_of(place):
    rule = {"ranges": [place], "booleanRule": {"condition": {"type": "BLANK"}, "format": {}}}
    return {"addConditionalFormatRule": {"rule": rule}}


def test_a_protected_table_is_not_deleted(book):
    book.owner = "ada@example.com"
    apply(book, {"addProtectedRange": {"protectedRange": {"range": area(1, 0, 2, 1)}}})
    delete = {"deleteTable": {"tableId": book.tab(0).tables[0]["tableId"]}}
    assert "protected" in refusal(book, delete, by="ben@example.com")


@pytest.mark.parametrize(("kind", "default"), [("BOOLEAN", False), ("RATINGS_CHIP", 0), ("DOUBLE", None)])
def test_columns_of_tick_boxes_and_of_ratings_are_filled_in(kind, default):
    book = small(["Track", "Heard"], ["Jóga", 5], ["Hunter"], ["Total"])
    table = {
        "range": area(0, 0, 4, 2),
        "columnProperties": [{"columnIndex": 1, "columnType": kind}],
        "rowsProperties": {"footerColorStyle": {"themeColor": "ACCENT1"}},
    }
    apply(book, {"addTable": {"table": table}})
    rows = book.tab(0).rows
    assert [rows[index].cell(1).value for index in range(5)] == ["Heard", 5, default, None, None]


LIST = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "live"}]}}


@pytest.mark.parametrize(("kind", "rule"), [("DROPDOWN", LIST), ("TEXT", None)])
def test_a_list_of_values_makes_a_dropdown(kind, rule):
    book = small(["Track"])
    column = {"columnIndex": 0, "columnType": kind} | ({"dataValidationRule": rule} if rule else {})
    table = {"range": area(0, 0, 3, 1), "columnProperties": [column]}
    (reply,) = apply(book, {"addTable": {"table": table}})
    assert reply["addTable"]["table"]["columnProperties"] == [column]


@pytest.mark.parametrize(("kind", "rule"), [("DROPDOWN", None), ("DROPDOWN", RULE), ("TEXT", LIST)])
def test_a_list_and_a_dropdown_belong_together(kind, rule):
    column = {"columnIndex": 0, "columnType": kind} | ({"dataValidationRule": rule} if rule else {})
    table = {"range": area(0, 0, 3, 1), "columnProperties": [column]}
    assert "dropdown column" in refusal(small(["Track"]), {"addTable": {"table": table}})


def test_a_table_takes_another_range_and_nothing_else(book):
    table = book.get()["sheets"][0]["tables"][0]["tableId"]

    def update(place, fields="range"):
        return {"updateTable": {"table": {"tableId": table, "range": place}, "fields": fields}}

    apply(book, update(area(0, 0, 4, 2)))
    assert book.get()["sheets"][0]["tables"][0]["range"] == answered(0, 0, 4, 2)
    apply(book, {"addTable": {"table": {"range": area(4, 0, 6, 2)}}})
    assert "overlaps" in refusal(book, update(area(0, 0, 5, 2)))
    assert "range" in refusal(book, update(area(0, 0, 4, 2), fields="*"))
    assert "range" in refusal(book, update(area(0, 0, 4, 2), fields="range,rowsProperties"))
    unknown = {"table": {"tableId": "none", "range": area(0, 0, 4, 2)}, "fields": "range"}
    assert "No table" in refusal(book, {"updateTable": unknown})


def footer(book, color, fields="rowsProperties.footerColorStyle"):
    rows = {"footerColorStyle": color} if color else {}
    table = {"tableId": book.tab(0).tables[0]["tableId"], "rowsProperties": rows}
    return {"updateTable": {"table": table, "fields": fields}}


@pytest.mark.parametrize("fields", ["rowsProperties", "rowsProperties.footerColorStyle"])
def test_a_table_gets_and_loses_its_footer_with_the_footers_colour(book, fields):
    grey = {"rgbColor": {"red": 0.5, "green": 0.5, "blue": 0.5}}
    apply(book, footer(book, grey, fields))
    (table,) = book.get()["sheets"][0]["tables"]
    assert (table["range"], table["rowsProperties"]) == (answered(0, 0, 4, 2), {"footerColorStyle": grey})
    apply(book, footer(book, {"themeColor": "ACCENT1"}, fields))
    assert book.get()["sheets"][0]["tables"][0]["range"] == answered(0, 0, 4, 2)
    apply(book, footer(book, None, fields))
    assert book.get()["sheets"][0]["tables"][0]["range"] == answered(0, 0, 3, 2)


def test_a_row_inserted_above_the_footer_is_in_the_body(book):
    apply(book, footer(book, {"themeColor": "ACCENT1"}))
    apply(book, fill(["Total"], top=3), insert("ROWS", 3, 4, like_before=True))
    assert book.get()["sheets"][0]["tables"][0]["range"] == answered(0, 0, 5, 2)
    assert book.values(0)[4] == ["Total"]


def test_a_footer_has_no_place_on_another_table_or_behind_the_grid(book):
    apply(book, {"addTable": {"table": {"range": area(3, 0, 5, 2)}}})
    assert "overlaps" in refusal(book, footer(book, {"themeColor": "ACCENT1"}))
    book = small(["Track"], row_count=1)
    apply(book, {"addTable": {"table": {"range": area(0, 0, 1, 1)}}})
    assert "exceeds grid limits" in refusal(book, footer(book, {"themeColor": "ACCENT1"}))


def test_cells_are_not_appended_to_a_table(book):
    body = {"tableId": book.tab(0).tables[0]["tableId"], "rows": [{}], "fields": "userEnteredValue"}
    assert "does not append to a table" in refusal(book, {"appendCells": body})
