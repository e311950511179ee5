"""Rows that are as they were written are ours, whatever would be written into them today."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from library.models import Track
from sheets.models import WrittenTab
from sheets.planner.batches import split_into_batches
from tests.support.problems import text_of
from tests.support.sheet_harness import SheetHarness, synced_sheet


@pytest.fixture
def harness(made_once, transactional_db) -> SheetHarness:
    """All 60 saved tracks of Ada in her sheet, with nothing of her own."""
    return made_once(synced_sheet, scope="all")


def change_zone(harness: SheetHarness, name: str) -> None:
    properties = {"timeZone": name}
    update = {"properties": properties, "fields": "timeZone"}
    harness.book.batch_update([{"updateSpreadsheetProperties": update}])


def describe_anew(harness: SheetHarness, offset: int, **changes: Any) -> str:
    """Another person's sync has found the track described otherwise; returns its id."""
    id = harness.world.spotify.library("ada")[offset].key
    document = harness.world.spotify.catalogue.document(id)
    name = changes.pop("name", document["name"])
    document |= {"name": name, "album": document["album"] | changes}
    harness.world.spotify.catalogue.add_document(document)
    Track.objects.filter(key=id).update(name=name)
    return id


def test_rows_leave_although_the_time_zone_has_changed(harness) -> None:
    change_zone(harness, "America/New_York")
    harness.world.spotify.remove("ada", offsets=range(20, 30))
    receipt = harness.sync()
    assert (receipt["rows_deleted"], receipt["kept"], len(harness.rows)) == (10, [], 51)


def test_rows_leave_although_the_track_was_renamed(harness) -> None:
    describe_anew(harness, 20, name="Renamed (2024 Mix)")
    harness.world.spotify.remove("ada", offsets=[20])
    receipt = harness.sync()
    assert (receipt["rows_deleted"], receipt["kept"], len(harness.rows)) == (1, [], 60)


def test_rows_leave_although_the_person_deleted_a_column_of_ours(harness) -> None:
    harness.book.delete_columns(harness.sheet.gid, harness.ours["album"])
    harness.world.spotify.remove("ada", offsets=[20, 21])
    receipt = harness.sync()
    assert (receipt["rows_deleted"], receipt["kept"], len(harness.rows)) == (2, [], 59)
    assert "Album" in harness.headers


def test_rows_leave_in_the_sync_that_drops_their_columns(harness) -> None:
    describe_anew(harness, 20, name="Renamed (2024 Mix)")
    harness.world.spotify.remove("ada", offsets=[20])
    receipt = harness.change_settings(columns=("artist", "link"))
    assert (receipt["rows_deleted"], receipt["kept"], harness.headers[:2]) == (1, [], ["Artist", "Link"])
    assert len(harness.rows[0]) == 2, "no column of ours is left to the person"


@pytest.mark.parametrize("text", ["rating 5", "TRUE"])
def test_what_the_person_wrote_holds_the_row_all_the_same(harness, text) -> None:
    harness.book.type_cell(harness.sheet.gid, 21, 7, text)
    change_zone(harness, "America/New_York")
    harness.world.spotify.remove("ada", offsets=[20, 30])
    receipt = harness.sync()
    assert (receipt["rows_deleted"], len(receipt["kept"])) == (1, 1)


def test_a_cell_that_the_person_changed_holds_the_row(harness) -> None:
    harness.book.type_cell(harness.sheet.gid, 21, harness.ours["album"], "the first pressing")
    change_zone(harness, "America/New_York")
    harness.world.spotify.remove("ada", offsets=[20])
    receipt = harness.sync()
    assert (receipt["rows_deleted"], len(receipt["kept"])) == (0, 1)


def test_a_track_of_which_everything_changes_keeps_its_row(sandbox, transactional_db) -> None:
    """Columns Album, Release date, Link; another id, another album, another date; the rating stays beside."""
    harness = SheetHarness(sandbox.world, scope="all")
    harness.change_settings(columns=("album", "release_date", "link"))
    old = harness.world.spotify.library("ada")[5].key
    harness.book.type_cell(harness.sheet.gid, 6, 5, "my rating 5")
    describe_anew(harness, 5, name="Deluxe", release_date="2024-01-01")
    new = "7" * 22
    harness.world.spotify.relink("ada", old, new)
    document = harness.world.spotify.catalogue.document(new)
    document["album"] |= {"name": "Deluxe", "id": "8" * 22, "release_date": "2024-02-03"}
    harness.world.spotify.catalogue.add_document(document)
    receipt = harness.sync()
    assert (receipt["rows_added"], len(harness.rows)) == (0, 61)
    row = next(row for row in harness.rows if row[2] == f"https://open.spotify.com/track/{new}")
    assert (row[0], row[5]) == ("Deluxe", "my rating 5")


