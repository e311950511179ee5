"""Rows that are hidden by hand and by a filter, and what other requests do to them."""

import pytest

from sandbox.google.fields import parse
from sandbox.google.workbook import Workbook
from sandbox.tests.google.workbook_requests import apply, area, delete, fill, insert, lines, refusal, small

MASK = "sheets(data(rowMetadata(hiddenByUser,hiddenByFilter)))"


@pytest.fixture
def book() -> Workbook:
    return small(["name", "n"], ["Ann", 1], ["Ben", 2], ["cleo", 3], ["ben", "two"], [None, 5])


def hidden(book, by="hiddenByFilter"):
    """The rows that are hidden, as an answer says."""
    (data,) = book.get(mask=parse(MASK))["sheets"][0]["data"]
    return [place for place, row in enumerate(data["rowMetadata"]) if row.get(by)]


def test_only_what_is_hidden_is_said_and_by_what(book):
    book.hide_rows(0, 1)
    book.set_filter(0, 0, hidden_values=["Ben", "Ann"])
    (data,) = book.get(mask=parse(MASK))["sheets"][0]["data"]
    both = {"hiddenByUser": True, "hiddenByFilter": True}
    assert data == {"rowMetadata": [{}, both, {"hiddenByFilter": True}, {}, {}, {}]}


@pytest.mark.parametrize(
    ("column", "kind", "values", "rows"),
    [
        (0, "TEXT_EQ", ["BEN"], [1, 3, 5]),
        (0, "TEXT_NOT_EQ", ["ben"], [2, 4]),
        (0, "TEXT_CONTAINS", ["E"], [1, 5]),
        (0, "TEXT_NOT_CONTAINS", ["e"], [2, 3, 4]),
        (0, "TEXT_STARTS_WITH", ["b"], [1, 3, 5]),
        (0, "TEXT_ENDS_WITH", ["n"], [3, 5]),
        (0, "BLANK", [], [1, 2, 3, 4]),
        (0, "NOT_BLANK", [], [5]),
        (1, "NUMBER_GREATER", ["2"], [1, 2, 4]),
        (1, "NUMBER_GREATER_THAN_EQ", ["2"], [1, 4]),
        (1, "NUMBER_LESS", ["2"], [2, 3, 4, 5]),
        (1, "NUMBER_LESS_THAN_EQ", ["2"], [3, 4, 5]),
        (1, "NUMBER_EQ", ["2"], [1, 3, 4, 5]),
    ],
)
def test_a_condition_hides_what_does_not_meet_it(book, column, kind, values, rows):
    condition = {"type": kind, "values": [{"userEnteredValue": value} for value in values]}
    book.set_filter(0, column, condition=condition)
    assert hidden(book) == rows


def test_a_condition_does_not_override_hidden_values(book):
    condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": "ben"}]}
    book.set_filter(0, 0, hidden_values=["Ben"], condition=condition)
    assert hidden(book) == [1, 2, 3, 5]


def test_all_criteria_have_to_be_met_and_the_deprecated_ones_count_too(book):
    criteria = {"0": {"hiddenValues": ["Ann"]}, "1": {"hiddenValues": ["5"]}}
    apply(book, {"setBasicFilter": {"filter": {"range": area(0, 0, 6, 2), "criteria": criteria}}})
    assert hidden(book) == [1, 5]


@pytest.mark.parametrize(
    "rule",
    [
        {"condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=A1>0"}]}},
        {"condition": {"type": "DATE_EQ", "values": [{"userEnteredValue": "2026-01-01"}]}},
        {"condition": {"type": "NUMBER_EQ", "values": [{"userEnteredValue": "two"}]}},
        {"condition": {"type": "TEXT_EQ"}},
        {"visibleBackgroundColor": {"red": 1}},
    ],
)
def test_what_the_sandbox_cannot_filter_by_is_refused(book, rule):
    spec = {"columnIndex": 0, "filterCriteria": rule}
    request = {"setBasicFilter": {"filter": {"range": area(0, 0, 6, 2), "filterSpecs": [spec]}}}
    assert "The sandbox does not filter by" in refusal(book, request)


def test_a_filter_of_a_column_outside_of_its_range_is_refused(book):
    spec = {"columnIndex": 2, "filterCriteria": {"hiddenValues": ["x"]}}
    request = {"setBasicFilter": {"filter": {"range": area(0, 0, 6, 2), "filterSpecs": [spec]}}}
    assert "outside of the range" in refusal(book, request)


def test_an_edit_hides_and_shows_nothing_until_the_filter_is_set_again(book):
    book.set_filter(0, 0, hidden_values=["Ben"])
    apply(book, fill(["Ben"], top=1), fill(["Dan"], top=2))
    assert hidden(book) == [2]
    book.set_filter(0, 0, hidden_values=["Ben"])
    assert hidden(book) == [1]


