"""Rows that the user typed with a track's link in them are never written over and never deleted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sheets.columns import get_columns
from sheets.planner.deletion import KeptRow
from sheets.planner.locate_columns import dropped_in
from sheets.planner.plan import plan_tab
from tests.sheets.planner.small_library import SmallLibrary
from tests.sheets.planner.tab_under_test import GID, TabUnderTest

USER_TEXT = ["My wish list:", "typed by me", None, None]


def add_row(tab, key, texts=("My wish list:", "typed by me")):
    """Under all others. Returns its number."""
    row = len(tab.values)
    tab.book.insert_rows(GID, row)
    for place, text in enumerate(texts):
        tab.type(row, place, text)
    tab.type(row, 4, f"{key}?si=abc")
    return row


def cells_of(tab, row):
    return tab.values[row][:5]


def test_users_row_with_the_link_of_a_track_out_of_scope_is_kept(tab, library):
    library.scope = 3
    tab.sync(library.desired(written_columns=library.columns))
    key = library.saved[4].key
    row = add_row(tab, key)
    planned = tab.sync(library.desired(written_columns=library.columns))
    assert cells_of(tab, row) == [*USER_TEXT, f"{key}?si=abc"]
    assert (planned.deleted, planned.kept) == (0, (KeptRow(key, row + 1, "edited", "out_of_scope"),))


def test_users_row_with_the_link_of_a_removed_track_is_kept(tab, library):
    library.remove(0)
    tab.sync(library.desired(written_columns=library.columns))
    row = add_row(tab, library.removed[0].key)
    assert tab.sync(library.desired(written_columns=library.columns)).deleted == 0
    assert cells_of(tab, row)[:4] == USER_TEXT


def test_users_row_with_the_link_of_a_track_saved_later_and_removed_again_is_kept(tab, library):
    row = add_row(tab, "https://open.spotify.com/track/id6")
    library.save()
    assert tab.sync(library.desired(written_columns=library.columns)).added == 1
    assert cells_of(tab, row + 1)[:4] == USER_TEXT
    library.remove(0)
    assert tab.sync(library.desired(written_columns=library.columns)).deleted == 1
    assert cells_of(tab, row)[:4] == USER_TEXT


def test_users_row_with_the_link_of_a_track_that_has_its_row_is_kept(tab, library):
    row = add_row(tab, library.saved[2].key)
    planned = tab.sync(library.desired(written_columns=library.columns))
    assert (planned.requests, planned.user_rows) == ([], 1)
    library.remove(2)
    assert tab.sync(library.desired(written_columns=library.columns)).deleted == 1
    assert cells_of(tab, row - 1)[:4] == USER_TEXT


def test_row_with_only_a_link_is_filled_in_for_a_wanted_track_and_left_for_another(tab, library):
    library.scope = 3
    tab.sync(library.desired(written_columns=library.columns))
    desired, other = (library.saved[place].key for place in (0, 4))
    rows = add_row(tab, desired, ()), add_row(tab, other, ())
    tab.sync(library.desired(written_columns=library.columns))
    assert cells_of(tab, rows[0]) == cells_of(tab, 1)
    assert cells_of(tab, rows[1]) == [None, None, None, None, f"{other}?si=abc"]


def test_single_edited_cell_of_a_synced_row_is_corrected(tab, library):
    for place in range(4):
        tab.type(1 + place, place, "typo")
    planned = tab.sync(library.desired(written_columns=library.columns, unchanged=True))
    assert (planned.added, planned.user_rows, len(planned.repaired)) == (0, 0, 4)


def test_row_with_a_single_identifying_cell_is_corrected_when_that_cell_differs(library):
    tab = TabUnderTest()
    library.columns = ("track", "link")
    tab.sync(library.desired())
    tab.type(1, 0, "typo")
    library.rename(1)
    planned = tab.sync(library.desired(written_columns=library.columns))
    assert (planned.updated, planned.added) == (2, 0)


def test_edited_row_of_a_removed_track_is_kept_as_it_is(tab, library):
    tab.type(3, 1, "my favourite")
    library.remove(2)
    planned = tab.sync(library.desired(written_columns=library.columns))
    assert planned.kept == (KeptRow(library.removed[0].key, 4, "edited"),)
    assert tab.values[3][1] == "my favourite"


def test_users_text_in_dropped_columns_is_kept(tab, library):
    row = add_row(tab, library.saved[0].key)
    written, library.columns = library.columns, ("album", "duration", "link")
    tab.sync(library.desired(written_columns=written))
    assert [cell for cell in tab.values[row] if cell in USER_TEXT[:2]] == USER_TEXT[:2]
    assert tab.values[0].count("Artist") == 0


@pytest.fixture
def table(library):
    """The user's own list of eight tracks, with the headers and values that a sync would write."""
    tab = TabUnderTest(rows=30, columns=3)
    library.save(3)
    library.scope = 3
    rows = [
        ["Artist", "Track", "Link"],
        *([*track.row(three_columns(library)).values] for track in library.saved),
    ]
    cells = [{"values": [{"userEnteredValue": {"stringValue": text}} for text in row]} for row in rows]
    start = {"sheetId": GID, "rowIndex": 0, "columnIndex": 0}
    tab.send([{"updateCells": {"start": start, "rows": cells, "fields": "userEnteredValue"}}])
    return tab


