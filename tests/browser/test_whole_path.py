"""The whole job by clicking, as two people at once: sign in, link, sync, look into the sheet, sign out."""

from __future__ import annotations

from playwright.sync_api import expect

from sandbox.google import service_account
from tests.browser.spreadsheets import Spreadsheets

HEADER = ["Artist", "Track", "Album", "Added", "Link"]


def open_my_sheet(visitor) -> Spreadsheets:
    with visitor.context.expect_page() as opened:
        visitor.presses("Open my sheet")
    return Spreadsheets(opened.value, "")


def test_two_people_link_and_sync_at_once(visit, sandbox):
    ada, ben = visit("ada"), visit("ben")
    ada.signs_in()
    ben.signs_in()

    ben.page.get_by_text("Use a sheet I already have").click()
    code, email = ben.page.locator("#code").inner_text(), ben.page.locator("#share-with").inner_text()
    assert email == service_account.EMAIL
    google = Spreadsheets(ben.context.new_page(), f"{sandbox.url}/google-docs")
    address = google.makes("Ben's record shelf", owner="ben")
    google.shares_with(email)
    google.names_the_tab(code)

    ada.connects_google()
    ben.page.get_by_label("Address of your sheet").fill(address)
    sandbox.world.latency["spotify-api"] = (
        1.0  # until the progress has been seen: the page asks for it now and then
    )
    ben.presses("Link this sheet")
    ben.sees("of 1,400 tracks")
    sandbox.world.latency["spotify-api"] = 0.0
    ada.sees("Your sheet is up to date")
    ben.sees("Your sheet is up to date")
    ada.sees("60 added")
    ben.sees("1,400 added")

    for visitor in (ada, ben):
        sheet = open_my_sheet(visitor)
        assert sheet.row(1) == HEADER
        assert sheet.filled_rows() == 1 + 50
        newest = sandbox.world.spotify.documents(visitor.name)[0]["track"]
        assert sheet.row(2)[1] == newest["name"]
        visitor.presses("Sign out")
        visitor.sees("You are signed out.")


def test_a_note_remains_beside_its_track_when_new_tracks_are_added(visit, sandbox):
    ada = visit("ada")
    ada.links_a_new_sheet()
    sheet = open_my_sheet(ada)
    track = sheet.row(2)[1]
    sheet.types("F2", "for the road")

    sandbox.world.spotify.save("ada", 2)
    ada.syncs_two_minutes_later()
    ada.sees("2 added")
    sheet.page.reload()
    assert sheet.row(4)[1] == track
    assert sheet.row(4)[-1] == "for the road"


def test_a_second_sync_finds_nothing_new(visit):
    ada = visit("ada")
    ada.links_a_new_sheet()
    ada.syncs_two_minutes_later()
    ada.sees("Nothing new")
    expect(ada.page.locator("details.run")).to_have_count(2)


def test_a_second_click_within_a_minute_is_answered_at_once(visit):
    ada = visit("ada")
    ada.links_a_new_sheet()
    ada.presses("Sync now")
    ada.sees("Up to date as of")
    expect(ada.page.locator("details.run")).to_have_count(1)


def test_a_sheet_without_the_code_is_refused_beside_the_field(visit, sandbox):
    ben = visit("ben")
    ben.signs_in()
    ben.page.get_by_text("Use a sheet I already have").click()
    google = Spreadsheets(ben.context.new_page(), f"{sandbox.url}/google-docs")
    address = google.makes("Not mine to give", owner="ada")
    google.shares_with(service_account.EMAIL)
    ben.page.get_by_label("Address of your sheet").fill(address)
    ben.presses("Link this sheet")
    ben.sees("none of its tabs is called")
    assert ben.page.get_by_label("Address of your sheet").input_value() == address


def test_unlinking_leaves_the_sheet_as_it_is(visit, sandbox):
    ada = visit("ada")
    ada.links_a_new_sheet()
    sheet = open_my_sheet(ada)
    ada.follows("Sheet")
    ada.presses("Unlink, or use another sheet")
    ada.presses("Unlink it")
    ada.sees("Where should your tracks go?")
    sheet.page.reload()
    assert sheet.filled_rows() == 51