def test_rows_show_again_when_the_filter_goes(book):
    book.hide_rows(0, 1)
    book.set_filter(0, 0, hidden_values=["Ann", "Ben"])
    book.clear_filter(0)
    assert (hidden(book), hidden(book, "hiddenByUser")) == ([], [1])


def test_a_filter_hides_no_row_outside_of_its_range(book):
    spec = {"columnIndex": 0, "filterCriteria": {"hiddenValues": ["Ann", "Ben", "ben"]}}
    apply(book, {"setBasicFilter": {"filter": {"range": area(1, 0, 4, 2), "filterSpecs": [spec]}}})
    assert hidden(book) == [2]


def test_that_a_row_is_hidden_by_a_filter_cannot_be_written(book):
    update = {
        "range": lines("ROWS", 0, 1),
        "properties": {"hiddenByFilter": True},
        "fields": "hiddenByFilter",
    }
    assert "Cannot write field: hiddenByFilter" in refusal(book, {"updateDimensionProperties": update})


@pytest.mark.parametrize("like_before", [True, False])
def test_a_row_inserted_beside_hidden_ones_shows(book, like_before):
    book.hide_rows(0, 2, 2)
    book.set_filter(0, 0, hidden_values=["Ben", "cleo"])
    apply(book, insert("ROWS", 3, 4, like_before=like_before))
    assert (hidden(book), hidden(book, "hiddenByUser")) == ([2, 4], [2, 4])


def test_a_moved_row_stays_hidden_by_hand_and_by_the_filter_that_it_is_in(book):
    book.hide_rows(0, 2)
    spec = {"columnIndex": 0, "filterCriteria": {"hiddenValues": ["Ben"]}}
    apply(book, {"setBasicFilter": {"filter": {"range": area(0, 0, 5, 2), "filterSpecs": [spec]}}})
    book.move_rows(0, 2, 1, 4)
    assert (hidden(book), hidden(book, "hiddenByUser")) == ([3], [3])
    book.move_rows(0, 3, 1, 6)
    assert (hidden(book), hidden(book, "hiddenByUser")) == ([], [5])


def test_a_deleted_row_takes_what_hides_it_along(book):
    book.set_filter(0, 0, hidden_values=["Ben", "cleo"])
    apply(book, delete("ROWS", 2, 3))
    assert hidden(book) == [2]
    apply(book, insert("ROWS", 5, 6, like_before=True), delete("ROWS", 0, 2))
    assert hidden(book) == [0]


def test_values_of_hidden_rows_are_read_written_and_sorted_like_others(book):
    book.hide_rows(0, 1)
    book.set_filter(0, 0, hidden_values=["Ben"])
    apply(book, fill(["x"], ["y"], top=1))
    assert book.values_get("A2:A4")["values"] == [["x"], ["y"], ["cleo"]]
    book.sort(0, 0)
    assert book.values_get("A2:A4")["values"] == [["ben"], ["cleo"], ["x"]]
    assert (hidden(book), hidden(book, "hiddenByUser")) == ([2], [1])


def paste(source: int, destination: int, count: int = 1):
    ends = ((source, source + count), (destination, destination + count))
    ranges = [area(top, 0, bottom, 2) for top, bottom in ends]
    return {"copyPaste": {"source": ranges[0], "destination": ranges[1], "pasteType": "PASTE_NORMAL"}}


def test_a_copy_passes_over_rows_that_a_filter_hides_and_not_over_those_hidden_by_hand(book):
    book.hide_rows(0, 1)
    book.set_filter(0, 0, hidden_values=["Ben"])
    apply(book, paste(1, 3), paste(2, 4), paste(1, 2))
    assert [row[0] for row in book.values(0)[1:5]] == ["Ann", "Ben", "Ann", "ben"]
    apply(book, paste(1, 4, 2))
    assert book.values(0)[4:] == [["Ann", 1], [None, 5]]


def test_criteria_go_along_with_their_columns(book):
    specs = [{"columnIndex": index, "filterCriteria": {"hiddenValues": ["Ben"]}} for index in (0, 1)]
    criteria = {str(spec["columnIndex"]): spec["filterCriteria"] for spec in specs}
    given = {"range": area(0, 0, 6, 2), "filterSpecs": specs, "criteria": criteria}
    apply(book, {"setBasicFilter": {"filter": given}}, insert("COLUMNS", 1, 2))

    def columns():
        shown = book.get()["sheets"][0]["basicFilter"]
        return [spec["columnIndex"] for spec in shown["filterSpecs"]], sorted(shown["criteria"])

    assert columns() == ([0, 2], ["0", "2"])
    apply(book, delete("COLUMNS", 0, 1))
    assert columns() == ([1], ["1"])
