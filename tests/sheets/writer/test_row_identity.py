"""Rows stay who they are: local files, ids that Spotify changed, rows and keys that the person damaged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.spotify.odd_library import local_file
from tests.support.receipts import present_receipt
from tests.support.sheet_harness import SheetHarness


def test_equal_local_files_have_a_row_each_with_a_number(harness):
    file = local_file("Nobody", "Tapes", "Demo", 61)
    for minute in range(3):
        at = harness.world.now() + timedelta(minutes=minute)
        harness.world.spotify.save_documents("ada", [file], at=at)
        harness.sync()
    links = [link for link in harness.column("Link") if link and link.startswith("spotify:local:")]
    assert links == [f"{file['uri']}#3", f"{file['uri']}#2", file["uri"]]


def test_of_equal_local_files_that_were_saved_at_once_each_keeps_its_row(sandbox, transactional_db):
    harness = SheetHarness(sandbox.world)
    file = local_file("Nobody", "Tapes", "Demo", 61)
    harness.world.spotify.save_documents("ada", [file, file])
    harness.sync()
    note = harness.row_of(f"{file['uri']}#2")
    harness.book.set_note(harness.sheet.gid, note, 0, "the louder one")
    harness.world.spotify.save("ada", 2)
    harness.sync()
    assert [link for link in harness.column("Link") if file["uri"] in link] == [
        f"{file['uri']}#2",
        file["uri"],
    ]
    assert list(harness.book.notes(harness.sheet.gid)) == [(note + 2, 0)]


def test_an_id_that_spotify_changed_changes_the_link_and_nothing_else(harness):
    old = harness.column("Link")[0]
    assert harness.rows[1][5] == "1 stars"
    new = "7" * 22
    harness.world.spotify.relink("ada", old.split("/")[-1], new)
    harness.world.spotify.save("ada", 1)
    receipt = harness.sync()
    row = harness.rows[harness.column("Link").index(f"https://open.spotify.com/track/{new}") + 1]
    assert row[5] == "1 stars"
    assert old not in harness.column("Link")
    assert (receipt["added"], receipt["removed"]) == (1, 0)


def test_a_row_that_the_person_deleted_is_inserted_again_under_its_newer_neighbour(harness):
    before = harness.column("Link")
    harness.book.delete_rows(harness.sheet.gid, 5, 2)
    harness.world.spotify.save("ada", 1)
    receipt = harness.sync()
    assert harness.column("Link")[1:] == before
    assert receipt["rows_added"] == 3


def test_a_damaged_key_is_restored_in_the_row_it_belongs_to(harness):
    link = harness.column("Link")[7]
    row = harness.row_of(link)
    harness.book.type_cell(harness.sheet.gid, row, 4, "oops")
    harness.world.spotify.save("ada", 1)
    receipt = harness.sync()
    assert harness.column("Link").count(link) == 1
    assert harness.row_of(link) == row + 1
    assert harness.rows[8 + 1][5] == "8 stars"
    assert present_receipt(receipt).repaired == [f"E{row + 1} (Link)"]


@pytest.mark.parametrize("form", ["{}?si=abc", "spotify:track:{id}"])
def test_another_form_of_the_link_is_the_same_row(harness, form):
    link = harness.column("Link")[7]
    harness.book.type_cell(
        harness.sheet.gid, harness.row_of(link), 4, form.format(link, id=link.split("/")[-1])
    )
    harness.world.spotify.save("ada", 1)
    harness.sync()
    assert harness.column("Link").count(link) == 1
    assert harness.rows[8 + 1][5] == "8 stars"
