"""Signing in and out on the vendors' real pages' stand-ins."""

from __future__ import annotations

from playwright.sync_api import expect

from accounts.second_factor import begin_enrolment, store_enrolment
from tests.support.cast import make_superuser


def test_a_person_signs_in_and_out(visit):
    ada = visit("ada")
    ada.signs_in()
    ada.sees("Where should your tracks go?")
    ada.presses("Sign out")
    ada.sees("You are signed out.")
    ada.sees("Login with Spotify")


def test_who_cancels_at_spotify_reads_what_to_do(visit):
    ada = visit("ada")
    ada.goes_to("/")
    ada.presses("Login with Spotify")
    ada.presses("Cancel")
    ada.presses("Try again")
    ada.presses("Agree")
    ada.sees("Where should your tracks go?")


def test_signing_out_elsewhere_and_everywhere_ends_the_other_window(visit):
    desk, phone = visit("ada"), visit("ada")
    for window in (desk, phone):
        window.signs_in()
    desk.goes_to("/settings/")
    desk.sees("Where you are signed in")
    assert desk.page.locator("#sessions li").count() == 2
    desk.sees("this one")
    desk.page.locator("#sessions li").last.get_by_role("button", name="Sign out").click()
    desk.sees("That device is signed out.")
    phone.goes_to("/settings/")
    phone.sees("Login with Spotify")
    phone.signs_in()
    desk.goes_to("/settings/")
    desk.presses("Sign out everywhere")
    desk.sees("You are signed out everywhere")
    phone.goes_to("/settings/")
    phone.sees("Login with Spotify")


def test_an_operator_signs_in_with_password_and_code_and_out(visit, settings):
    settings.ADMIN_SECOND_FACTOR = True
    codes = store_enrolment(begin_enrolment(make_superuser()))
    root = visit("root")
    for code in ("000000", codes[0]):
        root.goes_to("/admin/")
        root.page.get_by_label("Username").fill("root")
        root.page.get_by_label("Password").fill("root")
        root.page.get_by_label("Code").fill(code)
        root.presses("Sign in")
        root.sees("username, password or code" if code == "000000" else "Site administration")
    root.presses("Log out")
    root.sees("Login with Spotify")


def test_who_was_sent_to_sign_in_comes_back_to_where_they_wanted_to_go(visit):
    ada = visit("ada")
    ada.goes_to("/settings/")
    ada.presses("Login with Spotify")
    ada.presses("Agree")
    expect(ada.page.get_by_role("heading", level=1, name="Settings")).to_be_visible()


def test_the_time_zone_of_the_browser_is_taken_and_the_sheet_made_in_it(visit, sandbox):
    ada = visit("ada", timezone_id="Asia/Tokyo")
    ada.signs_in()
    ada.sees("Your time zone is Asia/Tokyo")
    ada.connects_google()
    ada.sees("Your sheet is up to date")
    (file,) = sandbox.world.google.spreadsheets.values()
    assert file.workbook.time_zone == "Asia/Tokyo"
