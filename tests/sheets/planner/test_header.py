"""The header is repaired where it stands, and never mistaken for somebody's row."""

from __future__ import annotations

import pytest

from tests.sheets.planner.sheet_under_test import GID

HEADER = ["Artist", "Track", "Album", "Added", "Link"]


@pytest.fixture
def count():
    return 3


def rows(desk):
    return [row[:5] for row in desk.values]


def test_a_damaged_header_is_repaired_and_said(desk, shelf):
    desk.type(0, 1, "Titel")
    planned = desk.sync(shelf.wanted())
    assert rows(desk)[0] == HEADER
    assert [(cell.address, cell.header) for cell in planned.repaired] == [("B1", "Track")]


def test_a_header_in_the_person_s_own_words_is_written_over_where_it_stands(desk, shelf):
    for place, text in enumerate(("Künstler", "Titel", "Platte", "Seit", "Adresse")):
        desk.type(0, place, text)
    desk.sync(shelf.wanted())
    assert rows(desk)[0] == HEADER
    assert len(desk.values) == 4


def test_a_deleted_header_comes_back_above_the_tracks(desk, shelf):
    desk.book.delete_rows(GID, 0)
    desk.sync(shelf.wanted())
    assert rows(desk)[0] == HEADER
    assert [row[1] for row in desk.values[1:]] == ["Song 3", "Song 2", "Song 1"]


def test_a_row_of_the_person_s_is_not_taken_for_the_deleted_header(desk, shelf):
    desk.book.insert_rows(GID, 1)
    desk.type(1, 1, "my song")
    desk.book.delete_rows(GID, 0)
    desk.sync(shelf.wanted())
    assert rows(desk)[:2] == [HEADER, [None, "my song", None, None, None]]


def test_rows_above_the_header_stay_there(desk, shelf):
    desk.book.insert_rows(GID, 0)
    desk.type(0, 0, "My music")
    shelf.save()
    desk.sync(shelf.wanted())
    assert [row[0] for row in desk.values[:2]] == ["My music", "Artist"]
    assert desk.values[2][1] == "Song 4"


def test_a_header_that_was_sorted_into_the_rows_stays_one_row(desk, shelf):
    desk.book.sort(GID, 1, start_row=0, descending=True)
    assert rows(desk)[0] == HEADER
    desk.book.sort(GID, 0, start_row=0)
    place = rows(desk).index(HEADER)
    assert place > 0
    shelf.save()
    desk.sync(shelf.wanted())
    assert rows(desk).count(HEADER) == 1
    assert desk.values[place + 1][1] != "Track"


def test_what_the_person_froze_under_the_header_stays_on_top(desk, shelf):
    desk.book.insert_rows(GID, 1)
    desk.type(1, 5, "total")
    properties = {"sheetId": GID, "gridProperties": {"frozenRowCount": 2}}
    desk.send(
        [{"updateSheetProperties": {"properties": properties, "fields": "gridProperties.frozenRowCount"}}]
    )
    shelf.save()
    desk.sync(shelf.wanted())
    assert desk.values[1][5] == "total"
    assert desk.values[2][1] == "Song 4"


def test_a_song_called_like_a_header_is_no_header(desk, shelf):
    wanted = shelf.wanted()
    song = wanted.rows[0]
    wanted.rows[0] = type(song)(song.key, (), ("Artist", "Track", "Album", song.values[3], song.key))
    desk.sync(wanted)
    desk.book.delete_rows(GID, 0)
    desk.sync(wanted)
    assert rows(desk)[0] == HEADER
    assert len(desk.values) == 4
