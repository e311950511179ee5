"""Developer metadata."""

import pytest

from sandbox.testing.sheets_discovery import check_answer
from sandbox.tests.google.workbook_requests import apply, delete, insert, lines, metadata, refusal, small

LINK_COLUMN = {"dimensionRange": lines("COLUMNS", 2, 3)}


def where(book, key="role"):
    """Returns the start index of the column that has metadata with this key."""
    answer = book.get_by_data_filter([{"developerMetadataLookup": {"metadataKey": key}}])
    check_answer("Spreadsheet", answer)
    return [grid.get("startColumn", 0) for sheet in answer.get("sheets", []) for grid in sheet["data"]]


def test_metadata_moves_with_its_column():
    book = small(["a", "b", "c"])
    apply(book, metadata(LINK_COLUMN))
    apply(book, insert("COLUMNS", 0, 2))
    assert where(book) == [4]
    book.move_column(0, 4, 0)
    assert where(book) == [0]


def test_metadata_is_deleted_with_its_column():
    book = small()
    apply(book, metadata(LINK_COLUMN))
    apply(book, delete("COLUMNS", 2, 3))
    assert where(book) == []


def test_a_sorted_row_takes_its_metadata_along():
    book = small(["b"], ["a"])
    apply(book, metadata({"dimensionRange": lines("ROWS", 0, 1)}))
    book.sort(0, 0, start_row=0)
    assert [bool(row.line.metadata) for row in book.tab(0).rows[:2]] == [False, True]


def test_column_metadata_shows_in_grid_data():
    book = small(["a"])
    (reply,) = apply(book, metadata(LINK_COLUMN))
    column = book.get_by_data_filter([{"gridRange": {"sheetId": 0}}])["sheets"][0]["data"][0][
        "columnMetadata"
    ][2]
    assert column["developerMetadata"] == [reply["createDeveloperMetadata"]["developerMetadata"]]
    assert column["developerMetadata"][0]["location"] == {
        "locationType": "COLUMN",
        "dimensionRange": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 2, "endIndex": 3},
    }


@pytest.mark.parametrize(
    ("location", "shown_at"),
    [({"spreadsheet": True}, lambda answer: answer), ({"sheetId": 0}, lambda answer: answer["sheets"][0])],
)
def test_metadata_of_sheet_and_spreadsheet_is_included(location, shown_at):
    book = small()
    apply(book, metadata(location))
    (piece,) = shown_at(book.get())["developerMetadata"]
    assert (piece["metadataKey"], piece["metadataValue"]) == ("role", "link")


def test_it_is_updated_by_lookup():
    book = small()
    apply(book, metadata({"sheetId": 0}, value="old"), metadata(LINK_COLUMN, key="other"))
    update = {
        "dataFilters": [{"developerMetadataLookup": {"metadataKey": "role"}}],
        "developerMetadata": {"metadataValue": "new"},
        "fields": "metadataValue",
    }
    (reply,) = apply(book, {"updateDeveloperMetadata": update})
    assert [piece["metadataValue"] for piece in reply["updateDeveloperMetadata"]["developerMetadata"]] == [
        "new"
    ]
    assert sorted(piece.value for piece, _ in book.all_metadata()) == ["link", "new"]


def test_it_is_deleted_by_lookup():
    book = small()
    apply(book, metadata({"sheetId": 0}), metadata(LINK_COLUMN, key="other"))
    lookup = {"developerMetadataLookup": {"locationType": "COLUMN"}}
    (reply,) = apply(book, {"deleteDeveloperMetadata": {"dataFilter": lookup}})
    assert len(reply["deleteDeveloperMetadata"]["deletedDeveloperMetadata"]) == 1
    assert [piece.key for piece, _ in book.all_metadata()] == ["role"]


def test_a_location_lookup_matches_intersections_unless_it_must_be_exact():
    book = small()
    apply(book, metadata({"sheetId": 0}, key="tab"), metadata(LINK_COLUMN, key="column"))
    lookup = {"metadataLocation": {"sheetId": 0}}
    matching = {"developerMetadataLookup": lookup}
    exact = {"developerMetadataLookup": lookup | {"locationMatchingStrategy": "EXACT_LOCATION"}}
    for data_filter, expected in ((matching, 2), (exact, 1)):
        draft = small()
        draft.take(book.draft(None))
        (reply,) = apply(draft, {"deleteDeveloperMetadata": {"dataFilter": data_filter}})
        assert len(reply["deleteDeveloperMetadata"]["deletedDeveloperMetadata"]) == expected


def test_a_requested_metadata_id_is_kept_unless_it_is_in_use():
    book = small()
    apply(book, metadata({"sheetId": 0}, metadataId=5))
    assert "5 already exists" in refusal(book, metadata(LINK_COLUMN, metadataId=5))


@pytest.mark.parametrize(
    "location",
    [
        {},
        {"dimensionRange": lines("COLUMNS", 0, 2)},
        {"dimensionRange": lines("ROWS", 99, 100)},
        {"sheetId": 9},
    ],
)
def test_a_location_is_one_line_sheet_or_spreadsheet_that_exists(location):
    assert refusal(small(), metadata(location)).startswith("Invalid requests[0].createDeveloperMetadata: ")


def test_key_and_visibility_are_required():
    assert "metadataKey" in refusal(small(), metadata({"sheetId": 0}, key=""))
    piece = {"metadataKey": "a", "location": {"sheetId": 0}}
    assert "visibility" in refusal(small(), {"createDeveloperMetadata": {"developerMetadata": piece}})
