"""The page of the sheet: columns by drag and by keys, the preview beside them, and what the next write would do."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from sheets.models import LinkedSheet
from sheets.sheet_settings import settings_of


def headers(visitor) -> Locator:
    return visitor.page.locator("#preview th")


def drag(visitor, name: str, onto: str) -> None:
    """Drags a column by its handle onto the place of another one, with the steps that a hand makes."""
    handles = [visitor.page.locator(f"li[data-column='{one}'] .handle") for one in (name, onto)]
    handles[0].scroll_into_view_if_needed()
    start, end = (handle.bounding_box() for handle in handles)
    assert start and end
    mouse = visitor.page.mouse
    mouse.move(start["x"] + 4, start["y"] + 8)
    mouse.down()
    mouse.move(end["x"] + 4, end["y"] + 8, steps=12)
    mouse.up()


def test_columns_are_dragged_and_chosen_and_the_preview_follows(visit):
    ada = visit("ada")
    ada.links_a_new_sheet()
    ada.goes_to("/sheet/")
    expect(headers(ada)).to_have_text(["Artist", "Track", "Album", "Added", "Link"])
    drag(ada, "Link", "Artist")
    expect(headers(ada)).to_have_text(["Link", "Artist", "Track", "Album", "Added"])
    expect(ada.page.locator("#column-status")).to_have_text("Link is column 1 of 5.")
    ada.page.get_by_role("checkbox", name="Tempo (BPM)").check()
    expect(headers(ada).last).to_have_text("Tempo (BPM)")
    ada.presses("See what the next write would do")
    ada.sees("Tempo (BPM) is added after Added.")
    ada.sees("Moves 1 column.")
    assert settings_of(LinkedSheet.objects.get()).columns[0] == "artist"
    ada.presses("Save and sync")
    ada.sees("A sync is bringing your sheet in line.")
    assert settings_of(LinkedSheet.objects.get()).columns[0] == "link"


def test_with_keys_alone(visit):
    ada = visit("ada")
    ada.links_a_new_sheet()
    ada.goes_to("/sheet/")
    up = ada.page.get_by_role("button", name="Move Album up")
    up.focus()
    for place in (2, 1):
        ada.page.keyboard.press("Enter")
        expect(ada.page.locator("#column-status")).to_have_text(f"Album is column {place} of 5.")
        expect(up).to_be_focused()
    expect(headers(ada).first).to_have_text("Album")
    expect(ada.page.locator("h1")).to_have_count(1)
    ada.page.get_by_role("checkbox", name="Explicit").focus()
    ada.page.keyboard.press("Space")
    expect(ada.page.get_by_role("checkbox", name="Explicit")).to_be_focused()
    expect(headers(ada).last).to_have_text("Explicit")
    ada.page.keyboard.press("Space")
    expect(headers(ada).last).to_have_text("Link")
    ada.page.get_by_label("How many", exact=True).fill("20")
    expect(ada.page.get_by_label("Another number")).to_be_checked()
    ada.sees("the first 5 of 20 rows")
    ada.page.get_by_label("How many", exact=True).press("Enter")
    ada.sees("A sync is bringing your sheet in line.")
    assert settings_of(LinkedSheet.objects.get()).recent_count == 20


def test_all_columns_fit_a_narrow_window(visit):
    ada = visit("ada", viewport={"width": 320, "height": 700})
    ada.links_a_new_sheet()
    ada.goes_to("/sheet/")
    others = ada.page.locator(".offered input[name=columns]")
    while others.count():
        others.first.check()
    assert not ada.is_wider_than_the_window()
    assert ada.page.locator("#preview .scroll").evaluate("one => one.scrollWidth > one.clientWidth")
