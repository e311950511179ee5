"""The spreadsheet gets the person's time zone by a click of theirs, and its dates follow."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import User
from sheets.problems import NoSheet
from sheets.sheet_settings import change_time_zone, differing_zone
from tests.support.cast import make_user
from tests.support.sheet_harness import SheetHarness, synced_sheet

pytestmark = pytest.mark.django_db(transaction=True)
OFFER = "Change the sheet's time zone too"


@pytest.fixture
def harness(made_once) -> SheetHarness:
    return made_once(synced_sheet)


@pytest.fixture
def browser(harness) -> Client:
    browser = Client()
    browser.force_login(harness.user, backend="accounts.backends.Spotify")
    return browser


def live_in(harness: SheetHarness, zone: str) -> None:
    User.objects.filter(pk=harness.user.pk).update(time_zone=zone)


def test_it_is_offered_where_the_clocks_differ(harness, browser):
    assertNotContains(browser.get("/settings/"), OFFER)
    live_in(harness, "Asia/Tokyo")
    assertContains(browser.get("/settings/"), OFFER)


@pytest.mark.parametrize(
    ("sheets", "persons", "offered"),
    [
        ("Etc/GMT", "UTC", False),
        ("Asia/Calcutta", "Asia/Kolkata", False),
        ("Europe/London", "UTC", True),
        ("", "Asia/Tokyo", False),
        ("Europe/Berlin", "Asia/Tokyo", True),
    ],
)
def test_two_names_of_one_clock_do_not_differ(harness, sheets, persons, offered):
    live_in(harness, persons)
    sheet = harness.sheet
    sheet.time_zone = sheets
    assert (differing_zone(sheet) != "") == offered


@pytest.mark.slow
def test_one_click_changes_the_zone_and_the_next_sync_the_dates(harness, browser):
    before = harness.column("Added")
    live_in(harness, "Asia/Tokyo")
    assertContains(browser.post("/settings/sheet-time-zone/", follow=True), "has your time zone now")
    assert harness.book.time_zone == "Asia/Tokyo"
    harness.sync()
    assert harness.sheet.time_zone == "Asia/Tokyo"
    nine_hours = [pytest.approx(day + 9 / 24, abs=1e-6) for day in before]
    assert harness.column("Added") == nine_hours
    assertNotContains(browser.get("/settings/"), OFFER)


def test_a_refusal_is_shown_and_changes_nothing(sandbox, harness, browser):
    live_in(harness, "Asia/Tokyo")
    sandbox.world.faults.add("google-sheets", "batch_update", {"google": "permission"})
    page = browser.post("/settings/sheet-time-zone/", follow=True)
    assertContains(page, "make that address an Editor")
    assert harness.book.time_zone == "Etc/GMT"


def test_without_a_sheet_there_is_none_to_change(db):
    with pytest.raises(NoSheet):
        change_time_zone(make_user("eve"))
