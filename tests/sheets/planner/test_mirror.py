"""Mirror: an exact copy from A1, newest first; where that would cost the person something, it is refused."""

from __future__ import annotations

import pytest

from sheets.planner.mirror import MirrorRefusal
from sheets.planner.plan import plan_tab
from tests.sheets.planner.tab_under_test import GID, TabUnderTest


@pytest.fixture
def tab(library):
    tab = TabUnderTest()
    tab.sync(library.desired(mode="mirror"))
    return tab


def test_columns_pushed_to_the_right_come_back_to_a1(tab, library):
    tab.book.insert_columns(GID, 0)
    tab.type(0, 0, "mine")
    tab.sync(library.desired(mode="mirror", written_columns=library.columns))
    assert tab.values[0][:6] == ["Artist", "Track", "Album", "Added", "Link", "mine"]


def test_second_row_of_a_track_is_deleted(tab, library):
    tab.book.insert_rows(GID, 4)
    tab.type(4, 4, library.saved[0].key)
    assert tab.sync(library.desired(mode="mirror")).deleted == 1
    assert tab.titles == ["Song 5", "Song 4", "Song 3", "Song 2", "Song 1"]


def test_users_cells_in_managed_columns_refuse_a_mirror(tab, library):
    tab.book.insert_rows(GID, 3)
    tab.type(3, 1, "my own song")
    library.save()
    planned = plan_tab(tab.read(), library.desired(mode="mirror"))
    assert planned.steps == ()
    assert planned.refusal == MirrorRefusal("user_cells", cells=("B4",))


def test_users_value_beside_a_row_to_delete_refuses_a_mirror(tab, library):
    tab.type(3, 5, "my rating")
    library.remove(2)
    planned = plan_tab(tab.read(), library.desired(mode="mirror"))
    assert planned.steps == ()
    assert planned.refusal == MirrorRefusal("user_content_beside_rows", rows=(4,))


def test_damaged_link_is_restored_in_a_mirror(tab, library):
    tab.type(3, 4, "broken")
    assert tab.sync(library.desired(mode="mirror")).restored == 1
