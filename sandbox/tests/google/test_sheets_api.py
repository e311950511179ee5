"""The Sheets API over HTTP."""

import pytest

from sandbox.tests.google.google_client import ADA, BEN, DRIVE_FILE, Sheets, error
from sandbox.tests.google.workbook_requests import fill, lines, metadata, rows

PLANNER = "properties.timeZone,sheets(properties,data(columnMetadata,rowData.values(userEnteredValue,note)))"


@pytest.fixture
def ada(url, world):
    return Sheets(url, world)


@pytest.fixture
def id(world):
    return world.google.create_spreadsheet("ada", "Songs").id


def test_create_makes_a_spreadsheet_owned_by_the_caller(ada, world, url):
    made = ada.create(properties={"title": "My songs", "timeZone": "Europe/Paris"})
    file = world.google.file(made["spreadsheetId"])
    assert (file.owner, file.workbook.title, file.workbook.time_zone) == (ADA, "My songs", "Europe/Paris")
    assert made["spreadsheetUrl"] == f"{url}/google-docs/spreadsheets/d/{file.id}/edit"
    assert len(file.id) == 44


def test_create_makes_tabs_cells_and_metadata_as_given(ada, world):
    piece = {"metadataKey": "role", "metadataValue": "link", "visibility": "DOCUMENT"}
    grid = {
        "rowData": rows(["Artist", "Link"]),
        "columnMetadata": [{"pixelSize": 200}, {"developerMetadata": [piece]}],
    }
    tab = {
        "sheetId": 42,
        "title": "Tracks",
        "gridProperties": {"rowCount": 10, "columnCount": 2, "frozenRowCount": 1},
    }
    made = ada.create(sheets=[{"properties": tab, "data": [grid]}])
    book = world.google.workbook(made["spreadsheetId"])
    assert [(tab.gid, tab.title, tab.frozen_rows) for tab in book.tabs] == [(42, "Tracks", 1)]
    assert book.values(42) == [["Artist", "Link"]]
    assert [column.properties for column in book.tab(42).columns] == [{"pixelSize": 200}, {}]
    assert book.tab(42).columns[1].metadata[0].key == "role"


def test_create_refuses_what_it_cannot_store(ada):
    answer = ada.call("POST", "", {"namedRanges": [{"name": "x"}]})
    assert error(answer)[:2] == (400, "INVALID_ARGUMENT")


def test_get_answers_without_and_with_grid_data(ada, id):
    ada.batch(id, fill(["a"]))
    plain = ada.checked("GET", f"/{id}", (None, "Spreadsheet"))
    full = ada.checked(
        "GET", f"/{id}", (None, "Spreadsheet"), includeGridData="true", ranges=["Sheet1!A1:B2"]
    )
    assert "data" not in plain["sheets"][0]
    assert full["sheets"][0]["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "a"


def test_comments_are_asked_for_by_query_and_by_body(ada, id, world):
    world.google.spreadsheets[id].workbook.comment(0, 2, 1, "Heard live")
    mode = {"commentsViewMode": "COMMENTS_VIEW_MODE_INCLUDED"}
    by_query = ada.checked("GET", f"/{id}", (None, "Spreadsheet"), **mode)
    schemas = ("GetSpreadsheetByDataFilterRequest", "Spreadsheet")
    by_body = ada.checked("POST", f"/{id}:getByDataFilter", schemas, mode)
    without = ada.checked("GET", f"/{id}", (None, "Spreadsheet"))
    found = [answer["sheets"][0].get("commentAnchors") for answer in (by_query, by_body, without)]
    assert found[0] == found[1] and len(found[0]) == 1
    assert found[2] is None


def test_a_mask_is_applied_to_every_method(ada, id):
    assert ada.call("GET", f"/{id}", fields="properties(title)").json() == {"properties": {"title": "Songs"}}
    answer = ada.batch(
        id, {"addSheet": {"properties": {"sheetId": 3}}}, fields="replies.addSheet.properties.sheetId"
    )
    assert answer == {"replies": [{"addSheet": {"properties": {"sheetId": 3}}}]}
    written = ada.call(
        "PUT", f"/{id}/values/A1", {"values": [["x"]]}, valueInputOption="RAW", fields="updatedCells"
    )
    assert written.json() == {"updatedCells": 1}


@pytest.mark.parametrize("mask", ["sheets.nonsense", "sheets(", "nonsense"])
def test_an_unknown_mask_is_refused(ada, id, mask):
    assert error(ada.call("GET", f"/{id}", fields=mask)) == (
        400,
        "INVALID_ARGUMENT",
        "Request contains an invalid argument.",
    )


def test_get_by_data_filter(ada, id):
    ada.batch(id, fill(["a", "=b"]), metadata({"dimensionRange": lines("COLUMNS", 1, 2)}))
    schemas = ("GetSpreadsheetByDataFilterRequest", "Spreadsheet")
    body = {"dataFilters": [{"gridRange": {"sheetId": 0}}]}
    answer = ada.checked("POST", f"/{id}:getByDataFilter", schemas, body, fields=PLANNER)
    (grid,) = answer["sheets"][0]["data"]
    assert [cell["userEnteredValue"]["stringValue"] for cell in grid["rowData"][0]["values"]] == ["a", "=b"]
    assert grid["columnMetadata"][1]["developerMetadata"][0]["metadataKey"] == "role"


def test_metadata_can_be_searched_and_fetched(ada, id):
    ada.batch(id, metadata({"sheetId": 0}, metadataId=9), metadata({"spreadsheet": True}, key="other"))
    schemas = ("SearchDeveloperMetadataRequest", "SearchDeveloperMetadataResponse")
    body = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "role"}}]}
    (match,) = ada.checked("POST", f"/{id}/developerMetadata:search", schemas, body)[
        "matchedDeveloperMetadata"
    ]
    assert match["developerMetadata"]["metadataId"] == 9
    assert (
        ada.checked("GET", f"/{id}/developerMetadata/9", (None, "DeveloperMetadata"))
        == match["developerMetadata"]
    )
    assert error(ada.call("GET", f"/{id}/developerMetadata/8"))[0] == 404


