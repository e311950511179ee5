"""From the first visit to rows in a sheet, and the first page after it; as two people, with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sheets.models import LinkedSheet
from tests.browser.visitor import Visitor

MOST_PRESSES = 4


def test_it_takes_no_more_than_four_presses_on_our_pages(visit, site):
    ben = visit("ben")
    ben.counts_presses()
    ben.signs_in()
    ben.connects_google()
    ben.sees("Your sheet is up to date")
    ours = [url for url in ben.presses_made if url.startswith(site)]
    assert 0 < len(ours) <= MOST_PRESSES, ours
    ben.sees("50 of your 1,400 tracks are in your sheet")


def test_a_reload_on_the_way_makes_no_second_sheet(visit, sandbox):
    ada = visit("ada")
    ada.signs_in()
    ada.connects_google()
    ada.page.reload()
    ada.page.go_back()
    ada.goes_to("/")
    ada.sees("Your sheet is up to date")
    assert len(sandbox.world.google.spreadsheets) == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_all_of_the_library_is_written_with_one_press_more(visit, scripts):
    ben = visit("ben", java_script_enabled=scripts)
    ben.signs_in()
    ben.connects_google()
    waits_for(ben, "50 of your 1,400 tracks are in your sheet: write all 1,400?")
    ben.presses("Write all 1,400")
    waits_for(ben, "Your sheet is up to date")
    expect(ben.page.get_by_text("are in your sheet: write all")).to_have_count(0)
    assert LinkedSheet.objects.get().scope == "all"


def waits_for(visitor: Visitor, words: str) -> None:
    """Looks again and again, as a person without scripts does."""
    for _ in range(200):
        if visitor.page.locator("main").get_by_text(words).first.is_visible():
            return
        visitor.goes_to("/")
    visitor.sees(words)


def test_who_closes_the_tab_finds_the_progress_again(visit, sandbox):
    ben = visit("ben")
    ben.signs_in()
    sandbox.world.latency["spotify-api"] = 0.7
    ben.connects_google()
    ben.sees("of 1,400 tracks")
    ben.page.close()
    ben.page = ben.context.new_page()
    ben.goes_to("/")
    ben.sees("left")
    sandbox.world.latency["spotify-api"] = 0.0
    ben.sees("Your sheet is up to date")
    expect(ben.page.locator("#news")).to_have_text("Your sheet is up to date")


def test_an_error_is_first_on_the_page_in_its_title_and_has_the_focus(visit):
    ada = visit("ada")
    ada.signs_in()
    ada.page.get_by_text("Use a sheet I already have").click()
    ada.presses("Link this sheet")
    ada.sees("Paste the address of your sheet here first.")
    assert ada.page.title().startswith("Error: ")
    assert ada.page.evaluate("document.activeElement.hasAttribute('data-errors')")
    ada.page.get_by_role("link", name="Paste the address of your sheet here first.").click()
    expect(ada.page.get_by_label("Address of your sheet")).to_be_focused()


def test_all_syncs_are_found_from_the_first_page(visit):
    ada = visit("ada")
    ada.links_a_new_sheet()
    ada.follows("All syncs")
    ada.page.get_by_label("Outcome").select_option("Stopped")
    ada.presses("Show")
    ada.sees("No sync fits")
    ada.page.get_by_role("button", name="Show all syncs").click()
    ada.sees("60 added")
    ada.page.locator("details.run > summary").click()
    expect(ada.page.get_by_text("Requests made")).to_be_hidden()
    ada.page.get_by_text("Details", exact=True).click()
    ada.sees("Requests made")
    ada.page.get_by_role("link", name="Link to this sync").click()
    expect(ada.page.get_by_text("Requests made")).to_be_hidden()
    ada.page.get_by_text("Details", exact=True).click()
    ada.sees("Requests made")
