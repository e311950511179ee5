"""Rows that the person typed, with a track's link in them: never written over, never deleted."""

from __future__ import annotations

import pytest

from sheets.planner.deletions import KeptRow
from sheets.planner.plan import plan_tab
from tests.sheets.planner.sheet_under_test import GID, Desk

WORDS = ["My wish list:", "typed by me", None, None]


def add_row(desk, key, words=("My wish list:", "typed by me")):
    """Under all others. Returns its number."""
    row = len(desk.values)
    desk.book.insert_rows(GID, row)
    for place, text in enumerate(words):
        desk.type(row, place, text)
    desk.type(row, 4, f"{key}?si=abc")
    return row


def stands(desk, row):
    return desk.values[row][:5]


def test_the_link_of_a_track_out_of_scope(desk, shelf):
    shelf.scope = 3
    desk.sync(shelf.wanted(written_columns=shelf.columns))
    key = shelf.saved[4].key
    row = add_row(desk, key)
    planned = desk.sync(shelf.wanted(written_columns=shelf.columns))
    assert stands(desk, row) == [*WORDS, f"{key}?si=abc"]
    assert (planned.deleted, planned.kept) == (0, (KeptRow(key, row + 1, "edited"),))


def test_the_link_of_a_track_that_was_removed(desk, shelf):
    shelf.remove(0)
    desk.sync(shelf.wanted(written_columns=shelf.columns))
    row = add_row(desk, shelf.removed[0].key)
    assert desk.sync(shelf.wanted(written_columns=shelf.columns)).deleted == 0
    assert stands(desk, row)[:4] == WORDS


def test_the_link_of_a_track_that_is_saved_later_and_removed_again(desk, shelf):
    row = add_row(desk, "https://open.spotify.com/track/id6")
    shelf.save()
    assert desk.sync(shelf.wanted(written_columns=shelf.columns)).added == 1
    assert stands(desk, row + 1)[:4] == WORDS
    shelf.remove(0)
    assert desk.sync(shelf.wanted(written_columns=shelf.columns)).deleted == 1
    assert stands(desk, row)[:4] == WORDS


def test_the_link_of_a_track_that_has_its_row(desk, shelf):
    row = add_row(desk, shelf.saved[2].key)
    planned = desk.sync(shelf.wanted(written_columns=shelf.columns))
    assert (planned.requests, planned.user_rows) == ([], 1)
    shelf.remove(2)
    assert desk.sync(shelf.wanted(written_columns=shelf.columns)).deleted == 1
    assert stands(desk, row - 1)[:4] == WORDS


def test_a_bare_link_is_filled_in_for_a_track_that_is_wanted_and_stays_bare_for_another(desk, shelf):
    shelf.scope = 3
    desk.sync(shelf.wanted(written_columns=shelf.columns))
    wanted, other = (shelf.saved[place].key for place in (0, 4))
    rows = add_row(desk, wanted, ()), add_row(desk, other, ())
    desk.sync(shelf.wanted(written_columns=shelf.columns))
    assert stands(desk, rows[0]) == stands(desk, 1)
    assert stands(desk, rows[1]) == [None, None, None, None, f"{other}?si=abc"]


def test_one_cell_of_a_row_of_ours_is_still_put_right(desk, shelf):
    for place in range(4):
        desk.type(1 + place, place, "typo")
    planned = desk.sync(shelf.wanted(written_columns=shelf.columns, unchanged=True))
    assert (planned.added, planned.user_rows, len(planned.repaired)) == (0, 0, 4)


def test_with_a_single_cell_to_tell_by_a_mistyped_or_renamed_row_stays_ours(shelf):
    desk = Desk()
    shelf.columns = ("track", "link")
    desk.sync(shelf.wanted())
    desk.type(1, 0, "typo")
    shelf.rename(1)
    planned = desk.sync(shelf.wanted(written_columns=shelf.columns))
    assert (planned.updated, planned.added) == (2, 0)


def test_a_row_of_ours_that_was_typed_into_outlives_its_track_as_it_stands(desk, shelf):
    desk.type(3, 1, "my favourite")
    shelf.remove(2)
    planned = desk.sync(shelf.wanted(written_columns=shelf.columns))
    assert planned.kept == (KeptRow(shelf.removed[0].key, 4, "edited"),)
    assert desk.values[3][1] == "my favourite"


def test_words_in_dropped_columns_stay_in_columns_of_the_person_s(desk, shelf):
    row = add_row(desk, shelf.saved[0].key)
    laid, shelf.columns = shelf.columns, ("album", "duration", "link")
    desk.sync(shelf.wanted(written_columns=laid))
    assert [cell for cell in desk.values[row] if cell in WORDS[:2]] == WORDS[:2]
    assert desk.values[0].count("Artist") == 0


@pytest.fixture
def table(shelf):
    """Their own list of eight tracks, headed as ours would be and word for word the same."""
    desk = Desk(rows=30, columns=3)
    shelf.save(3)
    shelf.scope = 3
    rows = [
        ["Artist", "Track", "Link"],
        *([*track.row(shelf_columns(shelf)).values] for track in shelf.saved),
    ]
    cells = [{"values": [{"userEnteredValue": {"stringValue": text}} for text in row]} for row in rows]
    start = {"sheetId": GID, "rowIndex": 0, "columnIndex": 0}
    desk.send([{"updateCells": {"start": start, "rows": cells, "fields": "userEnteredValue"}}])
    return desk


def shelf_columns(shelf):
    return tuple(column for column in shelf.wanted().columns if column.id in ("artist", "track", "link"))


def test_a_table_of_theirs_is_taken_over_without_deleting_a_row_of_it(table, shelf):
    links = keys_of(table)
    for laid in ((), shelf.columns, shelf.columns):
        planned = table.sync(shelf.wanted(written_columns=laid))
        assert planned.deleted == 0
    assert keys_of(table) == links
    assert len(planned.kept) == 5


def test_a_table_that_could_not_be_told_from_ours_is_left_beside(table, shelf):
    shelf.columns = ("artist", "track", "link")
    theirs = table.values
    for laid in ((), shelf.columns):
        table.sync(shelf.wanted(written_columns=laid))
    assert [row[3:] for row in table.values if row[3] or row is table.values[0]] == theirs
    assert [row[:3] for row in table.values[:4]] == theirs[:4]


def keys_of(desk):
    link = desk.values[0].index("Link")
    return [row[link] for row in desk.values[1:]]


def test_in_a_mirror_such_a_row_is_a_refusal(shelf):
    desk = Desk()
    desk.sync(shelf.wanted(mode="mirror"))
    row = add_row(desk, shelf.saved[0].key)
    refusal = plan_tab(desk.read(), shelf.wanted(mode="mirror", written_columns=shelf.columns)).refusal
    assert refusal.cells == (f"A{row + 1}", f"B{row + 1}", f"E{row + 1}")
