"""A whole plan of a merged tab: rows never move, and nothing is done where nothing differs."""

from __future__ import annotations

from sheets.planner.plan import plan_tab
from tests.sheets.planner.tab_under_test import GID


def test_first_sync_writes_the_header_and_the_newest_track_first_from_a1(tab):
    assert tab.values[0][:6] == ["Artist", "Track", "Album", "Added", "Link", None]
    assert tab.song_numbers == ["5", "4", "3", "2", "1"]
    assert tab.read().frozen_rows == 1


def test_plan_of_an_up_to_date_tab_is_empty(tab, library):
    planned = plan_tab(tab.read(), library.desired())
    assert planned.steps == ()
    assert planned.requests == []
    assert planned.row_count == 5


def test_rows_are_not_moved_from_where_the_user_sorted_them(tab, library):
    tab.book.sort(GID, 1)
    library.save(1, at=1)
    tab.sync(library.desired())
    assert tab.song_numbers == ["1", "2", "3", "4", "5", "6"]


def test_every_difference_counts_as_repaired_while_the_library_is_unchanged(tab, library):
    tab.type(2, 0, "7")
    tab.type(4, 3, "yesterday")
    planned = tab.sync(library.desired(unchanged=True))
    assert [(cell.address, cell.header) for cell in planned.repaired] == [("A3", "Artist"), ("D5", "Added")]


def test_hidden_rows_and_a_renamed_tab_need_no_change(tab, library):
    tab.book.hide_rows(GID, 2, 2)
    tab.book.rename_tab(GID, "Musik")
    assert plan_tab(tab.read(), library.desired()).steps == ()
