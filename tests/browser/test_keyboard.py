"""The main path with keys alone: from the first visit to rows, a smart sheet, and out again."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from sheets.models import LinkedSheet, SmartTab
from sheets.sheet_settings import settings_of
from tests.browser.keyboard import Keyboard


def agrees(keys: Keyboard, page: Page, *, button: str) -> None:
    """A vendor's consent, whose page is not ours: the person is chosen among radio buttons, and the button pressed."""
    me = page.locator(f'input[name=person][value="{keys.visitor.name}"]')
    me.wait_for()
    while not page.evaluate("document.activeElement.name === 'person'"):
        keys.presses("Tab")
    while not me.is_checked():
        keys.presses("ArrowDown")
    while page.evaluate("document.activeElement.innerText") != button:
        keys.presses("Tab")
    keys.presses("Enter")


def goes_by_the_navigation(keys: Keyboard, name: str) -> None:
    keys.tabs_to(keys.page.get_by_role("navigation", name="Main").get_by_role("link", name=name, exact=True))
    keys.presses("Enter")
    expect(keys.page.locator("nav [aria-current=page]").first).to_have_text(name)


def test_the_main_path_with_keys_alone(visit, sandbox):
    ada = visit("ada")
    keys, page = Keyboard(ada), ada.page

    ada.goes_to("/")
    keys.presses("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    keys.presses("Enter", "Tab")
    expect(page.get_by_role("button", name="Login with Spotify")).to_be_focused()
    keys.presses("Enter")
    agrees(keys, page, button="Agree")
    sandbox.world.latency["spotify-api"] = 1.0  # until the progress has been seen
    keys.tabs_to(page.get_by_role("button", name="Continue with Google"))
    keys.presses("Space")
    agrees(keys, page, button="Continue")
    # What moves by itself takes the focus from nobody.
    brand = page.locator("a.brand")
    keys.tabs_to(brand)
    ada.sees("Syncing now")
    sandbox.world.latency["spotify-api"] = 0.0
    ada.sees("Your sheet is up to date")
    expect(brand).to_be_focused()
    assert keys.tabs_through() > 10

    goes_by_the_navigation(keys, "Library")
    keys.tabs_to(page.get_by_label("Search"))
    name = page.locator(".track-row .name").first.inner_text()
    keys.types(name[:10])
    expect(page).to_have_url(re.compile(r"\?search="))
    keys.tabs_to(page.get_by_label("Sorted by"))
    keys.presses("ArrowDown")
    expect(page).to_have_url(re.compile(r"sort=added"))
    track = page.locator(".track-row .name").first
    keys.tabs_to(track)
    keys.presses("Shift+Tab", "Tab")
    expect(track).to_be_focused()
    keys.presses("Enter")
    ada.sees("How it sounds")

    goes_by_the_navigation(keys, "Statistics")
    keys.tabs_to(page.get_by_role("link", name="Everything"))
    keys.presses("Enter")
    expect(page.get_by_role("link", name="Everything")).to_have_attribute("aria-current", "page")
    keys.tabs_to(page.get_by_text("A year, or days of your choice"))
    keys.presses("Space")
    keys.tabs_through()

    goes_by_the_navigation(keys, "Sheet")
    up = page.get_by_role("button", name="Move Album up")
    keys.tabs_to(up)
    keys.presses("Enter")
    expect(page.locator("#column-status")).to_have_text("Album is column 2 of 5.")
    expect(up).to_be_focused()
    keys.tabs_to(page.get_by_role("checkbox", name="The title."), backwards=True)
    keys.tabs_to(page.get_by_role("button", name="Save and sync"))
    keys.presses("Enter")
    ada.sees("A sync is bringing your sheet in line.")
    assert settings_of(LinkedSheet.objects.get()).columns[:3] == ("artist", "album", "track")

    goes_by_the_navigation(keys, "Smart sheets")
    keys.tabs_to(page.get_by_role("link", name="Calm nineties"))
    keys.presses("Enter")
    page.get_by_role("heading", name="New smart sheet").wait_for()
    keys.tabs_through()
    keys.tabs_to(page.get_by_role("button", name="Make this sheet"))
    keys.presses("Enter")
    ada.sees("Saved. The next sync writes it into your spreadsheet.")
    assert SmartTab.objects.get().name == "Calm nineties"

    keys.tabs_to(page.get_by_role("button", name="Sign out"))
    keys.presses("Space")
    ada.sees("You are signed out.")
    assert not keys.complaints, "\n".join(keys.complaints)
