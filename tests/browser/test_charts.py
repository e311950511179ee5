"""A column with a chart on it is deselected, with and without JavaScript, on a screen and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sheets.models import LinkedSheet
from sheets.sheet_settings import settings_of
from tests.browser.test_windows import PHONE
from tests.support.charts import data_of

TITLE = "How many songs of each album I have saved, and why that says nothing at all"


def draw(sandbox) -> None:
    """Ada draws a chart of the column Album, the third, beside her tracks."""
    sheet = LinkedSheet.objects.get()
    anchor = {"sheetId": sheet.gid, "rowIndex": 1, "columnIndex": 8}
    chart = {
        "spec": {"title": TITLE, "pieChart": {"series": data_of(sheet.gid, 2)}},
        "position": {"overlayPosition": {"anchorCell": anchor}},
    }
    sandbox.world.google.workbook(sheet.spreadsheet_id).batch_update([{"addChart": {"chart": chart}}])


@pytest.mark.parametrize("window", [{"java_script_enabled": False, "color_scheme": "dark"}, PHONE])
def test_the_person_is_asked_and_keeps_the_column(visit, sandbox, window):
    ada = visit("ada", **window)
    ada.signs_in()
    ada.connects_google()
    ada.sees("Your sheet is linked")
    headline = ada.page.locator("h1")
    while "up to date" not in headline.inner_text():
        ada.goes_to("/")
    draw(sandbox)
    ada.goes_to("/sheet/")
    ada.page.get_by_role("checkbox", name="Album").uncheck()
    ada.page.get_by_label("Another number").check()
    ada.page.get_by_label("How many", exact=True).fill("20")
    ada.presses("Save and sync")
    ada.sees("A chart of yours shows Album")
    ada.sees(TITLE)
    assert not ada.is_wider_than_the_window()
    ada.presses("Keep the column")
    ada.sees("A sync is bringing your sheet in line.")
    ada.goes_to("/sheet/")
    expect(ada.page.get_by_role("checkbox", name="Album")).to_be_checked()
    now = settings_of(LinkedSheet.objects.get())
    assert ("album" in now.columns, now.recent_count) == (True, 20)
