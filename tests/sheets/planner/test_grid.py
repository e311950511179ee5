"""Google's answer, read: what it leaves out, where it begins, what it is typed as."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from sheets.columns import DEFAULT_COLUMNS, get_columns
from sheets.planner.cells import Formula
from sheets.planner.desired import DesiredTab
from sheets.planner.grid import READ_FIELDS, Grid, TabMissing, parse_grid, read_request
from sheets.planner.locate_columns import keys_in
from sheets.planner.plan import plan_tab
from sheets.planner.requests import add_tab
from tests.sheets.planner.sheet_under_test import GID, Desk
from tests.sheets.planner.songs import Shelf

SIZE = {"rowCount": 5, "columnCount": 4, "frozenRowCount": 1}


def answer(data, *, zone="Europe/Berlin"):
    properties = {"sheetId": 3, "title": "Tracks", "gridProperties": SIZE}
    return {"properties": {"timeZone": zone}, "sheets": [{"properties": properties, "data": data}]}


def text(value):
    return {"userEnteredValue": {"stringValue": value}}


def test_it_asks_for_whole_tabs_and_only_for_what_planning_needs():
    assert read_request([0, 7]) == {
        "dataFilters": [{"gridRange": {"sheetId": 0}}, {"gridRange": {"sheetId": 7}}]
    }
    assert READ_FIELDS == (
        "properties.timeZone,sheets(properties,data(columnMetadata,rowData.values(userEnteredValue,note)))"
    )


def test_cells_come_out_typed():
    cells = [
        {"userEnteredValue": {"numberValue": 3}},
        {"userEnteredValue": {"boolValue": False}},
        {"userEnteredValue": {"formulaValue": "=A1"}},
        text("=A1"),
    ]
    grid = parse_grid(answer([{"rowData": [{"values": cells}]}]), 3)
    assert grid.rows == [[3.0, False, Formula("=A1"), "=A1"]]
    assert isinstance(grid.cell(0, 0), float)


def test_what_google_leaves_out_is_empty():
    grid = parse_grid(answer([{"rowData": [{}, {"values": [{}, text("x"), {}]}, {}, {"values": [{}]}]}]), 3)
    assert grid.rows == [[], [None, "x"]]
    assert grid.cell(9, 9) is None


def test_a_blank_row_with_a_note_counts():
    grid = parse_grid(answer([{"rowData": [{"values": [{}, {"note": "mine"}]}]}]), 3)
    assert grid.notes == {0: {1}}
    assert not grid.is_blank


def test_data_that_begins_further_down_and_right_lands_where_it_stands():
    data = [{"startRow": 1, "startColumn": 2, "rowData": [{"values": [text("x") | {"note": "n"}]}]}]
    grid = parse_grid(answer(data), 3)
    assert grid.cell(1, 2) == "x"
    assert grid.notes == {1: {2}}


def test_zone_and_size_are_read_and_a_zone_nobody_knows_is_utc():
    grid = parse_grid(answer([]), 3)
    assert (grid.zone.key, grid.row_count, grid.column_count, grid.frozen_rows) == ("Europe/Berlin", 5, 4, 1)
    assert parse_grid(answer([], zone="Mars/Olympus"), 3).zone.key == "UTC"


def test_a_tab_that_is_not_there_is_said():
    with pytest.raises(TabMissing):
        parse_grid(answer([]), 4)


def test_the_keys_of_rows_that_may_be_ours_are_read_from_the_link_column():
    desk, shelf = Desk(), Shelf()
    shelf.save(3)
    desk.sync(shelf.wanted())
    desk.type(2, 4, "https://open.spotify.com/track/other?si=1")
    desk.type(3, 5, "https://open.spotify.com/track/beside")
    expected = {"https://open.spotify.com/track/other", shelf.saved[0].key, shelf.saved[2].key}
    assert keys_in(desk.read()) == expected


def test_a_tab_of_our_own_is_made_in_one_batch_that_is_refused_the_second_time():
    desk = Desk()
    blank = Grid(99, "Saved tracks", ZoneInfo("UTC"), 1000, 26, frozen_rows=1)
    planned = plan_tab(blank, DesiredTab(get_columns(DEFAULT_COLUMNS), rows=()))
    requests = [add_tab(99, "Saved tracks", 1000, 26), *planned.requests]
    desk.send(requests)
    tab = desk.book.tab(99)
    assert (tab.title, tab.frozen_rows, tab.row_count) == ("Saved tracks", 1, 1000)
    assert desk.book.values(99) == [["Artist", "Track", "Album", "Added", "Link"]]
    with pytest.raises(Exception, match="already exists"):
        desk.send(requests)
    assert GID != 99
