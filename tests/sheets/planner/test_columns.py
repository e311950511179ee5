"""Our columns are found wherever people push them, and a new choice re-lays them without touching theirs."""

from __future__ import annotations

import pytest

from sheets.columns import DEFAULT_COLUMNS
from sheets.planner.plan import plan_tab
from sheets.planner.requests import tag_column, untag_column
from tests.sheets.planner.sheet_under_test import GID, Desk
from tests.sheets.planner.songs import Shelf


@pytest.fixture
def count():
    return 3


@pytest.fixture
def desk(shelf):
    """Header and three songs in A to E; the person's rating in F."""
    desk = Desk(columns=6)
    desk.sync(shelf.wanted())
    for row, text in enumerate(("Rating", "five", "four", "three")):
        desk.type(row, 5, text)
    return desk


def headers(desk):
    return desk.values[0]


def column(desk, place):
    return [row[place] for row in desk.values]


def choose(desk, shelf, *names):
    laid, shelf.columns = shelf.columns, names
    return desk.sync(shelf.wanted(written_columns=laid))


def mark(desk, place, name):
    desk.send([tag_column(GID, place, name)])


def unmark(desk, *names):
    for tag in desk.read().tags.values():
        if not names or tag.column in names:
            desk.send([untag_column(tag)])


def test_columns_inserted_to_the_left_and_between_do_not_confuse_it(desk, shelf):
    desk.book.insert_columns(GID, 0)
    desk.book.insert_columns(GID, 3)
    assert plan_tab(desk.read(), shelf.wanted(written_columns=shelf.columns)).steps == ()
    shelf.save()
    desk.sync(shelf.wanted(written_columns=shelf.columns))
    assert headers(desk) == [None, "Artist", "Track", None, "Album", "Added", "Link", "Rating"]
    assert desk.values[1][1:3] == ["=cmd()", "Song 4"]
    assert column(desk, 7) == ["Rating", None, "five", "four", "three"]


def test_a_new_column_comes_in_after_the_one_it_follows_and_pushes_theirs_aside(desk, shelf):
    choose(desk, shelf, "artist", "track", "album", "added", "duration", "link", "tempo")
    assert headers(desk) == ["Artist", "Track", "Album", "Added", "Duration", "Link", "Tempo (BPM)", "Rating"]
    assert column(desk, 7) == ["Rating", "five", "four", "three"]
    assert desk.book.tab(GID).rows[2].cell(4).format["numberFormat"] == {"type": "TIME", "pattern": "[m]:ss"}


def test_a_text_column_beside_dates_does_not_take_their_format(desk, shelf):
    choose(desk, shelf, "artist", "track", "album", "added", "link")
    choose(desk, shelf, "artist", "track", "explicit", "album", "added", "link")
    assert not (desk.book.tab(GID).rows[2].cell(2).format or {}).get("numberFormat")


def test_another_order_moves_our_columns_and_leaves_theirs_where_they_are(desk, shelf):
    desk.book.insert_columns(GID, 2)
    desk.type(0, 2, "Mood")
    choose(desk, shelf, "link", "artist", "track", "album", "added")
    assert headers(desk) == ["Link", "Artist", "Track", "Mood", "Album", "Added", "Rating"]


def test_notes_on_our_cells_move_with_their_column(desk, shelf):
    desk.note(2, 4, "my note")
    choose(desk, shelf, "link", "artist", "track", "album", "added")
    assert desk.notes == {(2, 0): "my note"}


def test_while_the_choice_stays_columns_stay_where_the_person_dragged_them(desk, shelf):
    desk.book.move_column(GID, 4, 0)
    assert plan_tab(desk.read(), shelf.wanted(written_columns=shelf.columns)).steps == ()
    desk.sync(shelf.wanted())
    assert headers(desk)[:5] == ["Artist", "Track", "Album", "Added", "Link"]


def test_a_column_that_is_not_chosen_any_more_goes(desk, shelf):
    choose(desk, shelf, "track", "link")
    assert headers(desk) == ["Track", "Link", "Rating"]
    assert column(desk, 2) == ["Rating", "five", "four", "three"]


def test_a_dropped_column_with_a_note_is_emptied_of_ours_and_handed_over(desk, shelf):
    desk.note(2, 2, "my note")
    choose(desk, shelf, "artist", "track", "added", "link")
    assert headers(desk) == ["Artist", "Track", None, "Added", "Link", "Rating"]
    assert column(desk, 2) == [None, None, None, None]
    assert desk.notes == {(2, 2): "my note"}
    assert "album" not in desk.ours


