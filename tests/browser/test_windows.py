"""The pages fit their windows, in light and dark, and the browser has nothing against them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sheets.models import LinkedSheet
from syncer.models import Schedule, SyncRun
from tests.support.cast import make_alice, make_credential, make_superuser, make_user

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


def test_no_page_of_an_odd_library_is_wider_than_a_phone(visit):
    cleo = visit("cleo", **PHONE)
    cleo.signs_in()
    expect(cleo.page.get_by_role("button", name="Continue with Google")).to_be_visible()
    assert not cleo.is_wider_than_the_window()
    cleo.connects_google()
    cleo.sees("Your sheet is up to date")
    for path in ("/", "/library/", "/sheet/", "/sheet/unlink/"):
        cleo.goes_to(path)
        assert not cleo.is_wider_than_the_window(), path


def test_the_colours_follow_the_system(visit):
    def ground(visitor) -> str:
        visitor.goes_to("/")
        return visitor.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")

    assert ground(visit("ada", color_scheme="light")) != ground(visit("ben", color_scheme="dark"))


def test_a_copy_button_copies_the_code(visit):
    ada = visit("ada", permissions=["clipboard-read", "clipboard-write"])
    ada.signs_in()
    ada.page.get_by_text("Use a sheet I already have").click()
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_admin_has_the_colours_of_the_site(visit, scheme):
    somebody = visit("ada", color_scheme=scheme)

    def colours(path: str, button: str) -> list[str]:
        somebody.goes_to(path)
        button_colour = somebody.page.locator(button).evaluate("one => getComputedStyle(one).backgroundColor")
        return [button_colour, somebody.page.evaluate(GROUND)]

    assert colours("/", "button.large") == colours("/admin/login/", "[type=submit]")


GROUND = """() => [document.body, document.documentElement]
    .map(one => getComputedStyle(one).backgroundColor).find(colour => colour !== "rgba(0, 0, 0, 0)")"""


def test_the_list_of_people_is_whole_at_1200_pixels(visit):
    make_superuser()
    make_alice()
    long = make_user(
        "spotify-31k7x2yqf4w5h6j7k8l9z0x1c2v3", display_name="Wolfeschlegelsteinhausenbergerdorff"
    )
    make_credential(long, "spotify", state="unconfirmed")
    make_credential(long, "google", state="ended")
    LinkedSheet.objects.create(user=long, title="Tracksheet — saved tracks", gid=1)
    Schedule.objects.create(user=long, pause="problem", problem_code="array_formula_in_the_way")
    SyncRun.objects.create(user=long, state="failed", problem_code="array_formula_in_the_way")
    root = visit("root", viewport={"width": 1200, "height": 800})
    root.goes_to("/admin/accounts/user/")
    root.page.get_by_label("Username").fill("root")
    root.page.get_by_label("Password").fill("root")
    root.presses("Sign in")
    root.sees("Last run")
    assert not root.is_wider_than_the_window()
    assert root.page.locator(".results").evaluate("list => list.scrollWidth <= list.clientWidth")
