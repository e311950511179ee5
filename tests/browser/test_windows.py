"""The pages fit their windows, in light and dark, and the browser has nothing against them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_a_phone(visit, scheme):
    cleo = visit("cleo", color_scheme=scheme, **PHONE)
    cleo.starts_to_link()
    expect(cleo.page.get_by_role("button", name="Create my sheet")).to_be_visible()
    assert not cleo.is_wider_than_the_window()
    cleo.presses("Create my sheet")
    cleo.sees("Your sheet is up to date")
    for path in (
        "/",
        "/sheet/",
        "/sheet/contents/",
        "/settings/",
        "/privacy/",
        "/sheet/unlink/",
        "/nowhere/",
    ):
        cleo.goes_to(path)
        assert not cleo.is_wider_than_the_window(), path


def test_the_welcome_page_fits_a_phone(visit):
    somebody = visit("ada", **PHONE)
    somebody.goes_to("/")
    assert not somebody.is_wider_than_the_window()


def test_the_colours_follow_the_system(visit):
    def ground(visitor) -> str:
        visitor.goes_to("/")
        return visitor.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")

    assert ground(visit("ada", color_scheme="light")) != ground(visit("ben", color_scheme="dark"))


def test_a_copy_button_copies_the_code(visit):
    ada = visit("ada", permissions=["clipboard-read", "clipboard-write"])
    ada.signs_in()
    ada.presses("Link a sheet")
    ada.page.locator("button[data-copies=code]").click()
    ada.sees("Copied")
    code = ada.page.locator("#code").inner_text()
    assert ada.page.evaluate("navigator.clipboard.readText()") == code


def test_settings_speak_in_the_chosen_zone(visit):
    ada = visit("ada")
    ada.signs_in()
    ada.follows("Settings")
    ada.page.get_by_label("Hour").select_option("21:00")
    ada.page.get_by_label("Time zone").select_option("Tokyo")
    ada.presses("Save")
    ada.sees("Saved.")
    assert ada.page.get_by_label("Time zone").input_value() == "Asia/Tokyo"
