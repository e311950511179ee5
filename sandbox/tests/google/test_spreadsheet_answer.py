"""Spreadsheet objects in answers."""

import pytest

from sandbox.google.errors import GoogleError
from sandbox.google.fields import parse, select
from sandbox.google.workbook import Workbook
from sandbox.testing.sheets_discovery import check_answer
from sandbox.tests.google.workbook_requests import answered, apply, area, fill, insert, properties, small

PLANNER = "properties.timeZone,sheets(properties,data(columnMetadata,rowData.values(userEnteredValue,note)))"


@pytest.fixture
def book():
    book = small(["a", "=b", 3], [], ["c"])
    apply(
        book,
        properties("title", title="My songs"),
        {"addSheet": {"properties": {"sheetId": 5, "title": "Other"}}},
    )
    book.set_note(0, 2, 1, "mine")
    book.url = "http://127.0.0.1/edit"
    return book


def test_every_field_of_a_full_answer_is_documented(book):
    book.type_cell(0, 4, 0, '=HYPERLINK("http://a.example", "A")')
    book.type_cell(0, 4, 1, "=1/0")
    answer = book.get(include_grid_data=True)
    check_answer("Spreadsheet", answer)
    link, error = answer["sheets"][0]["data"][0]["rowData"][4]["values"]
    assert (link["hyperlink"], link["formattedValue"]) == ("http://a.example", "A")
    assert (error["effectiveValue"]["errorValue"]["type"], error["formattedValue"]) == (
        "DIVIDE_BY_ZERO",
        "#DIV/0!",
    )


def test_grid_data_is_included_on_request_only(book):
    assert "data" not in book.get()["sheets"][0]


def test_a_mask_that_names_data_gets_it(book):
    answer = book.get_by_data_filter([{"gridRange": {"sheetId": 0}}], False, parse(PLANNER))
    check_answer("Spreadsheet", answer)
    assert set(answer) == {"properties", "sheets"}
    assert answer["properties"] == {"timeZone": "Etc/GMT"}
    (sheet,) = answer["sheets"]
    (grid,) = sheet["data"]
    assert grid["rowData"] == [
        {
            "values": [
                {"userEnteredValue": {"stringValue": "a"}},
                {"userEnteredValue": {"stringValue": "=b"}},
                {"userEnteredValue": {"numberValue": 3}},
            ]
        },
        {},
        {"values": [{"userEnteredValue": {"stringValue": "c"}}, {"note": "mine"}]},
    ]
    assert len(grid["columnMetadata"]) == 5
    assert "rowMetadata" not in grid


def test_each_filter_gives_a_grid_in_its_own_tab(book):
    filters = [
        {"gridRange": area(2, 0, 3, 2)},
        {"gridRange": {"sheetId": 5}},
        {"a1Range": "'My songs'!B1:C1"},
    ]
    first, second = book.get_by_data_filter(filters)["sheets"]
    assert [(grid.get("startRow", 0), grid.get("startColumn", 0)) for grid in first["data"]] == [
        (2, 0),
        (0, 1),
    ]
    assert len(second["data"]) == 1
    assert "rowData" not in second["data"][0]


def test_tabs_that_no_filter_matches_are_left_out(book):
    answer = book.get_by_data_filter([{"gridRange": {"sheetId": 5}}], False)
    assert [sheet["properties"]["sheetId"] for sheet in answer["sheets"]] == [5]


def test_ranges_choose_tabs_and_cells(book):
    (sheet,) = book.get(["'My songs'!A1:B1"], include_grid_data=True)["sheets"]
    assert [cell["formattedValue"] for cell in sheet["data"][0]["rowData"][0]["values"]] == ["a", "=b"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Nothing!A1", "Unable to parse range: Nothing!A1"),
        ("Nothing", "Unable to parse range: Nothing"),
        ("Other!1A", "Unable to parse range: Other!1A"),
        ("My songs!A1:F2", "Range ('My songs'!A1:F2) exceeds grid limits. Max rows: 6, max columns: 5"),
        ("Other!AB1", "Range (Other!AB1) exceeds grid limits. Max rows: 1000, max columns: 26"),
    ],
)
def test_invalid_ranges_are_refused(book, text, message):
    with pytest.raises(GoogleError) as caught:
        book.get([text])
    assert caught.value.message == message


def test_a_filter_by_the_gid_of_a_deleted_tab_is_refused(book):
    with pytest.raises(GoogleError, match="No grid with id: 9"):
        book.get_by_data_filter([{"gridRange": {"sheetId": 9}}])


def test_row_data_ends_with_the_last_cell_that_is_not_empty(book):
    apply(book, insert("ROWS", 3, 5))
    (grid,) = book.get_by_data_filter([{"gridRange": {"sheetId": 0}}])["sheets"][0]["data"]
    assert len(grid["rowData"]) == 3
    assert len(grid["rowMetadata"]) == 8


