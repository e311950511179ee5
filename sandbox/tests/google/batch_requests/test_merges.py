"""Merged cells: how they are made and taken apart, what they hold, and what they refuse."""

import pytest

from sandbox.google.fields import parse
from sandbox.tests.google.workbook_requests import (
    answered,
    apply,
    area,
    data,
    delete,
    fill,
    insert,
    lines,
    properties,
    refusal,
    small,
)

PARTLY = "You must select all cells in a merged range to merge or unmerge them."
CROSSES = "to a position that crosses a merged cell. Please unmerge and try again."


def merge(grid_range, kind="MERGE_ALL"):
    return {"mergeCells": {"range": grid_range, "mergeType": kind}}


def unmerge(grid_range):
    return {"unmergeCells": {"range": grid_range}}


def copy(source, destination, kind="PASTE_NORMAL"):
    return {"copyPaste": {"source": source, "destination": destination, "pasteType": kind}}


def move(dimension, start, end, goal):
    return {"moveDimension": {"source": lines(dimension, start, end), "destinationIndex": goal}}


def sort(grid_range):
    return {"sortRange": {"range": grid_range, "sortSpecs": [{"dimensionIndex": 0}]}}


@pytest.fixture
def book():
    return small(["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"])


def merges_of(book, gid=0):
    sheets = book.get(mask=parse("sheets(properties.sheetId,merges)"))["sheets"]
    return next(sheet.get("merges", []) for sheet in sheets if sheet["properties"]["sheetId"] == gid)


@pytest.mark.parametrize(
    ("kind", "parts", "values"),
    [
        ("MERGE_ALL", [(0, 0, 2, 2)], [["a", None, "c"], [None, None, "f"]]),
        ("MERGE_ROWS", [(0, 0, 1, 2), (1, 0, 2, 2)], [["a", None, "c"], ["d", None, "f"]]),
        ("MERGE_COLUMNS", [(0, 0, 2, 1), (0, 1, 2, 2)], [["a", "b", "c"], [None, None, "f"]]),
    ],
)
def test_a_merge_keeps_the_first_value_of_each_part(book, kind, parts, values):
    apply(book, merge(area(0, 0, 2, 2), kind))
    assert merges_of(book) == [answered(*part) for part in parts]
    assert book.values(0)[:2] == values


def test_whole_columns_are_merged_as_far_as_the_grid_reaches(book):
    apply(book, merge({"sheetId": 0, "startColumnIndex": 1, "endColumnIndex": 3}))
    assert merges_of(book) == [answered(0, 1, 6, 3)]


def test_one_cell_is_no_merge(book):
    apply(book, merge(area(0, 0, 1, 1)), merge(area(0, 0, 2, 1), "MERGE_ROWS"))
    assert merges_of(book) == []


def test_a_merge_takes_the_place_of_those_in_it(book):
    apply(book, merge(area(0, 0, 2, 2), "MERGE_ROWS"), merge(area(0, 0, 2, 2)))
    assert merges_of(book) == [answered(0, 0, 2, 2)]


def test_only_whole_merges_are_merged_and_taken_apart(book):
    apply(book, merge(area(0, 0, 1, 2)), merge(area(1, 0, 2, 2)))
    assert refusal(book, merge(area(0, 1, 2, 3))) == f"Invalid requests[0].mergeCells: {PARTLY}"
    assert refusal(book, unmerge(area(0, 0, 2, 1))) == f"Invalid requests[0].unmergeCells: {PARTLY}"
    apply(book, unmerge(area(0, 0, 3, 3)))
    assert (merges_of(book), book.values(0)[0]) == ([], ["a", None, "c"])


@pytest.mark.parametrize(("field", "name"), [("frozenRowCount", "rows"), ("frozenColumnCount", "columns")])
def test_a_merge_does_not_span_the_edge_of_what_is_frozen(book, field, name):
    apply(book, properties(f"gridProperties.{field}", gridProperties={field: 1}))
    text = f"Invalid requests[0].mergeCells: You can't merge frozen and non-frozen {name}"
    assert refusal(book, merge(area(0, 0, 2, 2))) == text
    beside = area(0, 1, 1, 3) if name == "rows" else area(1, 0, 3, 1)
    apply(book, merge(beside), merge(area(1, 1, 3, 3)))


