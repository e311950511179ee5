"""Mirror: an exact copy from A1, newest first; where that would cost the person something, it is refused."""

from __future__ import annotations

import pytest

from sheets.planner.mirror import MirrorRefusal
from sheets.planner.plan import plan_tab
from tests.sheets.planner.sheet_under_test import GID, Desk


@pytest.fixture
def desk(shelf):
    desk = Desk()
    desk.sync(shelf.wanted(mode="mirror"))
    return desk


def songs(desk):
    return [row[1] for row in desk.values[1:]]


def test_a_sorted_copy_is_brought_into_order_by_moving_rows(desk, shelf):
    desk.book.sort(GID, 1)
    planned = desk.sync(shelf.wanted(mode="mirror"))
    assert {kind for request in planned.requests for kind in request} == {"moveDimension"}
    assert songs(desk) == ["Song 5", "Song 4", "Song 3", "Song 2", "Song 1"]


def test_one_row_out_of_place_is_one_move(desk, shelf):
    desk.book.move_rows(GID, 1, 1, 6)
    assert len(desk.sync(shelf.wanted(mode="mirror")).requests) == 1


def test_what_stands_beside_a_row_moves_with_it(desk, shelf):
    desk.type(2, 5, "beside song 4")
    desk.book.sort(GID, 1)
    desk.sync(shelf.wanted(mode="mirror"))
    assert desk.values[2][1:6:4] == ["Song 4", "beside song 4"]


def test_columns_pushed_to_the_right_come_back_to_a1(desk, shelf):
    desk.book.insert_columns(GID, 0)
    desk.type(0, 0, "mine")
    desk.sync(shelf.wanted(mode="mirror", written_columns=shelf.columns))
    assert desk.values[0][:6] == ["Artist", "Track", "Album", "Added", "Link", "mine"]


def test_a_duplicate_goes(desk, shelf):
    desk.book.insert_rows(GID, 4)
    desk.type(4, 4, shelf.saved[0].key)
    assert desk.sync(shelf.wanted(mode="mirror")).deleted == 1
    assert songs(desk) == ["Song 5", "Song 4", "Song 3", "Song 2", "Song 1"]


def test_foreign_cells_inside_our_columns_are_a_refusal_that_names_them(desk, shelf):
    desk.book.insert_rows(GID, 3)
    desk.type(3, 1, "my own song")
    shelf.save()
    planned = plan_tab(desk.read(), shelf.wanted(mode="mirror"))
    assert planned.steps == ()
    assert planned.refusal == MirrorRefusal("user_cells", cells=("B4",))


def test_a_row_that_would_have_to_go_with_the_person_s_cell_is_a_refusal(desk, shelf):
    desk.type(3, 5, "my rating")
    shelf.remove(2)
    planned = plan_tab(desk.read(), shelf.wanted(mode="mirror"))
    assert planned.steps == ()
    assert planned.refusal == MirrorRefusal("user_content_beside_rows", rows=(4,))


def test_a_damaged_key_is_restored_there_too(desk, shelf):
    desk.type(3, 4, "broken")
    assert desk.sync(shelf.wanted(mode="mirror")).restored == 1
