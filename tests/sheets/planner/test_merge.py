"""Merge: rows never move, and what is the person's stays beside its track."""

from __future__ import annotations

import pytest

from sheets.planner.deletions import KeptRow
from sheets.planner.plan import plan_tab
from tests.sheets.planner.sheet_under_test import GID, Desk
from tests.sheets.planner.songs import Shelf

MINE = 5


def songs(desk):
    return [str(row[desk.ours["track"]]).removeprefix("Song ") for row in desk.values[1:]]


def kinds(planned):
    return [kind for request in planned.requests for kind in request]


def test_a_first_sync_writes_the_header_and_the_newest_first_from_a1(desk):
    assert desk.values[0][:6] == ["Artist", "Track", "Album", "Added", "Link", None]
    assert songs(desk) == ["5", "4", "3", "2", "1"]
    assert desk.read().frozen_rows == 1


def test_nothing_to_do_is_an_empty_plan(desk, shelf):
    planned = plan_tab(desk.read(), shelf.wanted())
    assert planned.steps == ()
    assert planned.requests == []
    assert planned.row_count == 5


def test_a_new_track_goes_directly_under_the_header(desk, shelf):
    shelf.save()
    planned = desk.sync(shelf.wanted())
    assert kinds(planned) == ["insertDimension", "updateCells", "repeatCell"]
    assert songs(desk) == ["6", "5", "4", "3", "2", "1"]
    assert planned.added == 1


def test_a_missing_track_goes_directly_under_the_nearest_newer_one_that_stands(desk, shelf):
    shelf.save(2, at=2)
    desk.book.delete_rows(GID, 2)
    desk.sync(shelf.wanted())
    assert songs(desk) == ["5", "4", "7", "6", "3", "2", "1"]


def test_in_a_sorted_sheet_rows_stay_where_the_person_put_them(desk, shelf):
    desk.book.sort(GID, 1)
    shelf.save(1, at=1)
    desk.sync(shelf.wanted())
    assert songs(desk) == ["1", "2", "3", "4", "5", "6"]


