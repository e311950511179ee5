"""Protected ranges, filters, conditional formats, charts."""

import pytest

from sandbox.tests.google.workbook_requests import answered, apply, area, delete, fill, insert, refusal, small

BEN = "ben@example.com"


def protect(where, **more):
    return {"addProtectedRange": {"protectedRange": {"range": where, **more}}}


def chart(**more):
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 1}}}
    spec = {"title": "Songs", "basicChart": {"chartType": "COLUMN"}}
    return {"addChart": {"chart": {"spec": spec, "position": position, **more}}}


@pytest.fixture
def book():
    book = small(["a", "b"], ["c", "d"])
    book.owner = "ada@example.com"
    return book


@pytest.mark.parametrize("request_", [fill(["x"]), delete("ROWS", 0, 1), insert("COLUMNS", 1, 2)])
def test_others_cannot_edit_what_is_protected(book, request_):
    apply(book, protect(area(0, 0, 1, 2)))
    assert refusal(book, request_, by=BEN).endswith(
        "You are trying to edit a protected cell or object. "
        "Please contact the spreadsheet owner to remove protection if you need to edit."
    )
    apply(book, request_, by="ada@example.com")


def test_cells_outside_a_protected_range_can_be_edited(book):
    apply(book, protect(area(0, 0, 1, 2)))
    apply(book, fill(["x"], top=1), by=BEN)
    assert book.values(0)[1] == ["x", "d"]


def test_editors_and_warning_only_protections_permit_edits(book):
    apply(
        book, protect(area(0, 0, 1, 1), editors={"users": [BEN]}), protect(area(1, 0, 2, 1), warningOnly=True)
    )
    apply(book, fill(["x"], ["y"]), by=BEN)
    assert [row[0] for row in book.values(0)] == ["x", "y"]


def test_a_protected_tab_may_have_unprotected_ranges(book):
    apply(book, protect({"sheetId": 0}, unprotectedRanges=[area(1, 0, 2, 2)]))
    apply(book, fill(["x"], top=1), by=BEN)
    assert "protected" in refusal(book, fill(["x"]), by=BEN)
    assert "protected" in refusal(book, {"deleteSheet": {"sheetId": 0}}, by=BEN)


def test_a_protection_moves_with_its_rows_and_can_be_deleted(book):
    (reply,) = apply(book, protect(area(1, 0, 2, 2)))
    apply(book, insert("ROWS", 0, 2))
    (shown,) = book.get()["sheets"][0]["protectedRanges"]
    assert (shown["range"]["startRowIndex"], shown["range"]["endRowIndex"]) == (3, 4)
    number = reply["addProtectedRange"]["protectedRange"]["protectedRangeId"]
    apply(book, {"deleteProtectedRange": {"protectedRangeId": number}})
    assert "protectedRanges" not in book.get()["sheets"][0]


def test_a_filter_is_replaced_moved_and_cleared(book):
    apply(book, {"setBasicFilter": {"filter": {"range": area(0, 0, 2, 1)}}})
    apply(book, {"setBasicFilter": {"filter": {"range": area(0, 0, 2, 2)}}}, delete("COLUMNS", 0, 1))
    assert book.get()["sheets"][0]["basicFilter"]["range"] == answered(0, 0, 2, 1)
    apply(book, {"clearBasicFilter": {"sheetId": 0}})
    assert "basicFilter" not in book.get()["sheets"][0]


def test_a_filter_over_a_whole_tab_ends_with_the_grid_that_it_was_made_on(book):
    apply(book, {"setBasicFilter": {"filter": {"range": {"sheetId": 0}}}})
    assert book.get()["sheets"][0]["basicFilter"]["range"] == answered(0, 0, 6, 5)
    apply(book, {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 4}})
    assert book.get()["sheets"][0]["basicFilter"]["range"] == answered(0, 0, 6, 5)


def test_conditional_formats_keep_their_order(book):
    rules = [
        {"ranges": [area(0, 0, 1, 1)], "booleanRule": {"condition": {"type": kind}, "format": {}}}
        for kind in ("BLANK", "NOT_BLANK")
    ]
    apply(book, *({"addConditionalFormatRule": {"rule": rule, "index": 0}} for rule in rules))
    shown = [{**rule, "ranges": [answered(0, 0, 1, 1)]} for rule in rules]
    assert book.get()["sheets"][0]["conditionalFormats"] == shown[::-1]
    apply(book, {"deleteConditionalFormatRule": {"sheetId": 0, "index": 1}})
    assert book.get()["sheets"][0]["conditionalFormats"] == shown[1:]


def test_a_chart_gets_the_requested_id_unless_it_is_in_use(book):
    (reply,) = apply(book, chart(chartId=42))
    assert reply["addChart"]["chart"]["chartId"] == 42
    assert refusal(book, chart(chartId=42)).startswith(
        "Invalid requests[0].addChart: An embedded object with id 42 already exists."
    )
    apply(book, {"updateChartSpec": {"chartId": 42, "spec": {"title": "New"}}})
    assert book.get()["sheets"][0]["charts"][0]["spec"] == {"title": "New"}
    apply(book, {"deleteEmbeddedObject": {"objectId": 42}})
    assert "No embedded object with id: 42" in refusal(book, {"deleteEmbeddedObject": {"objectId": 42}})
