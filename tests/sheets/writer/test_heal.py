"""An unchanged sheet costs nothing, and once a week it is looked at and put right, which the receipt tells."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains

from sheets.models import LinkedSheet
from sheets.planner.cells import MAX_TEXT_UNITS
from syncer.models import SyncRun
from tests.support.receipts import present_receipt


@pytest.fixture
def a_week_later(harness) -> None:
    LinkedSheet.objects.update(read_at=timezone.now() - settings.HEAL_EVERY)


def receipt_page(harness):
    browser = Client()
    browser.force_login(harness.user, backend="accounts.backends.Spotify")
    return browser.get(f"/runs/{SyncRun.objects.latest('pk').pk}/")


def test_an_unchanged_sheet_takes_no_request(harness):
    harness.world.log.clear()
    receipt = harness.sync()
    assert harness.google_requests() == 0
    assert receipt["unchanged"] is True


def test_a_weekly_check_without_differences_is_one_read(harness, a_week_later):
    harness.world.log.clear()
    receipt = harness.sync()
    assert harness.google_requests() == 1
    assert receipt["repaired"] == receipt["returned"] == []
    harness.world.log.clear()
    harness.sync()
    assert harness.google_requests() == 0, "the next look is a week away"


def test_cells_that_the_person_changed_are_repaired_and_named(harness, a_week_later):
    gid, before = harness.sheet.gid, harness.rows
    for row in (2, 3, 4):
        harness.book.type_cell(gid, row, 1, "=1+1")
    harness.book.type_cell(gid, 6, 3, "yesterday")
    harness.book.type_cell(gid, 0, 0, "Musicians")
    harness.book.type_cell(gid, 8, 4, "")
    receipt = harness.sync()
    assert harness.rows == before
    assert present_receipt(receipt).repaired == ["A1 (Artist)", "E9 (Link)", "B3 to B5 (Track)", "D7 (Added)"]
    assertContains(receipt_page(harness), "B3 to B5 (Track)")


def test_a_check_can_be_requested_before_the_week_is_over(harness):
    before = harness.rows
    harness.book.type_cell(harness.sheet.gid, 2, 1, "Oops")
    assert harness.sync()["unchanged"] is True
    browser = Client()
    browser.force_login(harness.user, backend="accounts.backends.Spotify")
    assertContains(browser.get("/"), "Check my sheet")
    assert browser.post("/sheet/check/").url == "/"
    receipt = harness.sync()
    assert harness.rows == before
    assert present_receipt(receipt).repaired == ["B3 (Track)"]
    assert browser.get("/sheet/check/").status_code == 405


def test_rows_that_the_person_deleted_are_inserted_again_and_named(harness, a_week_later):
    first = harness.world.spotify.documents("ada")[4]["track"]
    harness.book.delete_rows(harness.sheet.gid, 5)
    receipt = harness.sync()
    assert receipt["returned"] == [f"{', '.join(a['name'] for a in first['artists'])} – {first['name']}"]
    assert receipt["repaired"] == []
    assertContains(receipt_page(harness), "rows that had been deleted")


def test_a_managed_column_that_the_person_deleted_is_inserted_again(harness, a_week_later):
    before, theirs = harness.rows, harness.theirs
    harness.book.delete_columns(harness.sheet.gid, 3)
    receipt = harness.sync()
    assert (harness.rows, harness.theirs) == (before, theirs)
    assert present_receipt(receipt).repaired == ["the column Added"]


def test_a_tab_that_was_emptied_is_filled_and_the_list_of_rows_is_cut(harness, a_week_later):
    harness.book.delete_rows(harness.sheet.gid, 1, 52)
    harness.world.spotify.save("ada", 0)
    receipt = harness.sync()
    assert harness.column("Link") == harness.library[:50]
    assert len(receipt["returned"]) == 50


def test_six_days_after_a_check_no_request_is_sent(harness):
    LinkedSheet.objects.update(read_at=timezone.now() - settings.HEAL_EVERY + timedelta(days=1))
    harness.book.type_cell(harness.sheet.gid, 3, 1, "broken")
    harness.world.log.clear()
    assert harness.sync()["unchanged"] is True
    assert harness.google_requests() == 0


def test_a_text_longer_than_a_cell_is_cut_and_counted_each_time(harness):
    track = harness.world.spotify.documents("ada")[0]["track"]
    endless = {**track, "id": "9" * 22, "name": "la" * MAX_TEXT_UNITS, "uri": f"spotify:track:{'9' * 22}"}
    harness.world.spotify.save_documents("ada", [endless])
    assert harness.sync()["truncated"] == 1
    assert max(len(title) for title in harness.column("Track") if title) == MAX_TEXT_UNITS
    assert harness.sync()["truncated"] == 1, "unchanged, it still stands there cut"
    assertContains(receipt_page(harness), "1 cell longer than Google allows")