def three_columns(library):
    return tuple(column for column in library.desired().columns if column.id in ("artist", "track", "link"))


def test_users_table_of_tracks_is_taken_over_without_deleting_a_row(table, library):
    links = keys_of(table)
    for written in ((), library.columns, library.columns):
        planned = table.sync(library.desired(written_columns=written))
        assert planned.deleted == 0
    assert keys_of(table) == links
    assert len(planned.kept) == 5


def test_users_table_equal_to_a_synced_one_is_left_beside(table, library):
    library.columns = ("artist", "track", "link")
    before = table.values
    for written in ((), library.columns):
        table.sync(library.desired(written_columns=written))
    assert [row[3:] for row in table.values if row[3] or row is table.values[0]] == before
    assert [row[:3] for row in table.values[:4]] == before[:4]


def keys_of(tab):
    link = tab.values[0].index("Link")
    return [row[link] for row in tab.values[1:]]


def test_users_row_with_a_tracks_link_refuses_a_mirror(library):
    tab = TabUnderTest()
    tab.sync(library.desired(mode="mirror"))
    row = add_row(tab, library.saved[0].key)
    refusal = plan_tab(tab.read(), library.desired(mode="mirror", written_columns=library.columns)).refusal
    assert refusal.cells == (f"A{row + 1}", f"B{row + 1}", f"E{row + 1}")


def test_users_rows_with_a_tracks_link_stay_theirs_after_the_columns_that_showed_it_are_dropped(tab, library):
    link = library.saved[1].key
    for row in (2, 3):
        tab.book.insert_rows(GID, row)
        tab.type(row, tab.tagged["album"], f"heard at a party {row}")
        tab.type(row, tab.tagged["link"], link)
    for _ in range(3):
        tab.choose(library, "artist", "link")
    album = next(place for place, cell in enumerate(tab.values[2]) if cell == "heard at a party 2")
    for row in (2, 3):
        assert tab.values[row][tab.tagged["artist"]] is None
        assert tab.values[row][album] == f"heard at a party {row}"


@pytest.fixture
def small_tab():
    tab, library = TabUnderTest(), SmallLibrary(columns=("track", "duration", "tempo", "link"))
    library.save(1)
    tab.sync(library.desired())
    return tab, library


def test_row_is_kept_when_the_person_has_typed_into_a_feature(small_tab):
    tab, library = small_tab
    tab.type(1, 2, "fast!")
    library.remove(0)
    tab.sync(library.desired(written_columns=library.columns))
    assert tab.values[1][2] == "fast!"


def test_column_of_a_feature_is_kept_when_the_person_has_typed_into_it(small_tab):
    tab, library = small_tab
    tab.type(1, 2, "fast!")
    tab.choose(library, "track", "duration", "link")
    assert tab.values[1][2] == "fast!"


