"""Smart sheets by hand: the preview follows what is typed, and without JavaScript a button does."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from tests.browser.test_windows import PHONE
from tests.support.charts import data_of


def test_the_preview_follows_what_is_typed(visit):
    ada = visit("ada")
    ada.signs_in()
    ada.follows("Smart sheets")
    ada.presses("With rules of my own")
    preview = ada.page.locator("#preview")
    expect(preview).to_contain_text("0 tracks")
    ada.page.get_by_role("group", name="Condition 1").get_by_label("What about").select_option("tempo")
    ada.page.get_by_role("group", name="Condition 1").get_by_label("From").fill("fast")
    expect(preview).to_contain_text("fast is no such value")
    ada.page.get_by_role("group", name="Condition 1").get_by_label("From").fill("120")
    expect(preview).to_contain_text("0 tracks fit")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_preset_is_made_a_smart_sheet_of_and_removed(visit, scripts):
    ada = visit("ada", java_script_enabled=scripts)
    ada.signs_in()
    ada.follows("Smart sheets")
    ada.presses("Workout")
    ada.presses("Preview")
    ada.sees("Features are known for 0 of your 0 saved tracks")
    assert not ada.is_wider_than_the_window()
    ada.presses("Save")
    ada.sees("Tempo is 120 or more BPM")
    assert SmartTab.objects.get().name == "Workout"
    ada.presses("Remove")
    ada.presses("Remove it")
    ada.sees("Workout is removed")


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
