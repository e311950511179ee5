"""Rows and columns that are no longer wanted are deleted, and stay where the user put something into them."""

from __future__ import annotations

import pytest

from sheets.planner.deletion import KeptRow
from tests.sheets.planner.small_library import SmallLibrary
from tests.sheets.planner.tab_under_test import GID, TabUnderTest


@pytest.mark.parametrize("count", [3])
def test_column_that_is_no_longer_chosen_is_deleted(rated_tab, library):
    rated_tab.choose(library, "track", "link")
    assert rated_tab.headers == ["Track", "Link", "Rating"]
    assert rated_tab.column(2) == ["Rating", "five", "four", "three"]


@pytest.mark.parametrize("count", [3])
def test_dropped_column_with_a_note_is_emptied_and_left_to_the_user(rated_tab, library):
    rated_tab.note(2, 2, "my note")
    rated_tab.choose(library, "artist", "track", "added", "link")
    assert rated_tab.headers == ["Artist", "Track", None, "Added", "Link", "Rating"]
    assert rated_tab.column(2) == [None, None, None, None]
    assert rated_tab.notes == {(2, 2): "my note"}
    assert "album" not in rated_tab.tagged


@pytest.mark.parametrize("count", [3])
def test_dropped_column_keeps_the_cells_of_the_users_rows(rated_tab, library):
    rated_tab.type(4, 2, "my own album")
    rated_tab.choose(library, "artist", "track", "added", "link")
    assert rated_tab.column(2) == [None, None, None, None, "my own album"]


@pytest.mark.parametrize("count", [3])
def test_dropped_column_keeps_what_the_user_typed_over_its_values(rated_tab, library):
    rated_tab.type(2, 2, "the first pressing")
    rated_tab.choose(library, "artist", "track", "added", "link")
    assert rated_tab.column(2) == [None, None, "the first pressing", None]
    assert "album" not in rated_tab.tagged


def test_row_of_a_removed_track_is_deleted(tab, library):
    library.remove(2)
    planned = tab.sync(library.desired())
    assert tab.song_numbers == ["5", "4", "2", "1"]
    assert planned.deleted == 1


def test_row_with_a_value_beside_it_is_kept(tab, library):
    tab.type(3, 5, "my rating")
    library.remove(2)
    planned = tab.sync(library.desired())
    assert planned.kept == (KeptRow(library.removed[0].key, 4, "value_beside"),)
    assert tab.song_numbers == ["5", "4", "3", "2", "1"]
    assert tab.values[3][5] == "my rating"


def test_kept_row_is_reported_with_its_final_number(tab, library):
    tab.type(4, 5, "my rating")
    library.remove(3)
    library.remove(0)
    library.save(3)
    (kept,) = tab.sync(library.desired()).kept
    assert (kept.row, tab.values[kept.row - 1][5]) == (7, "my rating")


def test_row_with_a_note_is_kept(tab, library):
    tab.note(3, 0, "why did I save this?")
    library.remove(2)
    assert tab.sync(library.desired()).kept == (KeptRow(library.removed[0].key, 4, "note"),)
    assert tab.notes == {(3, 0): "why did I save this?"}


def test_row_with_a_comment_is_kept(tab, library):
    tab.book.comment(GID, 3, 0, "why did I save this?")
    library.remove(2)
    assert tab.sync(library.desired()).kept == (KeptRow(library.removed[0].key, 4, "note"),)
    assert tab.read().notes == {3: {0}}


def test_row_with_a_pivot_table_is_kept(tab, library):
    tab.book.add_pivot(GID, 3, 5, {"sheetId": GID, "endColumnIndex": 3})
    library.remove(2)
    assert tab.sync(library.desired()).kept == (KeptRow(library.removed[0].key, 4, "value_beside"),)
    assert tab.song_numbers == ["5", "4", "3", "2", "1"]


@pytest.mark.parametrize("count", [3])
def test_dropped_column_with_a_comment_is_left_to_the_user(rated_tab, library):
    rated_tab.book.comment(GID, 2, 2, "which pressing?")
    rated_tab.choose(library, "artist", "track", "added", "link")
    assert rated_tab.headers == ["Artist", "Track", None, "Added", "Link", "Rating"]
    assert rated_tab.read().notes == {2: {2}}


def test_kept_row_is_still_corrected(tab, library):
    tab.type(3, 5, "my rating")
    tab.type(3, 0, "typo")
    library.remove(2)
    tab.sync(library.desired())
    assert tab.values[3][0] == "Sigur Rós"


def test_removed_tracks_are_kept_with_their_date_when_the_user_chose_so(library):
    tab = TabUnderTest(columns=9)
    library.columns = ("track", "link", "removed_on")
    library.keep_removed = True
    tab.sync(library.desired())
    library.remove(0)
    planned = tab.sync(library.desired())
    assert planned.deleted == 0
    assert tab.values[1][:3] == ["Song 5", "https://open.spotify.com/track/id5", 47_000.5]


def test_rows_outside_the_scope_are_deleted_even_when_removed_tracks_are_kept(tab, library):
    library.keep_removed = True
    library.scope = 2
    assert tab.sync(library.desired()).deleted == 3
    assert tab.song_numbers == ["5", "4"]


def test_one_unfrozen_row_is_kept_when_all_tracks_are_deleted():
    tab, library = TabUnderTest(rows=3), SmallLibrary()
    library.save(2)
    tab.sync(library.desired())
    library.remove(0)
    library.remove(0)
    tab.sync(library.desired())
    assert tab.values == [["Artist", "Track", "Album", "Added", "Link", None, None]]
    assert tab.read().row_count == 2


def freeze(tab: TabUnderTest, *, rows: int = 0, columns: int = 0) -> None:
    frozen = {"frozenRowCount": rows, "frozenColumnCount": columns}
    properties = {"sheetId": GID, "gridProperties": frozen}
    fields = "gridProperties.frozenRowCount,gridProperties.frozenColumnCount"
    tab.send([{"updateSheetProperties": {"properties": properties, "fields": fields}}])


@pytest.mark.parametrize("mode", ["merge", "mirror"])
@pytest.mark.parametrize("frozen", range(1, 9))
def test_more_rows_may_be_frozen_than_hold_something(mode, frozen):
    tab, library = TabUnderTest(), SmallLibrary()
    library.columns = ("artist", "track", "link")
    library.save(1)
    tab.sync(library.desired(mode=mode))
    freeze(tab, rows=frozen)
    library.save(2)
    tab.sync(library.desired(mode=mode))
    assert len(tab.titles) >= 3
    library.remove(0)
    tab.sync(library.desired(mode=mode))
    assert tab.song_numbers.count("3") == 0


@pytest.mark.parametrize("frozen", [0, 1, 2])
def test_the_last_column_that_is_not_frozen_is_replaced_before_it_goes(frozen):
    tab, library = TabUnderTest(columns=3), SmallLibrary()
    library.columns = ("link", "artist", "album")
    library.save(2)
    tab.sync(library.desired())
    freeze(tab, rows=1, columns=frozen)
    tab.choose(library, "link")
    assert tab.headers[0] == "Link"
    assert tab.width == (1 if frozen == 0 else 2)
