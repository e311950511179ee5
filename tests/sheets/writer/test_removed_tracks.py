"""Tracks that were removed on Spotify: their rows go, or stay with the date."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from library.models import SavedTrack
from sheets.models import LinkedSheet
from sheets.planner.cells import date_serial
from syncer.retention import forget_old
from tests.support.sheet_harness import SheetHarness


def cell_of(harness, link: str, header: str):
    return harness.column(header)[harness.column("Link").index(link)]


def test_the_row_of_a_removed_track_is_deleted_unless_it_has_content_of_the_person(harness):
    rated, plain = harness.column("Link")[0], harness.column("Link")[1]
    harness.world.spotify.remove("ada", [rated.split("/")[-1], plain.split("/")[-1]])
    receipt = harness.sync()
    assert plain not in harness.column("Link")
    assert rated in harness.column("Link")
    assert len(receipt["kept"]) == 1
    again = harness.sync()
    assert again["unchanged"] is True
    assert again["kept"] == receipt["kept"], "it still stands there"


@pytest.mark.parametrize("mode", ["merge", "mirror"])
def test_the_row_of_a_kept_removed_track_keeps_its_place_and_gets_the_date(sandbox, transactional_db, mode):
    harness = SheetHarness(sandbox.world)
    harness.change_settings(keep_removed=True, mode=mode)
    before = harness.column("Link")
    harness.world.spotify.remove("ada", offsets=[3, 17])
    new = harness.world.spotify.save("ada", 1)[0]
    receipt = harness.sync()
    links = harness.column("Link")
    assert links[0].endswith(new)
    # of 59 saved tracks, two that were beyond the 50 come in; what was removed stays between its neighbours
    assert [link for link in links if link in before] == before
    assert (receipt["sheet_rows"], receipt["removed_rows"]) == (50, 2)
    assert len(links) == 52
    for gone in (before[3], before[17]):
        assert cell_of(harness, gone, "Removed on") == pytest.approx(
            date_serial(timezone.now(), ZoneInfo("UTC")), abs=0.01
        )
    assert cell_of(harness, before[4], "Removed on") is None


@pytest.mark.parametrize("mode", ["merge", "mirror"])
def test_a_track_saved_again_has_one_row_without_a_removal_date(sandbox, transactional_db, mode):
    harness = SheetHarness(sandbox.world)
    harness.change_settings(keep_removed=True, mode=mode)
    track = harness.library[3]
    harness.world.spotify.remove("ada", offsets=[3])
    harness.sync()
    harness.world.spotify.save("ada", [track.split("/")[-1]])
    harness.sync()
    assert harness.column("Link").count(track) == 1
    assert cell_of(harness, track, "Removed on") is None


@pytest.mark.parametrize("mode", ["merge", "mirror"])
def test_rows_of_removed_tracks_are_deleted_once_they_are_no_longer_kept(sandbox, transactional_db, mode):
    harness = SheetHarness(sandbox.world)
    harness.change_settings(keep_removed=True, mode=mode)
    track = harness.library[3]
    harness.world.spotify.remove("ada", offsets=[3])
    harness.sync()
    harness.change_settings(keep_removed=False)
    assert sorted(harness.column("Link")) == sorted(harness.library[:50])
    assert track not in harness.column("Link")


@pytest.mark.parametrize("keeps", [True, False])
def test_reading_every_page_forgets_what_no_sheet_keeps(harness, settings, keeps):
    settings.RECONCILE_EVERY = timedelta(0)
    LinkedSheet.objects.update(keep_removed=keeps)
    harness.world.spotify.remove("ada", offsets=[3])
    assert harness.sync()["read_kind"] == "full"
    settings.RETENTION = timedelta(0)
    assert harness.sync()["read_kind"] == "full"
    assert SavedTrack.objects.exclude(removed_at=None).count() == keeps


def test_what_a_sheet_keeps_is_not_forgotten(harness, settings):
    settings.RETENTION = timedelta(0)
    harness.change_settings(keep_removed=True)
    harness.world.spotify.remove("ada", offsets=[3])
    harness.sync()
    forget_old(timezone.now())
    assert SavedTrack.objects.exclude(removed_at=None).count() == 1
    harness.change_settings(keep_removed=False)
    forget_old(timezone.now())
    assert not SavedTrack.objects.exclude(removed_at=None).exists()
