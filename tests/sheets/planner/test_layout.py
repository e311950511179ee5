"""Columns are inserted and moved without pushing the user's content away from its rows."""

from __future__ import annotations

import pytest

from sheets.columns import DEFAULT_COLUMNS
from sheets.planner.plan import plan_tab
from tests.sheets.planner.small_library import SmallLibrary
from tests.sheets.planner.tab_under_test import GID, TabUnderTest


@pytest.fixture
def count():
    return 3


@pytest.fixture
def tab(rated_tab):
    return rated_tab


def test_new_column_is_inserted_after_the_one_it_follows(tab, library):
    tab.choose(library, "artist", "track", "album", "added", "duration", "link", "tempo")
    assert tab.headers == ["Artist", "Track", "Album", "Added", "Duration", "Link", "Tempo (BPM)", "Rating"]
    assert tab.column(7) == ["Rating", "five", "four", "three"]
    assert tab.book.tab(GID).rows[2].cell(4).format["numberFormat"] == {"type": "TIME", "pattern": "[m]:ss"}


def test_new_text_column_does_not_take_the_date_format_of_its_neighbour(tab, library):
    tab.choose(library, "artist", "track", "album", "added", "link")
    tab.choose(library, "artist", "track", "explicit", "album", "added", "link")
    assert not (tab.book.tab(GID).rows[2].cell(2).format or {}).get("numberFormat")


def test_new_order_moves_managed_columns_and_leaves_the_users_in_place(tab, library):
    tab.book.insert_columns(GID, 2)
    tab.type(0, 2, "Mood")
    tab.choose(library, "link", "artist", "track", "album", "added")
    assert tab.headers == ["Link", "Artist", "Track", "Mood", "Album", "Added", "Rating"]


def test_note_on_a_managed_cell_moves_with_its_column(tab, library):
    tab.note(2, 4, "my note")
    tab.choose(library, "link", "artist", "track", "album", "added")
    assert tab.notes == {(2, 0): "my note"}


def test_dragged_columns_are_not_moved_until_the_choice_changes(tab, library):
    tab.book.move_column(GID, 4, 0)
    assert plan_tab(tab.read(), library.desired(written_columns=library.columns)).steps == ()
    tab.sync(library.desired())
    assert tab.headers[:5] == ["Artist", "Track", "Album", "Added", "Link"]


def test_dropped_column_that_is_chosen_again_is_inserted_as_a_new_one(tab, library):
    tab.note(2, 2, "my note")
    tab.choose(library, "artist", "track", "added", "link")
    tab.choose(library, *DEFAULT_COLUMNS)
    assert tab.headers == ["Artist", "Track", "Album", None, "Added", "Link", "Rating"]
    assert tab.notes == {(2, 3): "my note"}


def test_column_that_the_user_deleted_is_inserted_again_in_its_place(tab, library):
    tab.book.delete_columns(GID, 1)
    tab.sync(library.desired(written_columns=library.columns))
    assert tab.headers == ["Artist", "Track", "Album", "Added", "Link", "Rating"]


def test_columns_are_inserted_to_the_left_of_the_users_cells(library):
    tab = TabUnderTest(columns=2)
    for place, text in enumerate(("Wishlist", "Price")):
        tab.type(0, place, text)
    tab.type(1, 0, "a guitar")
    tab.note(1, 1, "too much")
    tab.sync(library.desired())
    assert tab.headers == ["Artist", "Track", "Album", "Added", "Link", "Wishlist", "Price"]
    assert [row[5] for row in tab.values] == ["Wishlist", None, None, None, "a guitar"]
    assert tab.notes == {(4, 6): "too much"}
    assert tab.read().frozen_rows == 0


def test_narrow_blank_tab_gets_the_missing_columns():
    tab, library = TabUnderTest(rows=1, columns=2), SmallLibrary()
    tab.sync(library.desired())
    assert tab.headers == ["Artist", "Track", "Album", "Added", "Link"]
    assert (tab.read().frozen_rows, tab.read().row_count) == (1, 2)
