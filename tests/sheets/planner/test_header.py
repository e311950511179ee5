"""The header is repaired where it is, and a row of the user's is never taken for it."""

from __future__ import annotations

import pytest

from sheets.planner.requests import freeze
from tests.sheets.planner.small_library import SmallLibrary
from tests.sheets.planner.tab_under_test import GID, TabUnderTest

HEADER = ["Artist", "Track", "Album", "Added", "Link"]


@pytest.fixture
def count():
    return 3


def rows(tab):
    return [row[:5] for row in tab.values]


def test_renamed_header_cell_is_repaired_and_reported(tab, library):
    tab.type(0, 1, "Titel")
    planned = tab.sync(library.desired())
    assert rows(tab)[0] == HEADER
    assert [(cell.address, cell.header) for cell in planned.repaired] == [("B1", "Track")]


def test_header_that_is_renamed_throughout_is_repaired_in_place(tab, library):
    for place, text in enumerate(("Künstler", "Titel", "Platte", "Seit", "Adresse")):
        tab.type(0, place, text)
    tab.sync(library.desired())
    assert rows(tab)[0] == HEADER
    assert len(tab.values) == 4


def test_deleted_header_is_inserted_above_the_tracks(tab, library):
    tab.book.delete_rows(GID, 0)
    tab.sync(library.desired())
    assert rows(tab)[0] == HEADER
    assert [row[1] for row in tab.values[1:]] == ["Song 3", "Song 2", "Song 1"]


def test_users_row_is_not_taken_for_the_deleted_header(tab, library):
    tab.book.insert_rows(GID, 1)
    tab.type(1, 1, "my song")
    tab.book.delete_rows(GID, 0)
    tab.sync(library.desired())
    assert rows(tab)[:2] == [HEADER, [None, "my song", None, None, None]]


def test_users_rows_above_the_header_are_kept_there(tab, library):
    tab.book.insert_rows(GID, 0)
    tab.type(0, 0, "My music")
    library.save()
    tab.sync(library.desired())
    assert [row[0] for row in tab.values[:2]] == ["My music", "Artist"]
    assert tab.values[2][1] == "Song 4"


def test_header_that_was_sorted_among_the_rows_is_still_the_header(tab, library):
    tab.book.sort(GID, 1, start_row=0, descending=True)
    assert rows(tab)[0] == HEADER
    tab.book.sort(GID, 0, start_row=0)
    place = rows(tab).index(HEADER)
    assert place > 0
    library.save()
    tab.sync(library.desired())
    assert rows(tab).count(HEADER) == 1
    assert tab.values[place + 1][1] != "Track"


def test_rows_that_the_user_froze_under_the_header_are_kept_above_the_tracks(tab, library):
    tab.book.insert_rows(GID, 1)
    tab.type(1, 5, "total")
    properties = {"sheetId": GID, "gridProperties": {"frozenRowCount": 2}}
    tab.send(
        [{"updateSheetProperties": {"properties": properties, "fields": "gridProperties.frozenRowCount"}}]
    )
    library.save()
    tab.sync(library.desired())
    assert tab.values[1][5] == "total"
    assert tab.values[2][1] == "Song 4"


def test_track_named_like_the_header_is_not_the_header(tab, library):
    desired = library.desired()
    song = desired.rows[0]
    desired.rows[0] = type(song)(song.key, (), ("Artist", "Track", "Album", song.values[3], song.key))
    tab.sync(desired)
    tab.book.delete_rows(GID, 0)
    tab.sync(desired)
    assert rows(tab)[0] == HEADER
    assert len(tab.values) == 4


def test_a_row_with_a_link_of_the_user_is_never_a_header(library):
    tab = TabUnderTest()
    library.columns = ("artist", "track", "link")
    tab.sync(library.desired())
    tab.book.insert_rows(GID, 1)
    for place, text in enumerate(("Foo Fighters", "bootleg 1997", "https://archive.org/x")):
        tab.type(1, place, text)
    tab.book.delete_rows(GID, 0)
    tab.send([freeze(GID, 1)])
    tab.sync(library.desired())
    assert [row[1] for row in tab.values] == ["Track", "bootleg 1997", "Song 3", "Song 2", "Song 1"]


def test_a_tracks_row_whose_link_was_typed_over_is_never_a_header(library):
    tab = TabUnderTest()
    library.columns = ("artist", "track", "link")
    tab.sync(library.desired())
    tab.type(1, 2, "heard live")
    tab.type(1, 4, "MY REVIEW")
    tab.book.delete_rows(GID, 0)
    tab.send([freeze(GID, 1)])
    tab.sync(library.desired())
    assert [row[1] for row in tab.values] == ["Track", "Song 3", "Song 2", "Song 1"]
    assert tab.values[1][4] == "MY REVIEW"


def test_a_title_of_the_persons_that_repeats_one_of_ours_is_not_the_header():
    """The other chosen column comes with this sync, so that one word is all of the titles that the tab can hold."""
    tab, library = TabUnderTest(), SmallLibrary(columns=("link", "added"))
    tab.sync(library.desired())
    tab.book.insert_rows(GID, 0)
    tab.type(0, 0, "Link")
    tab.type(0, 1, "my title")
    tab.send([freeze(GID, 0)])
    tab.choose(library, "link", "artist")
    assert "my title" in tab.values[0]
    assert tab.values[1][tab.tagged["artist"]] == "Artist"
