"""Repaired cells are joined into ranges: each cell once, neighbours of one column together."""

from __future__ import annotations

from sheets.planner.repairs import CellDifference, cell_ranges


def ranges(*cells):
    return [(cells.header, cells.addresses) for cells in cell_ranges(cells)]


def test_single_cell_is_a_range_of_one_address():
    assert ranges(CellDifference(2, 1, "Track")) == [("Track", ["B3"])]


def test_neighbours_in_one_column_are_one_range():
    cells = [CellDifference(row, 3, "Added") for row in (1, 2, 2, 3)]
    assert ranges(*cells) == [("Added", ["D2", "D4"])]


def test_gap_between_rows_begins_another_range():
    cells = [CellDifference(row, 3, "Added") for row in (1, 2, 5)]
    assert ranges(*cells) == [("Added", ["D2", "D3"]), ("Added", ["D6"])]


def test_columns_side_by_side_are_separate_ranges():
    cells = [CellDifference(row, column, "AB"[column]) for row in (1, 2) for column in (0, 1)]
    assert ranges(*cells) == [("A", ["A2", "A3"]), ("B", ["B2", "B3"])]


def test_missing_column_is_one_range_without_addresses():
    assert ranges(*(CellDifference(row, None, "Album") for row in (1, 5, 9))) == [("Album", [])]
