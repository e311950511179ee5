"""The library by hand: found while typing, narrowed, paged, and gone back from; with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from library.models import SavedTrack
from syncer.models import SyncRun
from tests.browser.test_windows import PHONE


def reads_the_library(visit, **window):
    ada = visit("ada", **window)
    ada.signs_in()
    ada.connects_google()
    # Without scripts the page does not move by itself.
    while not SyncRun.objects.filter(state="done").exists():
        ada.page.wait_for_timeout(200)
    ada.goes_to("/library/")
    return ada


@pytest.mark.parametrize("window", [{}, PHONE])
def test_the_list_follows_what_is_typed(visit, window):
    ada = reads_the_library(visit, **window)
    rows, count = (
        ada.page.locator(".track-row"),
        ada.page.get_by_role("status").and_(ada.page.locator("#count")),
    )
    expect(rows).to_have_count(50)
    total = SavedTrack.objects.filter(user=User.objects.get(), removed_at=None).count()
    expect(count).to_have_text(f"{total} tracks")
    first = rows.first.locator(".name").inner_text()
    ada.page.get_by_label("Search").press_sequentially(first[:12])
    expect(ada.page.locator(".chip")).to_be_visible()
    expect(ada.page).to_have_url(re.compile(r"\?search="))
    expect(count).to_contain_text(f"of {total} tracks")
    expect(ada.page.get_by_label("Search")).to_be_focused()
    assert not ada.is_wider_than_the_window()
    ada.page.go_back()
    while "search=" in ada.page.url:
        ada.page.go_back()
    expect(rows).to_have_count(50)
    assert ada.page.evaluate("Object.keys(sessionStorage).concat(Object.keys(localStorage))") == []
    ada.presses("Next")
    expect(ada.page.get_by_role("button", name="Back to the first")).to_be_visible()


def test_without_scripts_a_button_shows_the_list(visit):
    ada = reads_the_library(visit, java_script_enabled=False)
    ada.page.get_by_text("Filters", exact=True).click()
    ada.page.get_by_label("Tempo from").fill("900")
    ada.presses("Show")
    ada.sees("Type a number from 0 to 400.")
    ada.page.get_by_label("Tempo from").fill("")
    ada.page.get_by_label("Search").fill("no such words")
    ada.presses("Show")
    ada.sees("Nothing fits")
    ada.presses("Clear all filters")
    expect(ada.page.locator(".track-row")).to_have_count(50)
    ada.page.locator(".track-row .name").first.click()
    ada.sees("How it sounds")
    ada.follows("Library")
    ada.follows("Timeline")
    ada.presses("Go there")
    expect(ada.page.locator(".day").first).to_be_visible()


def test_genres_are_offered_when_the_filters_are_opened(visit):
    ada = reads_the_library(visit)
    expect(ada.page.locator("#genres option")).to_have_count(0)
    ada.page.get_by_text("Filters", exact=True).click()
    expect(ada.page.locator("#genres")).not_to_have_attribute("hx-swapping", "true")
    ada.page.get_by_label("Removed tracks").select_option("only")
    expect(ada.page.get_by_role("heading", level=1)).to_have_text("Removed tracks")
    ada.sees("Nothing was removed")