def test_parts_on_both_sides_of_the_edge_are_merged(book):
    apply(book, properties("gridProperties.frozenRowCount", gridProperties={"frozenRowCount": 1}))
    apply(book, merge(area(0, 0, 2, 2), "MERGE_ROWS"))
    assert merges_of(book) == [answered(0, 0, 1, 2), answered(1, 0, 2, 2)]


@pytest.mark.parametrize("kind", ["mergeCells", "unmergeCells"])
def test_a_range_is_needed(book, kind):
    assert refusal(book, {kind: {}}).endswith("range must be set.")


@pytest.mark.parametrize("request_", [merge(area(0, 0, 1, 2)), unmerge(area(0, 0, 1, 2))])
def test_what_is_protected_is_not_merged(book, request_):
    book.owner = "ada@example.com"
    apply(book, {"addProtectedRange": {"protectedRange": {"range": area(0, 0, 1, 1)}}})
    assert "protected" in refusal(book, request_, by="ben@example.com")


def test_a_pivot_table_is_not_merged(book):
    book.add_pivot(0, 4, 3, area(0, 0, 2, 1))
    assert "part of a pivot table" in refusal(book, merge(area(4, 3, 6, 5)))


REPEAT = {"repeatCell": {"range": area(0, 0, 2, 2), "cell": data("x"), "fields": "userEnteredValue"}}


@pytest.mark.parametrize(
    "request_",
    [
        fill(["x", "x"], ["x", "x"]),
        REPEAT,
        copy(area(2, 0, 3, 1), area(0, 0, 2, 2), "PASTE_VALUES"),
        copy(area(2, 0, 3, 1), area(0, 0, 2, 2), "PASTE_FORMULA"),
    ],
)
def test_covered_cells_keep_nothing_of_what_is_written(book, request_):
    apply(book, merge(area(0, 0, 2, 2)), request_)
    (first, *_), second = book.values(0)[:2]
    assert (first, book.values(0)[0][1:], second) in [
        ("x", [None, "c"], [None, None, "f"]),
        ("g", [None, "c"], [None, None, "f"]),
    ]


def test_a_single_covered_cell_keeps_nothing_and_the_merge_its_value(book):
    apply(book, merge(area(0, 0, 2, 2)), fill(["x"], top=1, left=1))
    book.type_cell(0, 0, 1, "y")
    assert book.values(0)[:2] == [["a", None, "c"], [None, None, "f"]]
    apply(book, unmerge(area(0, 0, 2, 2)), fill(["x"], top=1, left=1))
    assert book.values(0)[1] == [None, "x", "f"]


def test_values_written_as_values_are_dropped_too(book):
    apply(book, merge(area(0, 0, 1, 2)))
    book.values_update([{"range": "Sheet1!A1:C1", "values": [[1, 2, 3]]}], option="RAW")
    assert book.values(0)[0] == [1, None, 3]


def test_a_covered_cell_keeps_its_note_and_format(book):
    apply(book, merge(area(0, 0, 1, 2)))
    book.set_note(0, 0, 1, "mine")
    assert book.notes(0) == {(0, 1): "mine"}


@pytest.mark.parametrize(
    ("edit", "part"),
    [
        (insert("ROWS", 1, 3), (3, 1, 5, 3)),
        (insert("ROWS", 2, 3), (1, 1, 4, 3)),
        (insert("ROWS", 3, 4), (1, 1, 3, 3)),
        (insert("COLUMNS", 2, 3), (1, 1, 3, 4)),
        (delete("ROWS", 0, 1), (0, 1, 2, 3)),
        (delete("ROWS", 2, 3), (1, 1, 2, 3)),
        (delete("COLUMNS", 1, 2), (1, 1, 3, 2)),
    ],
)
def test_a_merge_moves_grows_and_shrinks(book, edit, part):
    apply(book, merge(area(1, 1, 3, 3)), edit)
    assert merges_of(book) == [answered(*part)]


def test_a_merge_that_loses_its_first_row_stays_and_its_value_goes(book):
    apply(book, merge(area(0, 0, 3, 1)), delete("ROWS", 0, 1))
    assert merges_of(book) == [answered(0, 0, 2, 1)]
    assert [row[0] for row in book.values(0)] == [None, None]


@pytest.mark.parametrize("edit", [delete("ROWS", 1, 2), delete("ROWS", 0, 2), delete("ROWS", 0, 3)])
def test_what_is_left_of_a_merge_is_none_when_it_is_one_cell_or_none(book, edit):
    apply(book, merge(area(0, 0, 2, 1)), edit)
    assert merges_of(book) == []