@pytest.mark.parametrize("rating", ["my rating 5", None])
@pytest.mark.parametrize(
    "changes",
    [
        {"saved again", "renamed"},
        {"zone", "renamed"},
        {"zone", "saved again", "renamed"},
        {"zone", "renamed", "relinked"},
    ],
    ids=lambda changes: ", ".join(sorted(changes)),
)
def test_a_track_of_which_title_and_date_change_keeps_its_row(
    sandbox, transactional_db, changes, rating
) -> None:
    """Columns Track, Added, Link: no cell beside the link is what would be written into it today."""
    harness = SheetHarness(sandbox.world, scope="all")
    harness.change_settings(columns=("track", "added", "link"))
    assert harness.headers == ["Track", "Added", "Link"]
    id, offset = harness.world.spotify.library("ada")[5].key, 5
    was = harness.rows[6]
    if rating:
        harness.book.type_cell(harness.sheet.gid, 6, 5, rating)
    if "zone" in changes:
        change_zone(harness, "America/New_York")
    if "saved again" in changes:
        harness.world.spotify.save("ada", [id])
        offset = 0
    if "relinked" in changes:
        harness.world.spotify.relink("ada", id, "7" * 22)
        id = "7" * 22
    describe_anew(harness, offset, name="Renamed (2024 Mix)")
    receipt = harness.sync()
    assert (receipt["rows_added"], receipt["rows_deleted"], receipt["user_rows"]) == (0, 0, 0)
    assert len(harness.rows) == 61
    (row,) = [row for row in harness.rows if row[2] == f"https://open.spotify.com/track/{id}"]
    assert harness.rows.index(row) == 6, "rows that stand are not moved"
    assert (row[0], row[5] if rating else None) == ("Renamed (2024 Mix)", rating)
    assert row[1] != was[1]
    assert sorted(harness.column("Link")) == sorted(harness.library)
    assert harness.sync()["unchanged"] is True


def test_a_renamed_track_is_not_given_to_another_with_its_old_words(sandbox, transactional_db) -> None:
    """The smallest case: columns Track, Album, Link; a note stands beside the renamed track's row."""
    harness = SheetHarness(sandbox.world, scope="all")
    harness.change_settings(columns=("track", "album", "link"))
    id = harness.world.spotify.library("ada")[5].key
    words = harness.world.spotify.catalogue.document(id)
    harness.book.type_cell(harness.sheet.gid, 6, 5, "MY REVIEW")
    describe_anew(harness, 5, name="T1 (2024 Mix)")
    renamed = harness.world.spotify.catalogue.document(id)
    renamed["album"] |= {"id": "8" * 22, "name": "Deluxe"}
    harness.world.spotify.catalogue.add_document(renamed)
    other = words | {
        "id": "9" * 22,
        "uri": f"spotify:track:{'9' * 22}",
        "external_ids": {"isrc": "QZTST0000001"},
    }
    harness.world.spotify.save_documents("ada", [other])
    harness.sync()
    row = next(row for row in harness.rows if "MY REVIEW" in row)
    assert row[:3] == ["T1 (2024 Mix)", "Deluxe", f"https://open.spotify.com/track/{id}"]
    assert len(harness.rows) == 62


@pytest.mark.parametrize(
    "columns", [("artist", "track", "album", "added", "link"), ("track", "added", "duration", "link")]
)
def test_a_first_write_whose_answer_is_lost_is_not_written_twice(sandbox, transactional_db, columns) -> None:
    harness = SheetHarness(sandbox.world, scope="all")
    sandbox.world.faults.add("google-sheets", "batch_update", {"drop": "after"})
    run = harness.run()
    assert run.state == "waiting", text_of(run)
    describe_anew(harness, 3, name="Renamed meanwhile")
    first = harness.world.spotify.library("ada")[10].key
    with time_machine.travel(run.resume_at):
        harness.world.spotify.save("ada", [first])
        is_other = list(columns) != harness.sheet.columns
        receipt = harness.change_settings(columns=columns) if is_other else harness.sync()
    assert (receipt["rows_added"], len(harness.rows)) == (0, 61)


def test_the_memory_is_as_small_as_promised(harness) -> None:
    (memory,) = WrittenTab.objects.all()
    assert memory.confirmed
    assert len(bytes(memory.rows)) == 60 * (8 + 4 * 2)


def test_what_is_sent_is_stored_once_a_write(harness, monkeypatch) -> None:
    """Each batch is planned anew, and all of them leave the same rows."""
    stored: list[int] = []
    monkeypatch.setattr("sheets.tabs.base.save_sent", lambda sheet, gid, rows: stored.append(gid))
    monkeypatch.setattr("sheets.writer.split_into_batches", lambda steps: split_into_batches(steps, 4_000))
    before = harness.world.count("google-sheets", "batch_update")
    harness.change_settings(columns=("artist", "link", "duration", "isrc"))
    assert harness.world.count("google-sheets", "batch_update") > before + 2
    assert stored == [harness.sheet.gid]


def test_an_unchanged_day_neither_reads_nor_writes_the_memory(harness, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(17) as queries:
        harness.sync()
    assert not [query for query in queries.captured_queries if "writtentab" in query["sql"]]
