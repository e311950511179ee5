"""Everything works without JavaScript, apart from the progress that moves by itself."""

from __future__ import annotations

from playwright.sync_api import expect


def test_the_whole_path(visit, sandbox):
    sandbox.world.latency["spotify-api"] = 0.3
    ada = visit("ada", java_script_enabled=False)
    ada.signs_in()
    ada.connects_google()
    ada.sees("Syncing now")
    headline = ada.page.locator("h1")
    while "up to date" not in headline.inner_text():
        refresh = ada.page.get_by_role("link", name="Refresh")
        if refresh.is_visible():
            refresh.click()
    ada.sees("60 added")
    expect(ada.page.locator("button[data-copies]")).to_have_count(0)
    ada.presses("Sign out")
    ada.sees("You are signed out.")


def test_choosing_what_goes_into_the_sheet(visit):
    ada = visit("ada", java_script_enabled=False, color_scheme="dark")
    ada.signs_in()
    ada.connects_google()
    ada.follows("Choose what goes in")
    ada.page.get_by_label("Another number").check()
    ada.page.get_by_label("How many", exact=True).fill("0")
    duration = ada.page.get_by_role("checkbox", name="Duration")
    duration.check()
    # It comes last, behind Link, and goes to the left by a press each; what else was chosen stays.
    ada.presses("Preview")
    for _ in range(5):
        ada.presses("Move Duration up")
    expect(ada.page.locator(".chosen li").first).to_contain_text("Duration")
    expect(ada.page.get_by_role("button", name="Move Duration up")).to_be_focused()
    ada.presses("Save and sync")
    ada.sees("Choose a number of tracks from 1 to 50,000.")
    expect(duration).to_be_checked()
    ada.page.get_by_label("How many", exact=True).fill("20")
    ada.presses("See what the next write would do")
    ada.sees("Duration is added on the left.")
    ada.presses("Preview")
    expect(ada.page.locator("#preview th").first).to_have_text("Duration")
    ada.presses("Save and sync")
    ada.sees("A sync is bringing your sheet in line.")
    ada.goes_to("/sheet/contents/")
    expect(ada.page.locator(".columns li").first).to_contain_text("Duration")


def test_revoking_a_token_and_a_trigger_link_asks_first(visit):
    ada = visit("ada", java_script_enabled=False)
    ada.signs_in()
    for path, make in (("/settings/api/", "Make a token"), ("/settings/api/links/", "Make a link")):
        ada.goes_to(path)
        ada.page.get_by_label("What is it for?").fill("My phone")
        ada.presses(make)
        ada.presses("Revoke My phone")
        ada.presses("Keep it")
        ada.presses("Revoke My phone")
        ada.presses("Revoke it")
        ada.sees("Revoked. From now on")
        expect(ada.page.get_by_role("button", name="Revoke My phone")).to_have_count(0)
