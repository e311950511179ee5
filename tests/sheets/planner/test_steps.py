"""Steps can be cut between units, and say how many bytes each of them takes."""

from __future__ import annotations

import pytest

from sheets.columns import get_columns
from sheets.planner.ordering import consecutive
from sheets.planner.steps import (
    Atomic,
    ColumnRun,
    InsertRows,
    WriteRows,
    group_neighbouring_columns,
    to_compact_json,
)

ROWS = [(f"Song {number}", f"https://open.spotify.com/track/{number}") for number in range(6)]
COLUMNS = list(enumerate(get_columns(("track", "link"))))
STEPS = [
    WriteRows(7, 4, ColumnRun(0, (0, 1)), list(ROWS)),
    InsertRows(7, 4, None, COLUMNS, [ColumnRun(0, (0,)), ColumnRun(3, (1,))], ROWS),
    InsertRows(7, 4, 6, COLUMNS, [ColumnRun(0, (0, 1))], ROWS),
    Atomic(({"deleteSheet": {"sheetId": 7}},)),
]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
def test_requests_never_take_more_bytes_than_their_units_say(step):
    for stop in range(1, step.units + 1):
        requests = step.requests(0, stop)
        assert len(to_compact_json(requests)) - 2 <= step.overhead + sum(map(step.size, range(stop)))


def test_rows_written_in_two_parts_go_one_under_the_other():
    first, second = STEPS[0].requests(0, 2)[0], STEPS[0].requests(2, 6)[0]
    areas = [request["updateCells"]["range"] for request in (first, second)]
    assert [(area["startRowIndex"], area["endRowIndex"]) for area in areas] == [(4, 6), (6, 10)]


def test_rows_at_the_blank_end_append_only_what_is_missing():
    kinds = [next(iter(request)) for request in STEPS[2].requests(0, 2)]
    assert kinds == ["updateCells"]
    (append,) = [request for request in STEPS[2].requests(2, 6) if "appendDimension" in request]
    assert append["appendDimension"]["length"] == 4


def test_values_of_neighbouring_columns_are_one_run():
    assert group_neighbouring_columns([0, 1, 5, 2], [0, 1, 2, 3]) == (
        ColumnRun(0, (0, 1, 3)),
        ColumnRun(5, (2,)),
    )


def test_consecutive_numbers_are_one_range():
    assert consecutive([1, 2, 3, 7, 9, 10]) == [range(1, 4), range(7, 8), range(9, 11)]
