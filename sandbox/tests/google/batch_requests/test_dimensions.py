"""Inserting, deleting, moving, resizing and hiding rows and columns."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from sandbox.tests.google.workbook_requests import (
    apply,
    area,
    delete,
    fill,
    insert,
    lines,
    properties,
    refusal,
    small,
)


def column(book, gid=0):
    return [row[0] if row else None for row in book.values(gid)]


def test_inserted_rows_push_the_others_down():
    book = small(["a"], ["b"])
    apply(book, insert("ROWS", 1, 3))
    assert column(book) == ["a", None, None, "b"]
    assert book.tab(0).row_count == 8


def test_deleting_columns_deletes_their_cells():
    book = small(["a", "b", "c"], ["d"])
    apply(book, delete("COLUMNS", 1, 2))
    assert book.values(0) == [["a", "c"], ["d"]]
    assert book.tab(0).column_count == 4


def test_inserted_columns_push_the_others_right():
    book = small(["a", "b"], ["c"])
    apply(book, insert("COLUMNS", 1, 2))
    assert book.values(0) == [["a", None, "b"], ["c"]]


@pytest.mark.parametrize(("like_before", "bold"), [(True, True), (False, False)])
def test_an_inserted_row_inherits_the_format_of_the_row_before_or_after(like_before, bold):
    book = small(["head"], ["a"])
    look = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    apply(book, {"repeatCell": {"range": area(0, 0, 1, 1), "cell": look, "fields": "userEnteredFormat"}})
    book.set_note(0, 0, 0, "not inherited")
    apply(book, insert("ROWS", 1, 2, like_before=like_before))
    cell = book.tab(0).rows[1].cell(0)
    assert (cell.format is not None) == bold
    assert (cell.value, cell.note) == (None, "")


def set_height(row, pixels):
    properties = {"pixelSize": pixels}
    return {
        "updateDimensionProperties": {
            "range": lines("ROWS", row, row + 1),
            "properties": properties,
            "fields": "pixelSize",
        }
    }


def heights(book):
    (grid,) = book.get(include_grid_data=True)["sheets"][0]["data"]
    return [row["pixelSize"] for row in grid["rowMetadata"]]


@pytest.mark.parametrize(("like_before", "height"), [(True, 40), (False, 60)])
def test_an_inserted_row_inherits_the_height_of_the_row_before_or_after(like_before, height):
    book = small(["head"], ["a"], row_count=3)
    apply(book, set_height(0, 40), set_height(1, 60))
    apply(book, insert("ROWS", 1, 3, like_before=like_before))
    assert heights(book) == [40, height, height, 60, 21]


def test_a_row_is_inserted_behind_the_last_one_like_it():
    book = small(["a"], row_count=1)
    apply(book, set_height(0, 40), insert("ROWS", 1, 2, like_before=True))
    assert heights(book) == [40, 40]


def test_a_height_is_moved_and_deleted_with_its_row_and_no_appended_row_has_it():
    book = small(["a"], ["b"], ["c"], row_count=3)
    apply(book, set_height(0, 40), set_height(2, 60))
    apply(book, {"moveDimension": {"source": lines("ROWS", 0, 1), "destinationIndex": 3}})
    assert heights(book) == [21, 60, 40]
    apply(book, delete("ROWS", 1, 2), {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 1}})
    assert heights(book) == [21, 40, 21]


def test_a_height_stays_where_it_is_when_cells_are_copied_or_sorted():
    book = small(["b"], ["a"], ["c"], row_count=3)
    apply(book, set_height(0, 40))
    apply(book, {"copyPaste": {"source": area(0, 0, 1, 1), "destination": area(2, 0, 3, 1)}})
    book.sort(0, 0, start_row=0)
    assert column(book) == ["a", "b", "b"]
    assert heights(book) == [40, 21, 21]


def test_there_is_no_row_before_the_first_to_inherit_from():
    message = refusal(small(), insert("ROWS", 0, 1, like_before=True))
    assert message.startswith(
        "Invalid requests[0].insertDimension: range.startIndex[0] must be greater than 0"
    )


def test_there_is_no_row_after_the_last_to_inherit_from():
    message = refusal(small(row_count=6), insert("ROWS", 6, 7))
    assert "must be less than the grid size (6) if inheritFromBefore is false" in message


def test_inserting_and_deleting_frozen_rows_changes_their_number():
    book = small()
    apply(book, properties("gridProperties.frozenRowCount", gridProperties={"frozenRowCount": 2}))
    apply(book, insert("ROWS", 1, 3))
    assert book.tab(0).frozen_rows == 4
    apply(book, insert("ROWS", 4, 5), delete("ROWS", 3, 5))
    assert book.tab(0).frozen_rows == 3


def test_all_rows_cannot_be_deleted():
    assert refusal(small(), delete("ROWS", 0, 6)) == (
        "Invalid requests[0].deleteDimension: You can't delete all the rows on the sheet."
    )


def test_all_rows_that_are_not_frozen_cannot_be_deleted():
    book = small()
    apply(book, properties("gridProperties.frozenRowCount", gridProperties={"frozenRowCount": 1}))
    assert refusal(book, delete("ROWS", 1, 6)).endswith(
        "Sorry, it is not possible to delete all non-frozen rows."
    )


def test_rows_that_do_not_exist_cannot_be_deleted():
    assert "doesn't exist" in refusal(small(row_count=6), delete("ROWS", 5, 7))


def test_append_adds_at_the_end():
    book = small(row_count=6)
    apply(book, {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 4}})
    assert book.tab(0).row_count == 10


def test_moved_rows_are_counted_before_the_move():
    book = small(["a"], ["b"], ["c"], ["d"])
    apply(book, {"moveDimension": {"source": lines("ROWS", 0, 2), "destinationIndex": 3}})
    assert column(book) == ["c", "a", "b", "d"]


def test_a_moved_column_takes_cells_width_and_metadata_along():
    book = small(["a", "b", "c"])
    width = {"range": lines("COLUMNS", 0, 1), "properties": {"pixelSize": 300}, "fields": "pixelSize"}
    apply(book, {"updateDimensionProperties": width})
    apply(book, {"moveDimension": {"source": lines("COLUMNS", 0, 1), "destinationIndex": 3}})
    assert book.values(0) == [["b", "c", "a"]]
    assert book.tab(0).columns[2].properties == {"pixelSize": 300}


def test_hidden_rows_and_widths_show_in_answers():
    book = small(["a"])
    book.hide_rows(0, 0)
    grid = book.get(include_grid_data=True)["sheets"][0]["data"][0]
    assert grid["rowMetadata"][0] == {"pixelSize": 21, "hiddenByUser": True}
    assert grid["columnMetadata"][0] == {"pixelSize": 100}


def test_columns_are_resized_to_their_text():
    book = small(["a long title of a track"])
    apply(book, {"autoResizeDimensions": {"dimensions": lines("COLUMNS", 0, 2)}})
    first, second = (book.tab(0).columns[index].properties["pixelSize"] for index in (0, 1))
    assert first > second


@pytest.mark.parametrize("dimension", ["ROWS", "COLUMNS"])
def test_a_bounded_array_formula_is_not_cut_through(dimension):
    book = small()
    book.type_cell(0, 1, 1, "=ARRAYFORMULA(A1:C3)")
    assert refusal(book, delete(dimension, 2, 3)).endswith(
        "You cannot insert or delete cells over an array formula."
    )
    assert "array formula" in refusal(book, insert(dimension, 2, 3))
    apply(book, insert(dimension, 1, 2), delete(dimension, 1, 2))


def test_an_open_ended_array_formula_blocks_nothing():
    book = small()
    book.type_cell(0, 1, 1, "=ARRAYFORMULA(A1:A)")
    apply(book, delete("ROWS", 2, 3))
    assert book.tab(0).row_count == 5


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete", "move"]), st.integers(0, 7), st.integers(1, 3), st.integers(0, 7)
    ),
    max_size=8,
)


@settings(deadline=None)
@given(STEPS, st.booleans())
def test_rows_and_columns_are_inserted_deleted_and_moved_like_list_items(steps, rows):
    names = [f"line {number}" for number in range(8)]
    table = [[name] for name in names] if rows else [names]
    book = small(*table, row_count=8, column_count=8)
    model: list[str | None] = list(names)
    dimension = "ROWS" if rows else "COLUMNS"
    for what, start, count, goal in steps:
        end = min(start + count, len(model))
        if start >= len(model) or goal > len(model):
            continue
        if what == "insert":
            apply(book, insert(dimension, start, start + count))
            model[start:start] = [None] * count
        elif what == "delete" and end - start < len(model):
            apply(book, delete(dimension, start, end))
            del model[start:end]
        elif what == "move":
            apply(book, {"moveDimension": {"source": lines(dimension, start, end), "destinationIndex": goal}})
            moved = model[start:end]
            if not start <= goal <= end:
                del model[start:end]
                at = goal - len(moved) if goal >= end else goal
                model[at:at] = moved
    tab = book.tab(0)
    cells = [tab.rows[i].cell(0) if rows else tab.rows[0].cell(i) for i in range(tab.length(dimension))]
    assert [cell.value for cell in cells] == model


def test_fifty_thousand_rows_are_inserted_and_deleted():
    book = small(row_count=50_000, column_count=16)
    apply(book, fill(*[[f"{row}"] * 16 for row in range(1_000)], top=49_000))
    apply(book, *[insert("ROWS", row, row + 1) for row in range(0, 300)], delete("ROWS", 0, 300))
    assert book.values(0)[49_000] == ["0"] * 16
