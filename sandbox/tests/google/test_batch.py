"""batchUpdate as a whole: atomicity, refusals, replies."""

import pytest

from sandbox.google.errors import GoogleError
from sandbox.google.fields import parse
from sandbox.google.workbook import Workbook
from sandbox.testing.sheets_discovery import SCHEMAS, check_answer
from sandbox.tests.google.workbook_requests import apply, data, delete, fill, insert, refusal, small


def test_a_bad_last_request_undoes_the_earlier_ones():
    book = small(["a"], ["b"])
    book.set_note(0, 0, 0, "mine")
    bad = {"updateCells": {"range": {"sheetId": 9}, "fields": "note"}}
    message = refusal(book, fill(["x"]), insert("ROWS", 0, 2), delete("COLUMNS", 0, 1), {"addSheet": {}}, bad)
    assert message == "Invalid requests[4].updateCells: No grid with id: 9"


def test_requests_are_applied_in_their_order():
    book = small(["a"])
    apply(book, insert("ROWS", 0, 1), fill(["head"]), delete("ROWS", 1, 2))
    assert book.values(0) == [["head"]]


def test_each_request_has_its_reply():
    assert apply(small(), fill(["a"]), {"addSheet": {"properties": {"sheetId": 3}}})[0] == {}


def test_no_requests_at_all_are_refused():
    with pytest.raises(GoogleError, match="Must specify at least one request"):
        Workbook.new().batch_update([])
    assert refusal(Workbook.new(), {}) == "Invalid requests[0]: No request set."


KNOWN = {
    "addChart", "addConditionalFormatRule", "addNamedRange", "addProtectedRange", "addSheet", "addTable", "appendCells",
    "appendDimension", "copyPaste", "deleteNamedRange", "deleteTable", "mergeCells", "unmergeCells", "updateNamedRange",
    "autoResizeDimensions", "clearBasicFilter", "createDeveloperMetadata", "deleteConditionalFormatRule",
    "deleteDeveloperMetadata", "deleteDimension", "deleteEmbeddedObject", "deleteProtectedRange", "deleteSheet",
    "duplicateSheet", "insertComment", "insertDimension", "moveDimension", "repeatCell", "setBasicFilter", "setDataValidation",
    "sortRange", "updateCells", "updateChartSpec", "updateDeveloperMetadata", "updateDimensionProperties",
    "updateSheetProperties", "updateSpreadsheetProperties", "updateTable",
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(set(SCHEMAS["Request"]["properties"]) - KNOWN))
def test_an_unsupported_request_type_is_refused(kind):
    assert refusal(Workbook.new(), {kind: {}}) == (
        f"Invalid requests[0].{kind}: The sandbox does not know this kind of request."
    )


MEAN_THE_FIRST_TAB = {"addSheet", "autoResizeDimensions", "clearBasicFilter", "duplicateSheet"}


@pytest.mark.parametrize("kind", sorted(KNOWN - MEAN_THE_FIRST_TAB))
def test_a_request_without_content_is_refused(kind):
    assert refusal(Workbook.new(), {kind: {}}).startswith(f"Invalid requests[0].{kind}: ")


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (
            {"updateCellz": {}},
            "Invalid JSON payload received. Unknown name \"updateCellz\" at 'requests[0]': Cannot find field.",
        ),
        (
            {"updateCells": {"x": 1}},
            "Invalid JSON payload received. Unknown name \"x\" at 'requests[0].update_cells': Cannot find field.",
        ),
        (
            {"deleteSheet": {"sheetId": "seven"}},
            "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"seven\"",
        ),
        (
            {"deleteSheet": {"sheetId": 1}, "addSheet": {}},
            "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'addSheet'",
        ),
    ],
)
def test_bodies_are_parsed_as_strictly_as_by_google(request_, message):
    assert refusal(Workbook.new(), request_) == message


def test_a_value_has_one_kind():
    cell = {"userEnteredValue": {"stringValue": "a", "numberValue": 1}}
    update = {"start": {}, "rows": [{"values": [cell]}], "fields": "*"}
    assert "oneof field 'value' is already set" in refusal(Workbook.new(), {"updateCells": update})


def test_the_answer_can_show_the_updated_spreadsheet():
    book = small(["a", "b"])
    answer = book.batch_update(
        [fill(["x"])],
        include_spreadsheet=True,
        response_ranges=["Sheet1!A1:A2"],
        response_include_grid_data=True,
    )
    check_answer("BatchUpdateSpreadsheetResponse", answer)
    (grid,) = answer["updatedSpreadsheet"]["sheets"][0]["data"]
    assert grid["rowData"][0]["values"][0]["userEnteredValue"] == {"stringValue": "x"}
    assert len(grid["rowData"][0]["values"]) == 1


def test_a_mask_trims_the_answer():
    book = small()
    body = {"requests": [{"addSheet": {"properties": {"sheetId": 3}}}], "includeSpreadsheetInResponse": True}
    answer = book.apply(body, mask=parse("spreadsheetId,updatedSpreadsheet(sheets(properties(sheetId)))"))
    assert answer == {
        "spreadsheetId": "sheet",
        "updatedSpreadsheet": {"sheets": [{"properties": {"sheetId": 0}}, {"properties": {"sheetId": 3}}]},
    }


def test_a_formula_requires_an_equals_sign_and_errors_cannot_be_entered():
    for value, why in (
        ({"formulaValue": "1+1"}, "equals sign"),
        ({"errorValue": {"type": "REF"}}, "read-only"),
    ):
        update = {"start": {}, "rows": [{"values": [{"userEnteredValue": value}]}], "fields": "*"}
        assert why in refusal(Workbook.new(), {"updateCells": update})


def test_null_is_the_same_as_absent():
    update = {"start": {"sheetId": 0}, "rows": [{"values": [data("a") | {"note": None}]}], "fields": "*"}
    book = Workbook.new()
    book.batch_update([{"updateCells": update}])
    assert book.values(0) == [["a"]]
