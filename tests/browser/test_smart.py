"""Smart sheets by hand: the preview follows what is typed, and without JavaScript a button does."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sheets.models import SmartTab


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
