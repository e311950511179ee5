"""Rows of a mirror are brought into order by few moves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets.planner.ordering import FenwickTree, plan_moves
from tests.sheets.planner.tab_under_test import GID, TabUnderTest


@pytest.fixture
def tab(library):
    tab = TabUnderTest()
    tab.sync(library.desired(mode="mirror"))
    return tab


def test_sorted_mirror_is_brought_into_order_by_moving_rows(tab, library):
    tab.book.sort(GID, 1)
    planned = tab.sync(library.desired(mode="mirror"))
    assert {kind for request in planned.requests for kind in request} == {"moveDimension"}
    assert tab.titles == ["Song 5", "Song 4", "Song 3", "Song 2", "Song 1"]


def test_one_row_out_of_place_is_one_move(tab, library):
    tab.book.move_rows(GID, 1, 1, 6)
    assert len(tab.sync(library.desired(mode="mirror")).requests) == 1


def test_users_value_beside_a_row_moves_with_it(tab, library):
    tab.type(2, 5, "beside song 4")
    tab.book.sort(GID, 1)
    tab.sync(library.desired(mode="mirror"))
    assert tab.values[2][1:6:4] == ["Song 4", "beside song 4"]


@given(st.permutations(range(12)), st.integers(0, 12))
@settings(deadline=None, max_examples=100)
def test_moves_bring_any_rows_into_order_and_say_where_each_one_is(order, used):
    rows, order = list(range(12)), order[:used]
    moves, places = plan_moves(order, 12)
    for source, count, target in moves:
        moved = rows[source : source + count]
        del rows[source : source + count]
        at = target - count if target > source else target
        rows[at:at] = moved
    assert [row for row in rows if row in order] == list(order)
    assert [rows[place] for place in places] == list(range(12))


def test_fenwick_tree_sums_what_is_before_a_place():
    tree = FenwickTree(5)
    for place, number in ((0, 1), (3, 10), (4, 100), (3, 1)):
        tree.add(place, number)
    assert [tree.before(place) for place in range(6)] == [0, 1, 1, 1, 12, 112]
