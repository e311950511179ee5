"""Signing in and out on the vendors' real pages' stand-ins."""

from __future__ import annotations


def test_a_person_signs_in_and_out(visit):
    ada = visit("ada")
    ada.signs_in()
    ada.sees("One step left: your sheet")
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
    ada.sees("One step left: your sheet")


def test_who_was_sent_to_sign_in_comes_back_to_where_they_wanted_to_go(visit):
    ada = visit("ada")
    ada.goes_to("/settings/")
    ada.presses("Login with Spotify")
    ada.presses("Agree")
    ada.sees("When your daily sync runs")


def test_the_time_zone_of_the_browser_is_taken_and_the_sheet_made_in_it(visit, sandbox):
    ada = visit("ada", timezone_id="Asia/Tokyo")
    ada.signs_in()
    ada.sees("Your time zone is Asia/Tokyo")
    ada.presses("Link a sheet")
    ada.connects_google()
    ada.presses("Create my sheet")
    ada.sees("Your sheet is up to date")
    (file,) = sandbox.world.google.spreadsheets.values()
    assert file.workbook.time_zone == "Asia/Tokyo"
