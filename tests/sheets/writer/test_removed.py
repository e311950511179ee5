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
from tests.sheets.writer.scene import Scene


def told(scene, link: str, header: str):
    return scene.column(header)[scene.column("Link").index(link)]


def test_usually_the_row_goes_unless_something_of_theirs_stands_in_it(scene):
    rated, plain = scene.column("Link")[0], scene.column("Link")[1]
    scene.world.spotify.remove("ada", [rated.split("/")[-1], plain.split("/")[-1]])
    receipt = scene.sync()
    assert plain not in scene.column("Link")
    assert rated in scene.column("Link")
    assert len(receipt["kept"]) == 1
    again = scene.sync()
    assert again["unchanged"] is True
    assert again["kept"] == receipt["kept"], "it still stands there"


@pytest.mark.parametrize("mode", ["merge", "mirror"])
def test_where_they_are_kept_the_row_stays_in_its_place_with_the_date(sandbox, transactional_db, mode):
    scene = Scene(sandbox.world)
    scene.change_settings(keep_removed=True, mode=mode)
    before = scene.column("Link")
    scene.world.spotify.remove("ada", offsets=[3, 17])
    new = scene.world.spotify.save("ada", 1)[0]
    receipt = scene.sync()
    links = scene.column("Link")
    assert links[0].endswith(new)
    # of 59 saved tracks, two that were beyond the 50 come in; what was removed stays between its neighbours
    assert [link for link in links if link in before] == before
    assert (receipt["sheet_rows"], receipt["removed_rows"]) == (50, 2)
    assert len(links) == 52
    for gone in (before[3], before[17]):
        assert told(scene, gone, "Removed on") == pytest.approx(
            date_serial(timezone.now(), ZoneInfo("UTC")), abs=0.01
        )
    assert told(scene, before[4], "Removed on") is None


@pytest.mark.parametrize("mode", ["merge", "mirror"])
def test_saved_again_it_is_as_if_it_had_never_gone(sandbox, transactional_db, mode):
    scene = Scene(sandbox.world)
    scene.change_settings(keep_removed=True, mode=mode)
    track = scene.library[3]
    scene.world.spotify.remove("ada", offsets=[3])
    scene.sync()
    scene.world.spotify.save("ada", [track.split("/")[-1]])
    scene.sync()
    assert scene.column("Link").count(track) == 1
    assert told(scene, track, "Removed on") is None


@pytest.mark.parametrize("mode", ["merge", "mirror"])
def test_chosen_off_again_their_rows_go(sandbox, transactional_db, mode):
    scene = Scene(sandbox.world)
    scene.change_settings(keep_removed=True, mode=mode)
    track = scene.library[3]
    scene.world.spotify.remove("ada", offsets=[3])
    scene.sync()
    scene.change_settings(keep_removed=False)
    assert sorted(scene.column("Link")) == sorted(scene.library[:50])
    assert track not in scene.column("Link")


@pytest.mark.parametrize("keeps", [True, False])
def test_reading_every_page_forgets_what_no_sheet_keeps(scene, settings, keeps):
    settings.RECONCILE_EVERY = timedelta(0)
    LinkedSheet.objects.update(keep_removed=keeps)
    scene.world.spotify.remove("ada", offsets=[3])
    assert scene.sync()["read_kind"] == "full"
    settings.RETENTION = timedelta(0)
    assert scene.sync()["read_kind"] == "full"
    assert SavedTrack.objects.exclude(removed_at=None).count() == keeps


def test_what_a_sheet_keeps_is_not_forgotten(scene, settings):
    settings.RETENTION = timedelta(0)
    scene.change_settings(keep_removed=True)
    scene.world.spotify.remove("ada", offsets=[3])
    scene.sync()
    forget_old(timezone.now())
    assert SavedTrack.objects.exclude(removed_at=None).count() == 1
    scene.change_settings(keep_removed=False)
    forget_old(timezone.now())
    assert not SavedTrack.objects.exclude(removed_at=None).exists()
