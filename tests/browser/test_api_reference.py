"""The API's reference works under the site's policy, on a telephone and in the dark."""

from __future__ import annotations

from playwright.sync_api import expect

BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor"


def test_a_request_is_made_on_the_page(visit) -> None:
    ada = visit("ada", viewport={"width": 390, "height": 844}, is_mobile=True, color_scheme="dark")
    ada.signs_in()
    ada.goes_to("/settings/api/")
    ada.page.get_by_label("What is it for?").fill("The reference")
    ada.presses("Make a token")
    token = ada.page.locator("#token").inner_text()
    assert not ada.is_wider_than_the_window()
    ada.goes_to("/api/v1/docs")
    ada.page.get_by_role("button", name="Authorize").first.click()
    ada.page.locator(".auth-container input").fill(token)
    ada.page.locator(".auth-container button.authorize").click()
    ada.page.locator(".btn-done").click()
    ada.page.locator(".opblock").first.click()
    ada.presses("Try it out")
    ada.page.locator("button.execute").click()
    answer = ada.page.locator(".live-responses-table")
    expect(answer).to_contain_text("200")
    assert not ada.is_wider_than_the_window()
    assert ada.page.evaluate(BACKGROUND) == "rgb(28, 32, 34)"
    ada.page.emulate_media(color_scheme="light")
    assert ada.page.evaluate(BACKGROUND) == "rgba(0, 0, 0, 0)"
