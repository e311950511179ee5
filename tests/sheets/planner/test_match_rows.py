"""A row belongs to a track by its link, or without one by all its other cells."""

from __future__ import annotations

import pytest

from tests.sheets.planner.tab_under_test import GID, TabUnderTest


@pytest.mark.parametrize("count", [3])
def test_rows_are_recognised_without_the_link_column_and_keep_their_places(rated_tab, library):
    rated_tab.book.delete_columns(GID, 4)
    planned = rated_tab.sync(library.desired(written_columns=library.columns))
    assert (planned.restored, planned.added) == (3, 0)
    assert rated_tab.column(5) == ["Rating", "five", "four", "three"]


def test_row_with_an_unknown_link_is_the_users(tab, library):
    tab.book.insert_rows(GID, 3)
    tab.type(3, 0, "to listen to")
    tab.type(3, 4, "https://open.spotify.com/track/unknown")
    planned = tab.sync(library.desired())
    assert planned.user_rows == 1
    assert tab.values[3] == [
        "to listen to",
        None,
        None,
        None,
        "https://open.spotify.com/track/unknown",
        None,
        None,
    ]


def test_second_row_with_a_tracks_link_is_filled_in_and_kept(tab, library):
    tab.book.insert_rows(GID, 2)
    tab.type(2, 4, library.saved[3].key)
    planned = tab.sync(library.desired())
    assert (planned.added, planned.deleted) == (0, 0)
    assert tab.song_numbers == ["5", "2", "4", "3", "2", "1"]
    assert tab.values[2][:5] == tab.values[5][:5]


@pytest.mark.parametrize("damage", ["", "broken", "=A1", "42", "https://open.spotify.com/track/else"])
def test_damaged_link_is_restored_when_all_other_cells_are_equal(tab, library, damage):
    tab.type(3, 5, "my rating")
    tab.type(3, 4, damage)
    planned = tab.sync(library.desired())
    assert (planned.restored, planned.added) == (1, 0)
    assert tab.values[3][4] == library.saved[2].key
    assert tab.values[3][5] == "my rating"
    assert [cell.address for cell in planned.repaired] == ["E4"]


def test_row_with_a_damaged_link_and_another_different_cell_is_the_users(tab, library):
    tab.type(3, 4, "broken")
    tab.type(3, 0, "also broken")
    planned = tab.sync(library.desired())
    assert (planned.added, planned.user_rows) == (1, 1)
    assert tab.song_numbers == ["5", "4", "3", "3", "2", "1"]


def test_one_equal_cell_is_not_enough_to_restore_a_link(library):
    tab = TabUnderTest()
    library.columns = ("track", "link")
    tab.sync(library.desired())
    tab.book.delete_rows(GID, 3)
    tab.type(5, 0, "Song 3")
    planned = tab.sync(library.desired())
    assert (planned.restored, planned.added, planned.user_rows) == (0, 1, 1)
    assert tab.song_numbers == ["5", "4", "3", "2", "1", "3"]


def test_relinked_track_keeps_its_row_under_the_new_link(tab, library):
    tab.type(2, 5, "my rating")
    library.relink(1)
    planned = tab.sync(library.desired())
    assert (planned.added, planned.updated) == (0, 1)
    assert tab.values[2][4:6] == ["https://open.spotify.com/track/id4x", "my rating"]
