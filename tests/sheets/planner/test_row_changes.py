"""Different cells are written over, and missing tracks are inserted under the nearest newer one."""

from __future__ import annotations

from sheets.planner import requests as ask
from sheets.planner.plan import plan_tab
from tests.sheets.planner.small_library import SmallLibrary
from tests.sheets.planner.tab_under_test import GID, TabUnderTest


def test_new_track_is_inserted_directly_under_the_header(tab, library):
    library.save()
    planned = tab.sync(library.desired())
    assert [kind for request in planned.requests for kind in request] == [
        "insertDimension",
        "copyPaste",
        "updateCells",
    ]
    assert tab.song_numbers == ["6", "5", "4", "3", "2", "1"]
    assert planned.added == 1


def test_missing_track_is_inserted_under_the_nearest_newer_track(tab, library):
    library.save(2, at=2)
    tab.book.delete_rows(GID, 2)
    tab.sync(library.desired())
    assert tab.song_numbers == ["5", "4", "7", "6", "3", "2", "1"]


def test_new_rows_are_formatted_as_dates_and_not_like_the_header(tab, library):
    library.save()
    planned = tab.sync(library.desired())
    insert = planned.requests[0]["insertDimension"]
    # below the first track's row, and like it
    assert (insert["range"]["startIndex"], insert["inheritFromBefore"]) == (2, True)
    look = tab.book.tab(GID).rows[1].cell(3).format["numberFormat"]
    assert look == {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"}
    assert not (tab.book.tab(GID).rows[1].cell(0).format or {}).get("textFormat")


def test_only_values_are_written_so_that_formats_and_notes_are_kept(tab, library):
    tab.note(2, 1, "my note")
    library.rename(1)
    planned = tab.sync(library.desired())
    (request,) = planned.requests
    assert request["updateCells"]["fields"] == "userEnteredValue"
    assert tab.notes == {(2, 1): "my note"}


def test_neighbouring_changes_are_one_request(tab, library):
    for row in (2, 3):
        tab.type(row, 1, "x")
        tab.type(row, 2, "x")
    tab.type(5, 0, "x")
    areas = [request["updateCells"]["range"] for request in plan_tab(tab.read(), library.desired()).requests]
    assert [
        (area["startRowIndex"], area["endRowIndex"], area["startColumnIndex"], area["endColumnIndex"])
        for area in areas
    ] == [
        (2, 4, 1, 3),
        (5, 6, 0, 1),
    ]


def test_wider_scope_adds_the_older_tracks_below(tab, library):
    library.scope = 2
    tab.sync(library.desired())
    library.scope = 4
    tab.sync(library.desired())
    assert tab.song_numbers == ["5", "4", "3", "2"]


def test_row_that_the_user_deleted_is_inserted_again_in_its_place(tab, library):
    tab.book.delete_rows(GID, 3)
    tab.sync(library.desired())
    assert tab.song_numbers == ["5", "4", "3", "2", "1"]


def test_link_in_another_form_is_written_in_the_usual_one(tab, library):
    tab.type(2, 4, f"{library.saved[1].key}?si=abc")
    planned = tab.sync(library.desired(unchanged=True))
    assert (planned.updated, planned.added) == (1, 0)
    assert [cell.address for cell in planned.repaired] == ["E3"]


def test_blank_rows_at_the_end_are_used_before_the_grid_grows():
    tab, library = TabUnderTest(rows=8), SmallLibrary()
    library.save(10)
    planned = tab.sync(library.desired())
    (append,) = [request["appendDimension"] for request in planned.requests if "appendDimension" in request]
    assert append["length"] == 3
    assert tab.read().row_count == 11


def test_users_rows_below_the_tracks_are_pushed_down_and_not_written_over(tab, library):
    tab.type(7, 5, "my total")
    library.save(1, at=5)
    tab.sync(library.desired())
    assert tab.song_numbers[:6] == ["5", "4", "3", "2", "1", "6"]
    assert tab.values[8][5] == "my total"


def number_formats(tab: TabUnderTest, column: int) -> list[str]:
    looks = [(row.cell(column).format or {}).get("numberFormat", {}) for row in tab.book.tab(GID).rows[1:]]
    return [look.get("pattern", "") for look in looks]


def test_new_rows_take_the_number_format_that_the_user_gave_the_column(tab, library):
    look = {"type": "DATE", "pattern": "d mmm yyyy"}
    tab.send([ask.format_numbers(GID, 1, len(tab.book.tab(GID).rows) - 1, 3, look)])
    for _ in range(3):
        library.save()
        tab.sync(library.desired())
    library.save(2, at=4)
    tab.sync(library.desired())
    assert set(number_formats(tab, 3)[:10]) == {"d mmm yyyy"}


def test_rows_below_the_last_one_take_its_number_format(tab, library):
    tab.send([ask.format_numbers(GID, 1, 5, 3, {"type": "DATE", "pattern": "d mmm yyyy"})])
    library.save(2, at=5)
    planned = tab.sync(library.desired())
    insert = planned.requests[0]["insertDimension"]
    # above the last track's row, and like it
    assert (insert["range"]["startIndex"], insert["inheritFromBefore"]) == (5, False)
    assert set(number_formats(tab, 3)[:7]) == {"d mmm yyyy"}
    assert not any("repeatCell" in request for request in planned.requests)


def test_rows_behind_the_last_one_of_the_grid_are_like_it(library):
    tab = TabUnderTest(rows=6)
    tab.sync(library.desired())
    tab.send([ask.format_numbers(GID, 5, 1, 3, {"type": "DATE", "pattern": "d mmm yyyy"})])
    library.save(2, at=5)
    tab.sync(library.desired())
    assert (tab.read().row_count, number_formats(tab, 3)[-3:]) == (8, ["d mmm yyyy"] * 3)


def test_rows_above_one_of_the_persons_look_like_the_track_above(tab, library):
    tab.type(6, 1, "Total")
    tab.send([ask.embolden(GID, 6, 0, 5)])
    library.save(1, at=5)
    planned = tab.sync(library.desired())
    assert tab.values[7][1] == "Total"
    assert not tab.book.tab(GID).rows[6].cell(1).format
    assert tab.book.tab(GID).rows[7].cell(1).format
    assert not any("repeatCell" in request for request in planned.requests)


def test_first_rows_of_a_tab_get_their_number_format(library):
    tab = TabUnderTest()
    tab.sync(library.desired())
    assert number_formats(tab, 3)[: len(tab.song_numbers)] == ["yyyy-mm-dd hh:mm"] * len(tab.song_numbers)


def test_row_of_a_bare_link_gets_the_look_of_the_nearest_tracks_row(tab, library):
    look = {"type": "DATE", "pattern": "d mmm"}
    tab.send([ask.format_numbers(GID, 1, 5, 3, look)])
    tab.book.insert_rows(GID, 1)
    tab.send([ask.format_numbers(GID, 1, 1, 3, None)])
    library.save()
    tab.type(1, 4, library.desired().rows[0].values[4])
    tab.sync(library.desired())
    assert number_formats(tab, 3)[:2] == ["d mmm"] * 2


def test_row_of_a_bare_link_is_formatted_when_it_is_filled_in(tab, library):
    tab.book.insert_rows(GID, 1)
    library.save()
    tab.type(1, 4, library.desired().rows[0].values[4])
    tab.send([ask.format_numbers(GID, 1, 1, 3, None)])
    planned = tab.sync(library.desired())
    assert planned.added == 0
    assert tab.song_numbers[0] == "6"
    assert number_formats(tab, 3)[0] == "yyyy-mm-dd hh:mm"
    library.save()
    tab.sync(library.desired())
    assert number_formats(tab, 3)[:2] == ["yyyy-mm-dd hh:mm"] * 2
