"""Statistics: which genre grew most in two presses, charts that are drawn, and a year as a picture and on paper."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.visitor import Visitor
from tests.support.cast import make_alice
from tests.support.songs import Song, save

NARROW = {"viewport": {"width": 320, "height": 700}}
PAGES = [
    "?range=all",
    "?first=2025-01-02&last=2025-01-01",
    "every-genre/?range=2024",
    "saved/",
    "sound/",
    "top/",
    "years/",
    "2024/",
]


def make_listener() -> User:
    alice = make_alice()
    alice.is_active = True
    alice.save()
    first = datetime(2024, 1, 5, 12, tzinfo=UTC)
    for number in range(60):
        genre = "jazz" if number < 30 else f"a genre with a long name, number {number % 12}"
        song = Song(
            first + timedelta(days=12 * number),
            energy=0.5,
            tempo=100.0,
            genres=((genre,),),
            release_date="1999",
        )
        save(alice, song, name="زهرة المدائن " * 9 if number == 0 else "")
    return alice


def let_in(visitor: Visitor, user: User) -> None:
    client = Client()
    client.force_login(user, backend="accounts.backends.Spotify")
    name = settings.SESSION_COOKIE_NAME
    # A page further down would give the cookie its path.
    visitor.goes_to("/")
    visitor.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": visitor.page.url}]
    )


def test_the_genre_that_grew_most_is_found_without_scripts(visit):
    ada = visit("ada", java_script_enabled=False)
    let_in(ada, make_listener())
    ada.goes_to("/statistics/")
    ada.follows("Everything")
    expect(ada.page.locator(".stats dd").first).to_contain_text("a genre with a long name")
    expect(ada.page.locator(".plot")).to_be_hidden()
    ada.page.get_by_text("Show the numbers").click()
    expect(ada.page.get_by_role("rowheader", name="Jan 2024")).to_be_visible()
    ada.page.get_by_text("A year, or days of your choice").click()
    ada.page.get_by_label("From", exact=True).fill("2024-03-01")
    ada.page.get_by_label("To", exact=True).fill("2024-02-01")
    ada.presses("Show these days")
    ada.sees("The last day is before the first one.")
    ada.page.get_by_label("To", exact=True).fill("2024-04-30")
    ada.presses("Show these days")
    expect(ada.page.get_by_role("link", name="Last 12 months")).not_to_have_attribute("aria-current", "page")
    ada.follows("As it is today")
    assert "first=2024-03-01" in ada.page.url
    ada.goes_to("/statistics/2024/")
    expect(ada.page.get_by_role("button", name="Save as picture")).to_be_hidden()


def test_every_page_fits_a_narrow_window_and_draws_its_charts(visit):
    ada = visit("ada", **NARROW)
    let_in(ada, make_listener())
    for path in PAGES:
        ada.goes_to(f"/statistics/{path}")
        assert not ada.is_wider_than_the_window(), path
        expect(ada.page.get_by_role("link", name="Statistics", exact=True)).to_be_visible()
        for plot in ada.page.locator(".plot").all():
            size = plot.locator("canvas").bounding_box()
            assert size and size["width"] > 200 and size["height"] > 150, path


def test_a_year_is_saved_as_a_picture_and_prints(visit, tmp_path):
    ada = visit("ada", color_scheme="dark")
    let_in(ada, make_listener())
    ada.goes_to("/statistics/2024/")
    with ada.page.expect_download() as download:
        ada.presses("Save as picture")
    assert download.value.suggested_filename == "2024.png"
    download.value.save_as(tmp_path / "year.png")
    header = Path(tmp_path / "year.png").read_bytes()[:24]
    assert header.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", header[16:24])
    assert (width, height > 1000) == (1080, True)
    ada.sees("The picture is saved.")
    ada.page.emulate_media(media="print")
    expect(ada.page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(ada.page.get_by_role("button", name="Save as picture")).to_be_hidden()
    expect(ada.page.get_by_role("heading", name="2024 in review")).to_be_visible()
