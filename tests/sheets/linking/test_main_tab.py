"""The main tab is made again by one click, which the person deleted in Google Sheets."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains

from problems.kinds import TryLater
from sandbox.world import World
from sheets.linking.create import recreate_main_tab
from sheets.linking.links import one_at_a_time
from syncer import schedule
from syncer.models import Schedule
from tests.support.cast import make_user
from tests.support.sheet_harness import SheetHarness

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def harness(made_once) -> SheetHarness:
    return made_once(sheet_without_its_tab)


def sheet_without_its_tab(world: World) -> SheetHarness:
    harness = SheetHarness(world)
    schedule.activate(harness.user)
    harness.sync()
    harness.book.add_tab("Mine")
    harness.book.delete_tab(harness.sheet.gid)
    world.spotify.save("ada", 1)
    return harness


@pytest.fixture
def browser(harness) -> Client:
    browser = Client()
    browser.force_login(harness.user, backend="accounts.backends.Spotify")
    return browser


@pytest.mark.slow
def test_one_click_makes_the_tab_and_the_sync_fills_it(harness, browser):
    run = harness.run()
    assert run.problem_code == "tab_deleted"
    assertContains(browser.get("/"), "Make the tab again")
    page = browser.post("/sheet/tab/", follow=True)
    assertContains(page, "A sync is filling")
    assert [tab.title for tab in harness.book.tabs] == ["Mine", "Saved tracks"]
    harness.sync()
    assert harness.column("Link") == harness.library[:50]
    assert Schedule.objects.get().pause == ""


def test_a_tab_that_is_there_is_left_as_it_is(harness):
    recreate_main_tab(harness.user)
    gid = harness.sheet.gid
    recreate_main_tab(harness.user)
    assert harness.sheet.gid == gid
    assert len(harness.book.tabs) == 2


def test_a_title_that_is_taken_gets_a_number(harness):
    harness.book.rename_tab(harness.book.tabs[0].gid, "saved tracks")
    recreate_main_tab(harness.user)
    assert [tab.title for tab in harness.book.tabs] == ["saved tracks", "Saved tracks 2"]


@pytest.mark.parametrize("was_applied", [True, False])
def test_without_an_answer_the_next_sync_waits_and_looks(sandbox, harness, was_applied):
    drop = {"drop": "after"} if was_applied else {"status": 503}
    sandbox.world.faults.add("google-sheets", "batch_update", drop)
    recreate_main_tab(harness.user)
    assert harness.sheet.unclear_until > timezone.now() + timedelta(minutes=2)
    assert harness.run().problem_code == "google_unclear"
    with time_machine.travel(timezone.now() + timedelta(minutes=4)):
        if not was_applied:
            recreate_main_tab(harness.user)
        harness.sync()
    assert harness.column("Link") == harness.library[:50]
    assert [tab.title for tab in harness.book.tabs] == ["Mine", "Saved tracks"]


def test_google_in_trouble_says_to_try_again(sandbox, harness, browser):
    sandbox.world.faults.add("google-sheets", "get", {"status": 503})
    assertContains(browser.post("/sheet/tab/", follow=True), "Try again in a minute")
    assert len(harness.book.tabs) == 1


def test_a_double_click_makes_one_tab(harness):
    with one_at_a_time(harness.user), pytest.raises(TryLater):
        recreate_main_tab(harness.user)
    cache.clear()
    assert len(harness.book.tabs) == 1


def test_without_a_sheet_nothing_happens(sandbox):
    recreate_main_tab(make_user("eve"))
    assert sandbox.world.count("google-sheets", "batch_update") == 0