def test_masking_afterwards_gives_the_same_as_the_mask(book):
    whole = book.get(include_grid_data=True)
    assert select(whole, PLANNER) == book.get(mask=parse(PLANNER))


def test_effective_formats_are_the_default_with_the_cells_own_on_top():
    book = small(["a"])
    look = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    apply(book, {"repeatCell": {"range": area(0, 0, 1, 1), "cell": look, "fields": "userEnteredFormat"}})
    mask = parse("sheets.data.rowData.values.effectiveFormat.textFormat(bold,fontSize)")
    ((row,),) = [grid["rowData"] for grid in book.get(mask=mask)["sheets"][0]["data"]]
    assert row["values"][0]["effectiveFormat"] == {"textFormat": {"bold": True, "fontSize": 10}}


def test_numbers_are_doubles():
    book = Workbook.new()
    apply(book, fill([2**60, 1e300, 0.1]))
    assert book.values(0) == [[float(2**60), 1e300, 0.1]]


def rule(grid_range):
    return {"ranges": [grid_range], "booleanRule": {"condition": {"type": "BLANK"}, "format": {}}}


def chart(gid):
    data = {"sourceRange": {"sources": [area(0, 0, 2, 1, gid=gid)]}}
    anchor = {"sheetId": gid, "rowIndex": 1, "columnIndex": 3}
    spec = {"pieChart": {"domain": data, "series": data}}
    return {"spec": spec, "position": {"overlayPosition": {"anchorCell": anchor}}}


def objects_on(gid):
    """One request for each kind of object that has a range on a tab."""
    place = area(0, 0, 2, 1, gid=gid)
    exempt = [area(0, 0, 1, 1, gid=gid)]
    return {
        "addChart": {"chart": chart(gid)},
        "addNamedRange": {"namedRange": {"name": f"Name_{gid}", "range": place}},
        "addProtectedRange": {"protectedRange": {"range": {"sheetId": gid}, "unprotectedRanges": exempt}},
        "addTable": {"table": {"range": place}},
        "mergeCells": {"range": place},
        "addConditionalFormatRule": {"rule": rule(place)},
        "setBasicFilter": {"filter": {"range": place}},
    }


def ids_of_ranges(thing):
    """The `sheetId` of every range and place in an answer, None where there is none."""
    if isinstance(thing, list):
        return [found for item in thing for found in ids_of_ranges(item)]
    if not isinstance(thing, dict):
        return []
    if thing.keys() & {"startRowIndex", "rowIndex"}:
        return [thing.get("sheetId")]
    return [found for value in thing.values() for found in ids_of_ranges(value)]


@pytest.mark.parametrize(("gid", "answered_id"), [(0, None), (5, 5)])
@pytest.mark.parametrize("kind", objects_on(0))
def test_the_id_of_the_tab_0_is_left_out_of_ranges(book, kind, gid, answered_id):
    replies = apply(book, {kind: objects_on(gid)[kind]})
    answer = book.get()
    in_answer = (
        {key: answer[key] for key in answer if key != "sheets"},
        [
            {key: sheet[key] for key in sheet if key not in ("properties", "data")}
            for sheet in answer["sheets"]
        ],
    )
    found = ids_of_ranges(list(in_answer))
    assert found
    assert set(found) == {answered_id}
    assert set(ids_of_ranges(replies)) <= {answered_id}


def test_a_protected_tab_0_is_answered_by_an_empty_range(book):
    (reply,) = apply(book, {"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}}}})
    assert reply["addProtectedRange"]["protectedRange"]["range"] == {}
    assert book.get()["sheets"][0]["protectedRanges"][0]["range"] == {}


def test_a_deleted_rule_is_answered_without_the_id_of_the_tab_0(book):
    delete = {"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}}
    *_, reply = apply(book, {"addConditionalFormatRule": {"rule": rule(area(0, 0, 2, 1))}}, delete)
    assert reply["deleteConditionalFormatRule"]["rule"]["ranges"] == [answered(0, 0, 2, 1)]


def test_a_pivot_table_is_answered_without_the_id_of_the_tab_0(book):
    book.add_pivot(0, 4, 3, area(0, 0, 2, 1))
    pivot = book.get(mask=parse("sheets.data.rowData.values.pivotTable"))
    assert ids_of_ranges(pivot) == [None]


def test_the_id_of_a_tab_itself_is_answered_though_it_is_0(book):
    (reply, _) = apply(
        book, {"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 9}}, {"deleteSheet": {"sheetId": 0}}
    )
    assert reply["duplicateSheet"]["properties"]["sheetId"] == 9
    (added,) = apply(book, {"addSheet": {"properties": {"sheetId": 0}}})
    assert added["addSheet"]["properties"]["sheetId"] == 0