def test_a_dropped_column_with_cells_of_the_person_s_rows_keeps_those(desk, shelf):
    desk.type(4, 2, "my own album")
    choose(desk, shelf, "artist", "track", "added", "link")
    assert column(desk, 2) == [None, None, None, None, "my own album"]


def test_a_dropped_column_that_is_chosen_again_comes_in_anew(desk, shelf):
    desk.note(2, 2, "my note")
    choose(desk, shelf, "artist", "track", "added", "link")
    choose(desk, shelf, *DEFAULT_COLUMNS)
    assert headers(desk) == ["Artist", "Track", "Album", None, "Added", "Link", "Rating"]
    assert desk.notes == {(2, 3): "my note"}


def test_a_column_of_the_person_s_with_our_header_is_not_taken(desk, shelf):
    desk.type(0, 5, "Tempo (BPM)")
    shelf.enrich(0)
    choose(desk, shelf, *DEFAULT_COLUMNS, "tempo")
    assert headers(desk) == ["Artist", "Track", "Album", "Added", "Link", "Tempo (BPM)", "Tempo (BPM)"]
    assert column(desk, 6) == ["Tempo (BPM)", "five", "four", "three"]


def test_columns_without_their_mark_are_found_by_their_header(desk, shelf):
    unmark(desk)
    assert desk.ours == {}
    planned = desk.sync(shelf.wanted())
    assert {kind for request in planned.requests for kind in request} == {"createDeveloperMetadata"}
    assert list(desk.ours) == list(DEFAULT_COLUMNS)


def test_a_column_that_the_person_deleted_comes_back_in_its_place(desk, shelf):
    desk.book.delete_columns(GID, 1)
    desk.sync(shelf.wanted(written_columns=shelf.columns))
    assert headers(desk) == ["Artist", "Track", "Album", "Added", "Link", "Rating"]


def test_even_a_deleted_link_column_comes_back_and_every_row_keeps_its_place(desk, shelf):
    desk.book.delete_columns(GID, 4)
    planned = desk.sync(shelf.wanted(written_columns=shelf.columns))
    assert (planned.restored, planned.added) == (3, 0)
    assert column(desk, 5) == ["Rating", "five", "four", "three"]


def test_a_marked_column_that_stands_twice_is_ours_once(desk, shelf):
    mark(desk, 5, "artist")
    planned = desk.sync(shelf.wanted())
    assert [list(request) for request in planned.requests] == [["deleteDeveloperMetadata"]]
    assert desk.ours["artist"] == 0
    assert column(desk, 5) == ["Rating", "five", "four", "three"]


@pytest.mark.parametrize("name", ["album", "link", "artist"])
@pytest.mark.parametrize("to", [0, 6])
def test_a_column_of_the_person_s_that_carries_our_mark_outlives_ours(desk, shelf, name, to):
    mark(desk, 5, name)
    desk.book.move_column(GID, 5, to)
    choose(desk, shelf, *(column for column in ("track", "added", "link") if column != name))
    assert [headers(desk).index("Rating") == place for place in desk.ours.values()].count(True) == 0
    assert column(desk, headers(desk).index("Rating")) == ["Rating", "five", "four", "three"]
    assert len(set(desk.ours)) == 3


def test_a_column_that_only_looks_like_ours_is_not_written_over_and_not_deleted(desk, shelf):
    """Theirs says of most songs what ours would."""
    explicit = [not track.number % 2 if track.number > 1 else True for track in shelf.saved]
    for row, text in enumerate(["Explicit", *map(str, explicit)]):
        desk.type(row, 5, text)
    choose(desk, shelf, *DEFAULT_COLUMNS, "explicit")
    choose(desk, shelf, *DEFAULT_COLUMNS)
    assert headers(desk) == ["Artist", "Track", "Album", "Added", "Link", "Explicit"]
    assert column(desk, 5) == ["Explicit", *explicit]


def test_not_even_one_that_says_the_same_throughout(desk, shelf):
    for row, track in enumerate(shelf.saved, 1):
        desk.type(row, 5, str(not track.number % 2))
    desk.type(0, 5, "Explicit")
    choose(desk, shelf, *DEFAULT_COLUMNS, "explicit")
    assert headers(desk)[5:] == ["Explicit", "Explicit"]
    assert desk.ours["explicit"] == 5


