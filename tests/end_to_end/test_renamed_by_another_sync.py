"""A track or album that another person's sync has found renamed: its row leaves a sheet all the same."""

from __future__ import annotations

from typing import Any

import pytest

from library.models import Track
from tests.support.sheet_harness import SheetHarness, synced_sheet

pytestmark = pytest.mark.django_db(transaction=True)
PLACE = 20


@pytest.fixture
def harness(made_once) -> SheetHarness:
    return made_once(synced_sheet, scope="all")


def other_track(track: dict[str, Any]) -> dict[str, Any]:
    """Returns another one of the same album."""
    id = "7" * 22
    return track | {
        "id": id,
        "uri": f"spotify:track:{id}",
        "name": "The other side",
        "external_ids": {"isrc": "QZTST0000001"},
    }


def renamed(track: dict[str, Any], kind: str) -> dict[str, Any]:
    """Returns what Ben's answer from Spotify shows."""
    album = track["album"] | {"name": "Album (Deluxe)", "release_date": "2024-02-03"}
    if kind == "track":
        return track | {"name": "Renamed (2024 Mix)"}
    if kind == "album":
        return track | {"album": album}
    if kind == "another track of the album":
        return other_track(track) | {"album": album}
    return track | {"name": "Renamed (2024 Mix)", "album": album, "artists": track["artists"][:1]}


KINDS = ["track", "album", "another track of the album", "all"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_row_of_a_track_that_is_removed_goes(sandbox, harness, kind) -> None:
    spotify = sandbox.world.spotify
    before, track = harness.column("Link"), harness.world.spotify.documents("ada")[PLACE]["track"]
    was = Track.objects.values_list("name", "album__name").get(key=track["id"])
    spotify.remove("ada", [track["id"]])
    spotify.save_documents("ben", [renamed(track, kind)])
    SheetHarness(sandbox.world, "ben").sync()
    assert Track.objects.values_list("name", "album__name").get(key=track["id"]) != was
    receipt = harness.sync()
    assert (receipt["removed"], receipt["rows_deleted"], receipt["kept"]) == (1, 1, [])
    assert harness.column("Link") == before[:PLACE] + before[PLACE + 1 :]
    assert (receipt["user_rows"], harness.sync()["unchanged"]) == (0, True)


@pytest.mark.parametrize("kind", KINDS)
def test_the_row_of_a_track_that_is_pushed_out_by_newer_ones_goes(sandbox, made_once, kind) -> None:
    harness = made_once(synced_sheet)
    track = sandbox.world.spotify.documents("ada")[49]["track"]
    sandbox.world.spotify.save_documents("ben", [renamed(track, kind)])
    SheetHarness(sandbox.world, "ben").sync()
    sandbox.world.spotify.save("ada", 1)
    receipt = harness.sync()
    assert (receipt["rows_added"], receipt["rows_deleted"], receipt["kept_out_of_scope"]) == (1, 1, [])
    assert harness.column("Link") == harness.library[:50]


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_person_wrote_holds_the_row(sandbox, harness, kind) -> None:
    track = sandbox.world.spotify.documents("ada")[PLACE]["track"]
    harness.book.type_cell(harness.sheet.gid, PLACE + 1, 6, "rating 5")
    sandbox.world.spotify.remove("ada", [track["id"]])
    sandbox.world.spotify.save_documents("ben", [renamed(track, kind)])
    SheetHarness(sandbox.world, "ben").sync()
    receipt = harness.sync()
    assert (receipt["rows_deleted"], len(receipt["kept"])) == (0, 1)
    row = harness.rows[harness.row_of(track["external_urls"]["spotify"])]
    assert row[6] == "rating 5"