def test_values_of_several_ranges(ada, id):
    body = {
        "valueInputOption": "RAW",
        "data": [{"range": "A1", "values": [["a"]]}, {"range": "B2", "values": [["b"]]}],
    }
    schemas = ("BatchUpdateValuesRequest", "BatchUpdateValuesResponse")
    written = ada.checked("POST", f"/{id}/values:batchUpdate", schemas, body)
    assert (written["totalUpdatedCells"], written["totalUpdatedSheets"]) == (2, 1)
    answer = ada.checked(
        "GET", f"/{id}/values:batchGet", (None, "BatchGetValuesResponse"), ranges=["A1", "B2"]
    )
    assert [found["values"] for found in answer["valueRanges"]] == [[["a"]], [["b"]]]
    schemas = ("BatchClearValuesRequest", "BatchClearValuesResponse")
    ada.checked("POST", f"/{id}/values:batchClear", schemas, {"ranges": ["A1:B2"]})
    assert "values" not in ada.checked("GET", f"/{id}/values/A1:B2", (None, "ValueRange"))


def test_a_title_with_special_characters_works_in_a_path(ada, id, world):
    world.google.workbook(id).rename_tab(0, "It's 50/50: a?&#")
    written = ada.call(
        "PUT", f"/{id}/values/'It''s 50%2F50: a%3F%26%23'!A1", {"values": [["x"]]}, valueInputOption="RAW"
    )
    assert written.json()["updatedRange"] == "'It''s 50/50: a?&#'!A1"


def test_a_bad_batch_changes_nothing(ada, id, world):
    body = {"requests": [fill(["a"]), {"deleteSheet": {"sheetId": 5}}]}
    assert error(ada.call("POST", f"/{id}:batchUpdate", body)) == (
        400,
        "INVALID_ARGUMENT",
        "Invalid requests[1].deleteSheet: No sheet with id: 5",
    )
    assert world.google.workbook(id).values(0) == []


@pytest.mark.parametrize(
    ("method", "path", "body", "params", "message"),
    [
        ("POST", "/{id}:batchUpdate", {"requestz": []}, {}, 'Unknown name "requestz": Cannot find field.'),
        ("GET", "/{id}", None, {"color": "red"}, 'Unknown name "color": Cannot bind query parameter.'),
        (
            "PUT",
            "/{id}/values/A1",
            {"values": [["x"]]},
            {},
            "'valueInputOption' is required but not specified",
        ),
        ("GET", "/{id}/values/A1:ZZ9", None, {}, "Range (Sheet1!A1:ZZ9) exceeds grid limits. Max rows: 1000"),
        (
            "PUT",
            "/{id}/values/A1",
            {"range": "B1", "values": []},
            {"valueInputOption": "RAW"},
            "does not match",
        ),
    ],
)
def test_malformed_requests_are_refused(ada, id, method, path, body, params, message):
    status, name, text = error(ada.call(method, path.format(id=id), body, **params))
    assert (status, name) == (400, "INVALID_ARGUMENT")
    assert message in text


@pytest.mark.parametrize("text", [b"{", b"[1]", b'{"requests": [{"updateCells": {"rows": NaN}}]}'])
def test_a_body_other_than_a_json_object_is_refused(ada, id, http, url, text):
    headers = {"Authorization": f"Bearer {ada.token}"}
    answer = http.post(f"{url}/google-sheets/v4/spreadsheets/{id}:batchUpdate", text, headers=headers)
    assert error(answer)[:2] == (400, "INVALID_ARGUMENT")


def test_a_body_of_more_than_ten_mebibytes_is_refused(ada, id, http, url):
    headers = {"Authorization": f"Bearer {ada.token}"}
    text = b'{"requests":[]}' + b" " * (10 * 1024 * 1024)
    answer = http.post(f"{url}/google-sheets/v4/spreadsheets/{id}:batchUpdate", text, headers=headers)
    assert error(answer)[2] == "Request payload size exceeds the limit: 10485760 bytes."


def test_the_log_names_the_principal(ada, id, world):
    Sheets(ada.url, world, BEN, DRIVE_FILE).call("GET", f"/{id}")
    ada.batch(id, fill(["a"]))
    assert [(entry.kind, entry.status, entry.principal) for entry in world.entries("google-sheets")] == [
        ("get", 404, BEN),
        ("batch_update", 200, ADA),
    ]