def test_an_empty_column_with_our_header_is_theirs(desk, shelf):
    desk.book.insert_columns(GID, 6)
    desk.type(0, 6, "Tempo (BPM)")
    choose(desk, shelf, *DEFAULT_COLUMNS, "tempo")
    assert headers(desk) == [
        "Artist",
        "Track",
        "Album",
        "Added",
        "Link",
        "Tempo (BPM)",
        "Rating",
        "Tempo (BPM)",
    ]


def test_their_copy_of_a_column_of_ours_is_theirs_when_they_delete_ours(desk, shelf):
    for row, cell in enumerate(column(desk, 1)):
        desk.type(row, 5, cell)
    desk.book.delete_columns(GID, 1)
    desk.sync(shelf.wanted(written_columns=shelf.columns))
    assert headers(desk) == ["Artist", "Track", "Album", "Added", "Link", "Track"]
    assert desk.ours["track"] == 1


def test_a_link_column_that_lost_its_mark_alone_is_found_by_its_links(shelf):
    desk = Desk()
    shelf.columns = ("track", "link")
    desk.sync(shelf.wanted())
    unmark(desk, "link")
    assert desk.sync(shelf.wanted(written_columns=shelf.columns)).added == 0
    assert desk.ours == {"track": 0, "link": 1}


def test_a_link_column_of_theirs_about_other_songs_is_theirs_when_they_delete_ours(desk, shelf):
    theirs = ["Link", *(f"https://open.spotify.com/track/id{number}" for number in (1, 3, 2))]
    for row, text in enumerate(theirs):
        desk.type(row, 5, text)
    desk.book.delete_columns(GID, 4)
    planned = desk.sync(shelf.wanted(written_columns=shelf.columns))
    assert (planned.added, planned.restored) == (0, 3)
    assert column(desk, 5) == theirs


def test_where_all_marks_are_lost_columns_that_we_laid_are_found_although_cells_are_wrong(desk, shelf):
    unmark(desk)
    desk.type(1, 0, "typo")
    shelf.rename(1)
    planned = desk.sync(shelf.wanted(written_columns=shelf.columns))
    assert list(desk.ours.values()) == [0, 1, 2, 3, 4]
    assert planned.updated == 2


def test_where_all_marks_are_lost_and_nothing_is_known_one_wrong_cell_makes_the_column_theirs(desk, shelf):
    unmark(desk)
    desk.type(1, 0, "typo")
    desk.sync(shelf.wanted())
    assert headers(desk) == ["Artist", "Artist", "Track", "Album", "Added", "Link", "Rating"]
    assert desk.ours["artist"] == 1
    assert desk.values[1][0] == "typo"


def test_a_dropped_column_keeps_what_was_typed_over_ours(desk, shelf):
    desk.type(2, 2, "the first pressing")
    choose(desk, shelf, "artist", "track", "added", "link")
    assert column(desk, 2) == [None, None, "the first pressing", None]
    assert "album" not in desk.ours


def test_in_a_tab_with_cells_of_theirs_our_columns_come_in_at_the_left(shelf):
    desk = Desk(columns=2)
    for place, text in enumerate(("Wishlist", "Price")):
        desk.type(0, place, text)
    desk.type(1, 0, "a guitar")
    desk.note(1, 1, "too much")
    desk.sync(shelf.wanted())
    assert headers(desk) == ["Artist", "Track", "Album", "Added", "Link", "Wishlist", "Price"]
    assert [row[5] for row in desk.values] == ["Wishlist", None, None, None, "a guitar"]
    assert desk.notes == {(4, 6): "too much"}
    assert desk.read().frozen_rows == 0


def test_a_narrow_blank_tab_grows_to_the_right():
    desk, shelf = Desk(rows=1, columns=2), Shelf()
    desk.sync(shelf.wanted())
    assert headers(desk) == ["Artist", "Track", "Album", "Added", "Link"]
    assert (desk.read().frozen_rows, desk.read().row_count) == (1, 2)


def test_a_table_of_the_person_s_with_our_headers_but_no_links_stays_theirs(shelf):
    desk = Desk(columns=2)
    for place, text in enumerate(("Artist", "Track")):
        desk.type(0, place, text)
        desk.type(1, place, f"my {text}")
    desk.sync(shelf.wanted())
    assert headers(desk) == ["Artist", "Track", "Album", "Added", "Link", "Artist", "Track"]
    assert desk.values[4] == [None] * 5 + ["my Artist", "my Track"]
