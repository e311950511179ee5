"""Google's answer, read: what it leaves out, where it begins, what it is typed as."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sheets.columns import DEFAULT_COLUMNS, get_columns
from sheets.planner.cells import Formula
from sheets.planner.desired import DesiredTab
from sheets.planner.grid import READ_FIELDS, Grid, TabMissing, parse_grid, read_request, spreadsheet_zone
from sheets.planner.plan import plan_tab
from sheets.planner.requests import add_tab
from tests.sheets.planner.tab_under_test import GID, TabUnderTest

SIZE = {"rowCount": 5, "columnCount": 4, "frozenRowCount": 1}


def answer(data, *, zone="Europe/Berlin"):
    properties = {"sheetId": 3, "title": "Tracks", "gridProperties": SIZE}
    return {"properties": {"timeZone": zone}, "sheets": [{"properties": properties, "data": data}]}


def text(value):
    return {"userEnteredValue": {"stringValue": value}}


def test_request_reads_whole_tabs_and_only_the_needed_fields():
    assert read_request([0, 7]) == {
        "dataFilters": [{"gridRange": {"sheetId": 0}}, {"gridRange": {"sheetId": 7}}],
        "commentsViewMode": "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS",
    }
    assert READ_FIELDS == (
        "properties.timeZone,sheets(properties,commentAnchors.range,merges,"
        "tables(tableId,range,rowsProperties.footerColorStyle,columnProperties(columnIndex,columnType)),"
        "protectedRanges(range,warningOnly,requestingUserCanEdit),data(columnMetadata,"
        "rowMetadata(hiddenByUser,hiddenByFilter),"
        "rowData.values(userEnteredValue,note,dataValidation.condition,pivotTable(source,dataSourceId))))"
    )


def test_cells_keep_their_types():
    cells = [
        {"userEnteredValue": {"numberValue": 3}},
        {"userEnteredValue": {"boolValue": False}},
        {"userEnteredValue": {"formulaValue": "=A1"}},
        text("=A1"),
    ]
    grid = parse_grid(answer([{"rowData": [{"values": cells}]}]), 3)
    assert grid.rows == [[3.0, False, Formula("=A1"), "=A1"]]
    assert isinstance(grid.cell(0, 0), float)


def test_an_empty_footer_of_a_table_counts_as_a_row():
    read = answer([{"rowData": [{"values": [text("Track")]}]}])
    table = {"tableId": "a", "range": {"sheetId": 3, "endRowIndex": 4, "endColumnIndex": 2}}
    color = {"footerColorStyle": {"rgbColor": {}}}
    read["sheets"][0]["tables"] = [table | {"rowsProperties": color}]
    grid = parse_grid(read, 3)
    assert (grid.rows, [one.has_footer for one in grid.tables]) == ([["Track"], [], [], []], [True])
    read["sheets"][0]["tables"] = [table]
    assert parse_grid(read, 3).rows == [["Track"]]
    read["sheets"][0] |= {"tables": [table | {"rowsProperties": color}], "data": []}
    assert parse_grid(read, 3).is_blank


def test_defaults_of_typed_columns_are_those_of_the_tables_body():
    """Three columns, from B on: tick boxes, ratings, numbers. Google may leave out a columnIndex of 0."""
    zero, unticked = {"userEnteredValue": {"numberValue": 0}}, {"userEnteredValue": {"boolValue": False}}
    three, ticked = {"userEnteredValue": {"numberValue": 3}}, {"userEnteredValue": {"boolValue": True}}
    lines = [
        (unticked, zero, zero),
        (unticked, zero, zero),
        (zero, unticked, unticked),
        (ticked, three, {}),
        (unticked, zero, zero),
    ]
    read = answer([{"rowData": [{"values": [unticked, *line]} for line in lines]}])
    area = {"sheetId": 3, "startRowIndex": 0, "endRowIndex": 5, "startColumnIndex": 1, "endColumnIndex": 4}
    kinds = [
        {"columnType": "BOOLEAN"},
        {"columnIndex": 1, "columnType": "RATINGS_CHIP"},
        {"columnIndex": 2, "columnType": "DOUBLE"},
        {"columnIndex": 0},
    ]
    table = {"tableId": "a", "range": area, "columnProperties": kinds}
    read["sheets"][0]["tables"] = [table]
    assert parse_grid(read, 3).defaults == {1: {1, 2}, 4: {1, 2}}
    read["sheets"][0]["tables"] = [table | {"rowsProperties": {"footerColorStyle": {"rgbColor": {}}}}]
    assert parse_grid(read, 3).defaults == {1: {1, 2}}


def test_cells_that_google_leaves_out_are_empty():
    grid = parse_grid(answer([{"rowData": [{}, {"values": [{}, text("x"), {}]}, {}, {"values": [{}]}]}]), 3)
    assert grid.rows == [[], [None, "x"]]
    assert grid.cell(9, 9) is None


def test_row_with_only_a_note_is_not_blank():
    grid = parse_grid(answer([{"rowData": [{"values": [{}, {"note": "mine"}]}]}]), 3)
    assert grid.notes == {0: {1}}
    assert not grid.is_blank


def test_comments_count_as_notes_of_the_first_row_of_their_range():
    read = answer([])
    read["sheets"][0]["commentAnchors"] = [
        {"range": {"startRowIndex": 3, "endRowIndex": 4, "startColumnIndex": 1, "endColumnIndex": 2}},
        {"range": {"startRowIndex": 1, "endRowIndex": 3}},
        {},
    ]
    grid = parse_grid(read, 3)
    assert grid.notes == {0: {0, 1, 2, 3}, 1: {0, 1, 2, 3}, 3: {1}}
    assert len(grid.rows) == 4


def test_data_that_begins_further_down_and_right_is_placed_there():
    data = [{"startRow": 1, "startColumn": 2, "rowData": [{"values": [text("x") | {"note": "n"}]}]}]
    grid = parse_grid(answer(data), 3)
    assert grid.cell(1, 2) == "x"
    assert grid.notes == {1: {2}}


def test_zone_and_size_are_parsed_and_an_unknown_zone_is_utc():
    grid = parse_grid(answer([]), 3)
    assert (grid.zone.key, grid.row_count, grid.column_count, grid.frozen_rows) == ("Europe/Berlin", 5, 4, 1)
    assert parse_grid(answer([], zone="Mars/Olympus"), 3).zone.key == "UTC"


def test_missing_tab_is_an_error():
    with pytest.raises(TabMissing):
        parse_grid(answer([]), 4)


def test_new_tab_is_made_in_one_batch_that_google_refuses_the_second_time():
    tab = TabUnderTest()
    blank = Grid(99, "Saved tracks", ZoneInfo("UTC"), 1000, 26, frozen_rows=1)
    planned = plan_tab(blank, DesiredTab(get_columns(DEFAULT_COLUMNS), rows=()))
    requests = [add_tab(99, "Saved tracks", 1000, 26), *planned.requests]
    tab.send(requests)
    made = tab.book.tab(99)
    assert (made.title, made.frozen_rows, made.row_count) == ("Saved tracks", 1, 1000)
    assert tab.book.values(99) == [["Artist", "Track", "Album", "Added", "Link"]]
    with pytest.raises(Exception, match="already exists"):
        tab.send(requests)
    assert GID != 99


@pytest.mark.parametrize(
    ("name", "offset"),
    [
        ("America/New_York", -5.0),
        ("GMT-07:00", -7.0),
        ("GMT+02:00", 2.0),
        ("GMT+00:00", 0.0),
        ("GMT+14:00", 14.0),
        ("GMT+05:30", 5.5),
        ("GMT+05:45", 5.75),
        ("GMT-09:30", -9.5),
        ("GMT+15:00", 0.0),
        ("GMT+05:17", 0.0),
        ("Mars/Olympus", 0.0),
    ],
)
def test_zone_may_be_an_offset(name, offset):
    zone = spreadsheet_zone({"properties": {"timeZone": name}})
    for month in (1, 7):
        found = datetime(2027, month, 1, tzinfo=zone).utcoffset()
        assert name.startswith("America") or found == timedelta(hours=offset)
    assert datetime(2027, 1, 1, tzinfo=zone).utcoffset() == timedelta(hours=offset)
