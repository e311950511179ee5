"""Rows stay who they are: local files, ids that Spotify changed, rows and keys that the person damaged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.spotify.odd_library import local_file
from tests.sheets.writer.scene import Scene
from tests.support.receipts import present_receipt


def test_equal_local_files_have_a_row_each_told_apart_by_a_number(scene):
    file = local_file("Nobody", "Tapes", "Demo", 61)
    for minute in range(3):
        at = scene.world.now() + timedelta(minutes=minute)
        scene.world.spotify.save_documents("ada", [file], at=at)
        scene.sync()
    links = [link for link in scene.column("Link") if link and link.startswith("spotify:local:")]
    assert links == [f"{file['uri']}#3", f"{file['uri']}#2", file["uri"]]


def test_of_equal_local_files_that_were_saved_at_once_each_keeps_its_row(sandbox, transactional_db):
    scene = Scene(sandbox.world)
    file = local_file("Nobody", "Tapes", "Demo", 61)
    scene.world.spotify.save_documents("ada", [file, file])
    scene.sync()
    note = scene.row_of(f"{file['uri']}#2")
    scene.book.set_note(scene.sheet.gid, note, 0, "the louder one")
    scene.world.spotify.save("ada", 2)
    scene.sync()
    assert [link for link in scene.column("Link") if file["uri"] in link] == [f"{file['uri']}#2", file["uri"]]
    assert list(scene.book.notes(scene.sheet.gid)) == [(note + 2, 0)]


def test_an_id_that_spotify_changed_changes_the_link_and_nothing_else(scene):
    old = scene.column("Link")[0]
    assert scene.rows[1][5] == "1 stars"
    new = "7" * 22
    scene.world.spotify.relink("ada", old.split("/")[-1], new)
    scene.world.spotify.save("ada", 1)
    receipt = scene.sync()
    row = scene.rows[scene.column("Link").index(f"https://open.spotify.com/track/{new}") + 1]
    assert row[5] == "1 stars"
    assert old not in scene.column("Link")
    assert (receipt["added"], receipt["removed"]) == (1, 0)


def test_a_row_that_they_deleted_comes_back_under_its_newer_neighbour(scene):
    before = scene.column("Link")
    scene.book.delete_rows(scene.sheet.gid, 5, 2)
    scene.world.spotify.save("ada", 1)
    receipt = scene.sync()
    assert scene.column("Link")[1:] == before
    assert receipt["rows_added"] == 3


def test_a_damaged_key_is_restored_in_the_row_it_belongs_to(scene):
    link = scene.column("Link")[7]
    row = scene.row_of(link)
    scene.book.type_cell(scene.sheet.gid, row, 4, "oops")
    scene.world.spotify.save("ada", 1)
    receipt = scene.sync()
    assert scene.column("Link").count(link) == 1
    assert scene.row_of(link) == row + 1
    assert scene.rows[8 + 1][5] == "8 stars"
    assert present_receipt(receipt).repaired == [f"E{row + 1} (Link)"]


@pytest.mark.parametrize("form", ["{}?si=abc", "spotify:track:{id}"])
def test_another_form_of_the_link_is_the_same_row(scene, form):
    link = scene.column("Link")[7]
    scene.book.type_cell(scene.sheet.gid, scene.row_of(link), 4, form.format(link, id=link.split("/")[-1]))
    scene.world.spotify.save("ada", 1)
    scene.sync()
    assert scene.column("Link").count(link) == 1
    assert scene.rows[8 + 1][5] == "8 stars"
