"""Smart sheets by hand: what fits follows what is typed, and without JavaScript a button does."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from library.rules.presets import PRESETS
from library.rules.serialization import rules_to_json
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from tests.browser.test_windows import PHONE
from tests.support.charts import data_of
from tests.support.songs import Song, save


def add_songs() -> None:
    """Saves of the only person: two calm ones of the nineties, a loud one."""
    user = User.objects.get()
    now = timezone.now()
    for title, energy, year in (("Calm", 0.2, "1994"), ("Calmer", 0.1, "1991-05"), ("Loud", 0.9, "1995")):
        song = Song(now, tempo=100, energy=energy, genres=(("jazz",),), release_date=year)
        save(user, song, name=f"{title} <b>song</b>")


def test_what_fits_follows_what_is_typed(visit):
    ada = visit("ada")
    ada.signs_in()
    ada.follows("Smart sheets")
    add_songs()
    ada.follows("Your own rules")
    page, count = ada.page, ada.page.locator("#count")
    expect(count).to_contain_text("3 of your 3 tracks fit.")
    page.get_by_role("button", name="Tempo").click()
    tempo = page.get_by_role("group", name="Tempo")
    # The new line has the focus, so that one goes on typing; what was typed before is still there.
    expect(tempo.get_by_label("from")).to_be_focused()
    page.keyboard.type("450")
    expect(count).to_contain_text("Condition 1 (Tempo)")
    tempo.get_by_label("from").fill("90")
    expect(count).to_contain_text("3 of your 3 tracks fit.")
    page.get_by_role("button", name="Energy").click()
    energy = page.get_by_role("group", name="Energy")
    expect(energy.get_by_label("from")).to_be_focused()
    energy.get_by_label("to").fill("45")
    expect(count).to_contain_text("2 of your 3 tracks fit.")
    expect(tempo.get_by_label("from")).to_have_value("90")
    expect(page.locator("#preview")).to_contain_text("Calmer <b>song</b>")
    page.get_by_role("button", name="Genre").click()
    genre = page.get_by_label("Name of the genre")
    expect(genre).to_be_focused()
    genre.fill("Rock")
    expect(count).to_contain_text("0 of your 3 tracks fit.")
    page.get_by_role("button", name="Take off this condition: Genre").click()
    expect(count).to_contain_text("2 of your 3 tracks fit.")
    assert not ada.is_wider_than_the_window()
    assert not ada.complaints


@pytest.mark.parametrize("window", [{"java_script_enabled": False}, PHONE])
def test_a_preset_becomes_a_sheet_that_says_why_a_track_is_in_it(visit, window):
    ada = visit("ada", **window)
    ada.signs_in()
    ada.sees("Smart sheets")
    add_songs()
    ada.goes_to("/")
    ada.follows("Smart sheets")
    ada.sees("2 of your tracks fit")
    assert not ada.is_wider_than_the_window()
    ada.follows("Calm nineties")
    ada.sees("2 of your 3 tracks fit.")
    assert not ada.is_wider_than_the_window()
    ada.presses("Make this sheet")
    ada.sees("Released in the 1990s")
    made = SmartTab.objects.get()
    assert (made.name, made.rules) == ("Calm nineties", rules_to_json(PRESETS["Calm nineties"]))
    ada.follows("Why is a track here?")
    ada.follows("Calm <b>song</b>")
    ada.sees("It is in Calm nineties")
    ada.sees("20%")
    assert not ada.is_wider_than_the_window()


def test_genres_of_the_library_are_offered_to_a_line_that_asks_for_one(visit):
    ada = visit("ada")
    ada.signs_in()
    ada.follows("Smart sheets")
    add_songs()
    ada.follows("Your own rules")
    ada.page.get_by_role("button", name="Genre").click()
    expect(ada.page.locator("#genres option")).to_have_attribute("label", "jazz, 3 tracks")


def test_without_scripts_conditions_come_and_go_and_nothing_typed_is_lost(visit):
    ada = visit("ada", java_script_enabled=False)
    ada.signs_in()
    ada.follows("Smart sheets")
    add_songs()
    ada.follows("Your own rules")
    page = ada.page
    page.get_by_label("Name", exact=True).fill("Mine")
    page.get_by_role("button", name="Energy").click()
    energy = page.get_by_role("group", name="Energy")
    energy.get_by_label("to").fill("45")
    page.get_by_role("button", name="Decade").click()
    ada.sees("2 of your 3 tracks fit.")
    page.get_by_role("group", name="Released").get_by_label("the").select_option("1980")
    page.get_by_role("button", name="Show what fits").click()
    ada.sees("0 of your 3 tracks fit.")
    page.get_by_role("button", name="Take off this condition: Released").click()
    ada.sees("2 of your 3 tracks fit.")
    expect(energy.get_by_label("to")).to_have_value("45")
    page.get_by_role("button", name="Genre").click()
    ada.presses("Make this sheet")
    ada.sees("Fill this in, or take the condition off.")
    page.get_by_role("button", name="Take off this condition: Genre").click()
    ada.presses("Make this sheet")
    ada.sees("Energy at most 45%")
    ada.follows("Remove")
    ada.presses("Remove it")
    ada.sees("Mine is removed")


@pytest.mark.parametrize("window", [{"java_script_enabled": False, "color_scheme": "dark"}, PHONE])
def test_what_of_the_persons_goes_with_a_tab_is_said_before_it_goes(visit, sandbox, window):
    ada = visit("ada", **window)
    ada.signs_in()
    ada.connects_google()
    ada.sees("Your sheet is linked")
    StatisticsTab.objects.create(user=LinkedSheet.objects.get().user, kind="statistics")
    while not StatisticsTab.objects.exclude(last_title="").exists():
        ada.goes_to("/")
        if ada.page.get_by_role("button", name="Sync now").count():
            ada.presses("Sync now")
    # A sync that is still at work would meet the fault in the page's stead.
    ada.goes_to("/")
    ada.sees("Your sheet is up to date")
    gid = StatisticsTab.objects.get().gid
    book = sandbox.world.google.workbook(LinkedSheet.objects.get().spreadsheet_id)
    for column in range(10, 18):
        book.type_cell(
            gid, 0, column, f"What I thought of the month, column {column}, and why it matters so much"
        )
    book.set_note(gid, 1, 1, "the month we moved")
    title = "How many songs of each month I have saved, and why that says nothing at all"
    place = {"overlayPosition": {"anchorCell": {"sheetId": gid, "rowIndex": 1, "columnIndex": 20}}}
    chart = {"spec": {"title": title, "pieChart": {"series": data_of(gid, 1)}}, "position": place}
    book.batch_update([{"addChart": {"chart": chart}}])
    sandbox.world.faults.add("google-sheets", "get_by_data_filter", {"google": "unavailable"})
    ada.goes_to("/smart/by-month/statistics/remove/")
    ada.sees("we could not look")
    assert not ada.is_wider_than_the_window()
    ada.presses("Look again")
    ada.sees("8 cells")
    ada.sees("1 note")
    ada.sees("How many songs of each month")
    assert not ada.is_wider_than_the_window()
    ada.presses("Remove it")
    ada.sees("Statistics is removed")
