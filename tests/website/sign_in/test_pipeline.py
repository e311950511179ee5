"""The time zone of a new person comes from their browser, and is said in one line."""

from __future__ import annotations

import pytest
import requests

from accounts.models import User
from sheets.models import LinkedSheet
from tests.support.oauth_browser import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(sandbox) -> Browser:
    return Browser()


def sign_in(browser: Browser, **fields: str) -> str:
    """Returns the first page after a sign-in whose form had these fields."""
    page = requests.get(browser.begin(**fields)["Location"], timeout=10)
    browser.come_back(browser.decide(page, "ada"))
    return browser.site.get("/").content.decode()


def test_a_new_person_has_the_zone_of_their_browser(browser):
    page = sign_in(browser, time_zone="America/Argentina/Buenos_Aires")
    assert User.objects.get().time_zone == "America/Argentina/Buenos_Aires"
    assert page.count("Your time zone is America/Argentina/Buenos Aires") == 1
    assert "says your browser" not in browser.site.get("/").content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"time_zone": ""},
        {"time_zone": "Mars/Base"},
        {"time_zone": "localtime"},
        {"time_zone": "x" * 5000},
    ],
    ids=["no scripts", "empty", "no zone", "no place", "long"],
)
def test_without_a_zone_of_a_place_it_is_utc(browser, fields):
    assert "says your browser" not in sign_in(browser, **fields)
    assert User.objects.get().time_zone == "UTC"


def test_who_comes_back_keeps_the_zone_they_have(browser):
    sign_in(browser, time_zone="Europe/Berlin")
    assert "says your browser" not in sign_in(Browser(), time_zone="Asia/Tokyo")
    assert User.objects.get().time_zone == "Europe/Berlin"


def test_nothing_of_it_outlives_the_sign_in(browser):
    sign_in(browser, time_zone="Europe/Berlin")
    assert "time_zone" not in browser.site.session
    assert set(browser.site.cookies) <= {"sessionid", "csrftoken", "messages"}


@pytest.mark.parametrize(
    ("wanted", "page"), [({}, "/sheet/"), ({"next": "/"}, "/sheet/"), ({"next": "/settings/"}, "/settings/")]
)
def test_who_has_no_sheet_comes_straight_to_linking_one(browser, wanted, page):
    address = requests.get(browser.begin(**wanted)["Location"], timeout=10)
    assert browser.come_back(browser.decide(address, "ada"))["Location"] == page


def test_who_has_a_sheet_comes_to_the_first_page(browser):
    browser.sign_in("ada")
    LinkedSheet.objects.create(
        user=User.objects.get(), spreadsheet_id="s", url="https://x.example", method="created", gid=1
    )
    assert Browser().sign_in("ada")["Location"] == "/"


def test_the_form_of_the_first_page_asks_the_browser(client):
    page = client.get("/").content.decode()
    assert '<input type="hidden" name="time_zone" value="">' in page
    assert "site/time_zone" in page
