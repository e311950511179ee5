"""The settings: what is connected, files of what is kept, and a page that fits every window."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect


def test_a_person_sees_their_connections_and_takes_their_library_with_them(visit):
    ada = visit("ada")
    ada.links_a_new_sheet()
    ada.follows("Settings")
    ada.page.get_by_role("navigation", name="On this page").get_by_role("link", name="Connections").click()
    connections = ada.page.locator("#connections")
    expect(connections.get_by_text("Made for you in your Drive.")).to_be_visible()
    expect(connections.get_by_text("days left")).to_be_visible()
    for name in ("Your library today", "Your whole history", "What happened when", "Your syncs"):
        with ada.page.expect_download() as download:
            ada.page.get_by_role("link", name=re.compile(f"CSV ?: {name}")).click()
        lines = download.value.path().read_text("utf-8").splitlines()
        assert len(lines) > 1, name


@pytest.mark.parametrize("width", [320, 768, 1440, 2560])
def test_the_settings_fit_the_window_in_german(visit, width):
    ada = visit("ada", viewport={"width": width, "height": 900}, locale="de-DE")
    ada.goes_to("/")
    ada.presses("Mit Spotify anmelden")
    ada.page.check('input[name=person][value="ada"]')
    ada.presses("Agree")
    ada.goes_to("/settings/")
    ada.sees("Verbindungen")
    assert not ada.is_wider_than_the_window()