def test_feature_that_was_written_and_has_changed_since_keeps_no_row(small_tab):
    tab, library = small_tab
    library.enrich(0)
    tab.sync(library.desired(written_columns=library.columns))
    library.saved[0] = replace(library.saved[0], is_known_better=False)
    library.remove(0)
    assert tab.sync(library.desired(written_columns=library.columns)).deleted == 1


def test_row_is_known_by_one_cell_that_is_as_it_was_written(small_tab):
    """The other cell was typed over on the day on which the track was renamed."""
    tab, library = small_tab
    tab.type(1, 1, "long")
    library.rename(0)
    planned = tab.sync(library.desired(written_columns=library.columns))
    assert (planned.added, planned.updated) == (0, 1)


def test_rows_of_a_write_before_the_last_unconfirmed_one_are_known(tab, library):
    """The first is applied and its answer lost, the second never arrives."""
    library.rename(0)
    for part in tab.parts(library.desired(written_columns=library.columns), 2_000_000):
        tab.send(part)
    library.rename(0)
    tab.parts(library.desired(written_columns=library.columns), 2_000_000)
    library.remove(0)
    assert tab.sync(library.desired(written_columns=library.columns)).deleted == 1


def test_row_found_by_its_words_does_not_keep_the_columns_that_are_dropped_with_it(library):
    tab = TabUnderTest(rows=20)
    library.columns = ("artist", "track", "album", "added", "duration", "link")
    tab.sync(library.desired())
    tab.type(2, 5, library.saved[3].key)
    library.remove(3)
    planned = tab.choose(library, "album", "duration", "link")
    assert (planned.restored, planned.added) == (1, 0)
    assert tab.headers == ["Album", "Duration", "Link", *[None] * (tab.width - 3)]


def test_copied_row_that_is_as_written_does_not_refuse_a_mirror(library):
    tab = TabUnderTest()
    tab.sync(library.desired(mode="mirror"))
    tab.book.insert_rows(GID, 2)
    for place, cell in enumerate(tab.values[1]):
        if cell is not None:
            tab.type(2, place, str(cell) if place != 0 else f"'{cell}")
    library.rename(0)
    desired = library.desired(mode="mirror", written_columns=library.columns)
    assert plan_tab(tab.read(), replace(desired, written=tab.memories)).refusal is None


def test_users_row_with_an_unwanted_tracks_link_stays_when_its_words_are_dropped():
    tab, library = TabUnderTest(), SmallLibrary(columns=("link", "track"), scope=0)
    library.save(1)
    tab.sync(library.desired())
    tab.type(1, 0, f"{library.saved[0].key}?si=abc")
    tab.type(1, 1, "to hear")
    tab.choose(library, "artist", "link")
    cells = [cell for cell in tab.values[1] if cell is not None]
    assert sorted(cells) == [f"{library.saved[0].key}?si=abc", "to hear"]


@pytest.mark.parametrize("change", ["saved_again", "wider_choice", "narrower_choice"])
def test_rows_of_a_first_write_that_was_never_confirmed_are_not_doubled(change):
    """Every batch has arrived and no answer has: neither columns nor rows are confirmed."""
    tab, library = TabUnderTest(columns=9), SmallLibrary(columns=("track", "added", "link"))
    library.save(4)
    for part in tab.parts(library.desired(), 2_000_000):
        tab.send(part)
    if change == "saved_again":
        library.saved.insert(0, replace(library.saved.pop(2), edition=1))
    elif change == "wider_choice":
        library.columns = ("artist", "track", "album", "added", "duration", "link")
    else:
        library.columns = ("artist", "link")
    # the rows hold the values of the columns that are dropped, as the site fetches them
    desired = library.desired(written_columns=("track", "added", "link"))
    assert set(desired.dropped) == set(dropped_in(tab.read(), get_columns(library.columns)))
    planned = tab.sync(replace(desired, written_columns=()))
    assert (planned.added, planned.user_rows) == (0, 0)
    links = [cell for cell in tab.column(tab.tagged["link"]) if cell]
    assert sorted(links[1:]) == sorted(track.key for track in library.saved)
