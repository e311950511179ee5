"""Rows of tracks that are not wanted any more but stay for what the person put there: they are kept right, too."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from library.models import Track
from sandbox.world import World
from sheets.columns import DEFAULT_COLUMNS
from sheets.models import LinkedSheet
from syncer.models import SyncRun
from tests.support.receipts import present_receipt
from tests.support.sheet_harness import SheetHarness, scribbled_sheet, synced_sheet

RATED = 15
"""A row of the 50 beside which something of the person's stands."""


@pytest.fixture
def harness(made_once, transactional_db) -> SheetHarness:
    return made_once(sheet_with_dates)


def sheet_with_dates(world: World) -> SheetHarness:
    harness = scribbled_sheet(world)
    harness.change_settings(columns=(*DEFAULT_COLUMNS, "removed_on"))
    return harness


@pytest.fixture
def kept(harness) -> str:
    """The link of a track beyond the scope, whose row stays."""
    link = harness.library[RATED - 1]
    harness.change_settings(recent_count=5)
    assert link in harness.column("Link")
    return link


def a_week_passes() -> None:
    LinkedSheet.objects.update(read_at=timezone.now() - settings.HEAL_EVERY - timedelta(minutes=1))


def cell_of(harness: SheetHarness, link: str, header: str):
    return harness.column(header)[harness.column("Link").index(link)]


def test_a_kept_row_gets_its_date_the_day_its_track_is_removed(harness, kept):
    harness.world.spotify.remove("ada", [kept.split("/")[-1]])
    receipt = harness.sync()
    assert (receipt["rows_updated"], receipt["repaired"]) == (1, [])
    assert cell_of(harness, kept, "Removed on") is not None
    harness.world.log.clear()
    assert harness.sync()["unchanged"] is True
    assert harness.google_requests() == 0


def test_a_removal_beyond_the_scope_takes_no_request_where_there_is_no_such_row(made_once, transactional_db):
    harness = made_once(synced_sheet)
    harness.world.spotify.remove("ada", offsets=[55])
    harness.world.log.clear()
    assert harness.sync()["unchanged"] is True
    assert harness.google_requests() == 0


@pytest.mark.parametrize("mode", ["merge", "mirror"])
def test_the_row_of_a_removed_track_takes_on_its_new_title(sandbox, transactional_db, mode):
    harness, other = SheetHarness(sandbox.world), SheetHarness(sandbox.world, "ben")
    harness.change_settings(keep_removed=True, mode=mode)
    track = harness.world.spotify.documents("ada")[3]["track"]
    harness.world.spotify.remove("ada", offsets=[3])
    harness.sync()
    harness.world.spotify.save_documents("ben", [track | {"name": "Remastered"}])
    other.sync()
    receipt = harness.sync()
    assert (receipt["rows_updated"], receipt["repaired"]) == (1, [])
    assert cell_of(harness, track["external_urls"]["spotify"], "Track") == "Remastered"


def test_a_change_in_a_kept_row_is_not_taken_for_an_edit(harness, kept):
    Track.objects.filter(key=kept.split("/")[-1]).update(name="Silently renamed")
    harness.book.type_cell(harness.sheet.gid, harness.row_of(harness.library[0]), 1, "broken")
    a_week_passes()
    receipt = harness.sync()
    assert cell_of(harness, kept, "Track") == "Silently renamed"
    assert present_receipt(receipt).repaired == [f"B{harness.row_of(harness.library[0]) + 1} (Track)"]


def test_dates_in_another_time_zone_are_not_taken_for_edits(harness):
    before = cell_of(harness, harness.library[0], "Added")
    zone = {"properties": {"timeZone": "Asia/Tokyo"}, "fields": "timeZone"}
    harness.book.batch_update([{"updateSpreadsheetProperties": zone}])
    a_week_passes()
    receipt = harness.sync()
    assert (receipt["rows_updated"], receipt["repaired"]) == (50, [])
    assert cell_of(harness, harness.library[0], "Added") == pytest.approx(before + 9 / 24)
    harness.book.type_cell(harness.sheet.gid, harness.row_of(harness.library[0]), 3, "yesterday")
    a_week_passes()
    assert present_receipt(harness.sync()).repaired == [f"D{harness.row_of(harness.library[0]) + 1} (Added)"]


SECTION = re.compile(r"<h3>\s*([^<]+?)\s*</h3>\s*<ul class=\"named\">(.*?)</ul>", re.DOTALL)


def headings(harness: SheetHarness) -> dict[str, list[str]]:
    """The names in the lists of the last receipt's page, by their headings."""
    browser = Client()
    browser.force_login(harness.user, backend="accounts.backends.Spotify")
    page = browser.get(f"/runs/{SyncRun.objects.latest('pk').pk}/").content.decode()
    return {
        " ".join(heading.split()): [unescape(name) for name in re.findall("<bdi>(.*?)</bdi>", names)]
        for heading, names in SECTION.findall(page)
    }


def names_in_sheet(harness: SheetHarness, links: set[str]) -> list[str]:
    columns = (harness.column(header) for header in ("Artist", "Track", "Link"))
    return [f"{artist} – {track}" for artist, track, link in zip(*columns, strict=True) if link in links]


NO_LONGER_SAVED = "No longer saved, kept because you wrote in or beside them"
OLDER = "Older than your 10 most recent, kept because you wrote in or beside them"


def test_a_kept_row_is_named_under_its_reason(harness):
    before = set(harness.column("Link")) - {None}
    harness.world.spotify.remove("ada", offsets=[0, RATED - 1])
    harness.change_settings(recent_count=10)
    stand = (set(harness.column("Link")) & before) - set(harness.library[:10])
    removed, older = stand - set(harness.library), stand & set(harness.library)
    assert (len(removed), len(older)) == (2, 5)
    told = headings(harness)
    assert told[NO_LONGER_SAVED] == names_in_sheet(harness, removed)
    assert told[OLDER] == names_in_sheet(harness, older)
    harness.sync()
    assert headings(harness) | told == headings(harness), "the same when nothing has changed"


def test_where_removed_tracks_are_kept_only_older_rows_have_a_reason(harness):
    harness.change_settings(keep_removed=True)
    gone = harness.library[0]
    harness.world.spotify.remove("ada", offsets=[0])
    harness.change_settings(recent_count=10)
    assert cell_of(harness, gone, "Removed on") is not None
    told = headings(harness)
    assert NO_LONGER_SAVED not in told
    older = set(harness.column("Link")) & set(harness.library[10:])
    assert told[OLDER] == names_in_sheet(harness, older)
    assert older