def test_new_rows_do_not_take_the_header_s_look_and_show_dates_as_dates(desk, shelf):
    shelf.save()
    planned = desk.sync(shelf.wanted())
    assert planned.requests[0]["insertDimension"]["inheritFromBefore"] is False
    look = desk.book.tab(GID).rows[1].cell(3).format["numberFormat"]
    assert look == {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"}
    assert not (desk.book.tab(GID).rows[1].cell(0).format or {}).get("textFormat")


def test_only_values_are_written_so_that_looks_and_notes_of_our_cells_stay(desk, shelf):
    desk.note(2, 1, "my note")
    shelf.rename(1)
    planned = desk.sync(shelf.wanted())
    (request,) = planned.requests
    assert request["updateCells"]["fields"] == "userEnteredValue"
    assert desk.notes == {(2, 1): "my note"}


def test_neighbouring_changes_are_one_request(desk, shelf):
    for row in (2, 3):
        desk.type(row, 1, "x")
        desk.type(row, 2, "x")
    desk.type(5, 0, "x")
    areas = [request["updateCells"]["range"] for request in plan_tab(desk.read(), shelf.wanted()).requests]
    assert [
        (area["startRowIndex"], area["endRowIndex"], area["startColumnIndex"], area["endColumnIndex"])
        for area in areas
    ] == [
        (2, 4, 1, 3),
        (5, 6, 0, 1),
    ]


def test_a_track_that_left_takes_its_row_with_it(desk, shelf):
    shelf.remove(2)
    planned = desk.sync(shelf.wanted())
    assert songs(desk) == ["5", "4", "2", "1"]
    assert planned.deleted == 1


def test_a_row_stays_and_is_named_when_something_of_the_person_s_stands_beside_it(desk, shelf):
    desk.type(3, MINE, "my rating")
    shelf.remove(2)
    planned = desk.sync(shelf.wanted())
    assert planned.kept == (KeptRow(shelf.removed[0].key, 4, "value_beside"),)
    assert songs(desk) == ["5", "4", "3", "2", "1"]
    assert desk.values[3][MINE] == "my rating"


def test_a_row_that_stays_is_named_by_the_number_it_has_afterwards(desk, shelf):
    desk.type(4, MINE, "my rating")
    shelf.remove(3)
    shelf.remove(0)
    shelf.save(3)
    (kept,) = desk.sync(shelf.wanted()).kept
    assert (kept.row, desk.values[kept.row - 1][MINE]) == (7, "my rating")


def test_a_note_on_our_own_cell_keeps_the_row_too(desk, shelf):
    desk.note(3, 0, "why did I save this?")
    shelf.remove(2)
    assert desk.sync(shelf.wanted()).kept == (KeptRow(shelf.removed[0].key, 4, "note"),)
    assert desk.notes == {(3, 0): "why did I save this?"}


def test_a_row_that_stays_is_still_right_to_the_last_cell_of_ours(desk, shelf):
    desk.type(3, MINE, "my rating")
    desk.type(3, 0, "typo")
    shelf.remove(2)
    desk.sync(shelf.wanted())
    assert desk.values[3][0] == "Sigur Rós"


def test_removed_tracks_may_always_be_kept_with_the_date(shelf):
    desk = Desk(columns=9)
    shelf.columns = ("track", "link", "removed_on")
    shelf.keep_removed = True
    desk.sync(shelf.wanted())
    shelf.remove(0)
    planned = desk.sync(shelf.wanted())
    assert planned.deleted == 0
    assert desk.values[1][:3] == ["Song 5", "https://open.spotify.com/track/id5", 47_000.5]


def test_tracks_that_only_the_scope_leaves_out_go_even_when_removed_ones_are_kept(desk, shelf):
    shelf.keep_removed = True
    shelf.scope = 2
    assert desk.sync(shelf.wanted()).deleted == 3
    assert songs(desk) == ["5", "4"]


def test_a_wider_scope_brings_the_older_ones_in_below(desk, shelf):
    shelf.scope = 2
    desk.sync(shelf.wanted())
    shelf.scope = 4
    desk.sync(shelf.wanted())
    assert songs(desk) == ["5", "4", "3", "2"]


def test_rows_without_a_key_of_ours_are_theirs_and_stay(desk, shelf):
    desk.book.insert_rows(GID, 3)
    desk.type(3, 0, "to listen to")
    desk.type(3, 4, "https://open.spotify.com/track/unknown")
    planned = desk.sync(shelf.wanted())
    assert planned.user_rows == 1
    assert desk.values[3] == [
        "to listen to",
        None,
        None,
        None,
        "https://open.spotify.com/track/unknown",
        None,
        None,
    ]


def test_duplicated_rows_are_all_kept_right_none_added_none_deleted(desk, shelf):
    desk.book.insert_rows(GID, 2)
    desk.type(2, 4, shelf.saved[3].key)
    planned = desk.sync(shelf.wanted())
    assert (planned.added, planned.deleted) == (0, 0)
    assert songs(desk) == ["5", "2", "4", "3", "2", "1"]
    assert desk.values[2][:5] == desk.values[5][:5]


def test_a_row_that_the_person_deleted_comes_back_where_it_belongs(desk, shelf):
    desk.book.delete_rows(GID, 3)
    desk.sync(shelf.wanted())
    assert songs(desk) == ["5", "4", "3", "2", "1"]


@pytest.mark.parametrize("damage", ["", "broken", "=A1", "42", "https://open.spotify.com/track/else"])
def test_a_damaged_key_is_restored_when_the_other_cells_equal_the_row(desk, shelf, damage):
    desk.type(3, MINE, "my rating")
    desk.type(3, 4, damage)
    planned = desk.sync(shelf.wanted())
    assert (planned.restored, planned.added) == (1, 0)
    assert desk.values[3][4] == shelf.saved[2].key
    assert desk.values[3][MINE] == "my rating"
    assert [cell.address for cell in planned.repaired] == ["E4"]


def test_a_damaged_key_with_other_damage_makes_the_row_the_person_s(desk, shelf):
    desk.type(3, 4, "broken")
    desk.type(3, 0, "also broken")
    planned = desk.sync(shelf.wanted())
    assert (planned.added, planned.user_rows) == (1, 1)
    assert songs(desk) == ["5", "4", "3", "3", "2", "1"]


def test_one_equal_cell_is_not_enough_to_take_a_person_s_row(shelf):
    desk = Desk()
    shelf.columns = ("track", "link")
    desk.sync(shelf.wanted())
    desk.book.delete_rows(GID, 3)
    desk.type(5, 0, "Song 3")
    planned = desk.sync(shelf.wanted())
    assert (planned.restored, planned.added, planned.user_rows) == (0, 1, 1)
    assert songs(desk) == ["5", "4", "3", "2", "1", "3"]


def test_a_relinked_track_keeps_its_row_under_the_new_link(desk, shelf):
    desk.type(2, MINE, "my rating")
    shelf.relink(1)
    planned = desk.sync(shelf.wanted())
    assert (planned.added, planned.updated) == (0, 1)
    assert desk.values[2][4:6] == ["https://open.spotify.com/track/id4x", "my rating"]


def test_a_link_that_was_pasted_in_another_form_is_written_in_ours(desk, shelf):
    desk.type(2, 4, f"{shelf.saved[1].key}?si=abc")
    planned = desk.sync(shelf.wanted(unchanged=True))
    assert (planned.updated, planned.added) == (1, 0)
    assert [cell.address for cell in planned.repaired] == ["E3"]


def test_with_an_unchanged_library_every_difference_is_named_as_repaired(desk, shelf):
    desk.type(2, 0, "7")
    desk.type(4, 3, "yesterday")
    planned = desk.sync(shelf.wanted(unchanged=True))
    assert [(cell.address, cell.header) for cell in planned.repaired] == [("A3", "Artist"), ("D5", "Added")]


def test_hidden_rows_and_another_title_change_nothing(desk, shelf):
    desk.book.hide_rows(GID, 2, 2)
    desk.book.rename_tab(GID, "Musik")
    assert plan_tab(desk.read(), shelf.wanted()).steps == ()


def test_the_blank_end_of_the_tab_is_used_before_the_grid_grows():
    desk, shelf = Desk(rows=8), Shelf()
    shelf.save(10)
    planned = desk.sync(shelf.wanted())
    (append,) = [request["appendDimension"] for request in planned.requests if "appendDimension" in request]
    assert append["length"] == 3
    assert desk.read().row_count == 11


def test_rows_below_the_last_of_ours_are_pushed_down_and_not_written_over(desk, shelf):
    desk.type(7, MINE, "my total")
    shelf.save(1, at=5)
    desk.sync(shelf.wanted())
    assert songs(desk)[:6] == ["5", "4", "3", "2", "1", "6"]
    assert desk.values[8][MINE] == "my total"


def test_a_row_stays_unfrozen_when_all_tracks_leave():
    desk, shelf = Desk(rows=3), Shelf()
    shelf.save(2)
    desk.sync(shelf.wanted())
    shelf.remove(0)
    shelf.remove(0)
    desk.sync(shelf.wanted())
    assert desk.values == [["Artist", "Track", "Album", "Added", "Link", None, None]]
    assert desk.read().row_count == 2


def test_text_that_does_not_fit_is_cut_and_counted(desk, shelf):
    wanted = shelf.wanted()
    long = wanted.rows[0]
    wanted.rows[0] = type(long)(long.key, (), (long.values[0], "x" * 50_001, *long.values[2:]))
    planned = desk.sync(wanted)
    assert planned.truncated == 1
    assert len(desk.values[1][1]) == 50_000


def test_two_rows_that_claim_one_key_are_one(desk, shelf):
    wanted = shelf.wanted()
    wanted.rows.append(wanted.rows[0])
    assert plan_tab(desk.read(), wanted).steps == ()
