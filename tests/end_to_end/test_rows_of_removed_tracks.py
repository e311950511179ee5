"""Rows of tracks that are not wanted any more but stay for what the person put there: they are kept right, too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from library.models import Track
from sheets.columns import DEFAULT_COLUMNS
from sheets.models import LinkedSheet
from tests.sheets.writer.scene import Scene
from website.runs.receipt import receipt_of

RATED = 15
"""A row of the 50 beside which something of the person's stands."""


@pytest.fixture
def scene(sandbox, transactional_db) -> Scene:
    scene = Scene(sandbox.world)
    scene.sync()
    scene.scribble()
    scene.change_settings(columns=(*DEFAULT_COLUMNS, "removed_on"))
    return scene


@pytest.fixture
def kept(scene) -> str:
    """The link of a track beyond the scope, whose row stays."""
    link = scene.library[RATED - 1]
    scene.change_settings(recent_count=5)
    assert link in scene.column("Link")
    return link


def a_week_passes() -> None:
    LinkedSheet.objects.update(read_at=timezone.now() - settings.HEAL_EVERY - timedelta(minutes=1))


def cell_of(scene: Scene, link: str, header: str):
    return scene.column(header)[scene.column("Link").index(link)]


def test_a_kept_row_gets_its_date_the_day_its_track_is_removed(scene, kept):
    scene.world.spotify.remove("ada", [kept.split("/")[-1]])
    receipt = scene.sync()
    assert (receipt["rows_updated"], receipt["repaired"]) == (1, [])
    assert cell_of(scene, kept, "Removed on") is not None
    scene.world.log.clear()
    assert scene.sync()["unchanged"] is True
    assert scene.google_requests() == 0


def test_a_removal_beyond_the_scope_costs_nothing_where_no_such_row_stands(sandbox, transactional_db):
    scene = Scene(sandbox.world)
    scene.sync()
    scene.world.spotify.remove("ada", offsets=[55])
    scene.world.log.clear()
    assert scene.sync()["unchanged"] is True
    assert scene.google_requests() == 0


@pytest.mark.parametrize("mode", ["merge", "mirror"])
def test_the_row_of_a_removed_track_takes_on_its_new_title(sandbox, transactional_db, mode):
    scene, other = Scene(sandbox.world), Scene(sandbox.world, "ben")
    scene.change_settings(keep_removed=True, mode=mode)
    track = scene.world.spotify.documents("ada")[3]["track"]
    scene.world.spotify.remove("ada", offsets=[3])
    scene.sync()
    scene.world.spotify.save_documents("ben", [track | {"name": "Remastered"}])
    other.sync()
    receipt = scene.sync()
    assert (receipt["rows_updated"], receipt["repaired"]) == (1, [])
    assert cell_of(scene, track["external_urls"]["spotify"], "Track") == "Remastered"


def test_a_change_in_a_kept_row_is_not_taken_for_an_edit(scene, kept):
    Track.objects.filter(key=kept.split("/")[-1]).update(name="Silently renamed")
    scene.book.type_cell(scene.sheet.gid, scene.row_of(scene.library[0]), 1, "broken")
    a_week_passes()
    receipt = scene.sync()
    assert cell_of(scene, kept, "Track") == "Silently renamed"
    assert receipt_of(receipt).repaired == [f"B{scene.row_of(scene.library[0]) + 1} (Track)"]


def test_dates_in_another_time_zone_are_not_taken_for_edits(scene):
    before = cell_of(scene, scene.library[0], "Added")
    zone = {"properties": {"timeZone": "Asia/Tokyo"}, "fields": "timeZone"}
    scene.book.batch_update([{"updateSpreadsheetProperties": zone}])
    a_week_passes()
    receipt = scene.sync()
    assert (receipt["rows_updated"], receipt["repaired"]) == (50, [])
    assert cell_of(scene, scene.library[0], "Added") == pytest.approx(before + 9 / 24)
    scene.book.type_cell(scene.sheet.gid, scene.row_of(scene.library[0]), 3, "yesterday")
    a_week_passes()
    assert receipt_of(scene.sync()).repaired == [f"D{scene.row_of(scene.library[0]) + 1} (Added)"]