@pytest.mark.parametrize(
    ("edit", "name"),
    [
        (move("ROWS", 1, 2, 5), "row"),
        (move("ROWS", 0, 2, 5), "row"),
        (move("ROWS", 4, 5, 2), "row"),
        (move("COLUMNS", 1, 2, 4), "column"),
        (move("COLUMNS", 4, 5, 2), "column"),
    ],
)
def test_nothing_is_moved_through_a_merge(book, edit, name):
    apply(book, merge(area(1, 1, 3, 3)))
    message = f"Sorry, it is not possible to move a {name} {CROSSES}"
    assert refusal(book, edit) == f"Invalid requests[0].moveDimension: {message}"


@pytest.mark.parametrize(
    ("edit", "part"),
    [
        (move("ROWS", 1, 3, 5), (3, 1, 5, 3)),
        (move("ROWS", 4, 5, 1), (2, 1, 4, 3)),
        (move("ROWS", 0, 1, 3), (0, 1, 2, 3)),
        (move("COLUMNS", 1, 3, 0), (1, 0, 3, 2)),
    ],
)
def test_a_whole_merge_is_moved_along_and_around(book, edit, part):
    apply(book, merge(area(1, 1, 3, 3)), edit)
    assert merges_of(book) == [answered(*part)]


def test_merged_cells_are_not_sorted(book):
    apply(book, merge(area(1, 1, 3, 2)))
    assert "You can't sort a range containing vertical merges." in refusal(book, sort(area(0, 0, 3, 3)))
    apply(book, sort(area(0, 0, 3, 1)))


def test_cells_that_are_merged_in_a_row_are_not_sorted_here(book):
    apply(book, merge(area(1, 1, 2, 3)))
    assert "does not sort merged cells" in refusal(book, sort(area(0, 0, 3, 3)))


def test_no_filter_is_made_over_a_vertical_merge(book):
    basic = {"setBasicFilter": {"filter": {"range": area(0, 0, 3, 3)}}}
    apply(book, merge(area(1, 0, 2, 2)), basic)
    apply(book, unmerge(area(1, 0, 2, 2)), merge(area(1, 0, 3, 1)))
    assert "You can't create a filter over a range containing vertical merges." in refusal(book, basic)


def test_a_normal_paste_copies_merges_into_each_copy(book):
    apply(book, merge(area(0, 0, 1, 2)), copy(area(0, 0, 1, 3), area(3, 0, 5, 3)))
    assert merges_of(book) == [answered(0, 0, 1, 2), answered(3, 0, 4, 2), answered(4, 0, 5, 2)]
    assert book.values(0)[3:] == [["a", None, "c"]] * 2


def test_a_normal_paste_replaces_the_merges_that_it_covers(book):
    apply(book, merge(area(1, 0, 2, 3)), copy(area(0, 0, 1, 3), area(1, 0, 2, 3)))
    assert (merges_of(book), book.values(0)[1]) == ([], ["a", "b", "c"])


def test_a_paste_of_values_leaves_merges(book):
    apply(book, merge(area(0, 0, 1, 2)), merge(area(1, 1, 2, 3)))
    before = merges_of(book)
    apply(book, copy(area(0, 0, 1, 3), area(1, 0, 2, 3), "PASTE_VALUES"))
    assert merges_of(book) == before


@pytest.mark.parametrize(
    ("source", "destination"), [(area(0, 1, 1, 3), area(4, 0, 5, 2)), (area(2, 0, 3, 1), area(0, 1, 1, 2))]
)
def test_a_part_of_a_merge_is_neither_copied_nor_pasted_over(book, source, destination):
    apply(book, merge(area(0, 0, 1, 2)))
    assert "a part of a merge" in refusal(book, copy(source, destination))


def test_a_copied_tab_has_the_merges_as_its_own(book):
    apply(book, merge(area(0, 0, 1, 2)), {"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 8}})
    apply(book, unmerge(area(0, 0, 1, 2)))
    assert (merges_of(book), merges_of(book, 8)) == ([], [area(0, 0, 1, 2, gid=8)])


def test_a_grid_that_shrinks_cuts_a_merge(book):
    apply(book, merge(area(1, 0, 5, 2)))
    apply(book, properties("gridProperties.rowCount", gridProperties={"rowCount": 3}))
    assert merges_of(book) == [answered(1, 0, 3, 2)]
