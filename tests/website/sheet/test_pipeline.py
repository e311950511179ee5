"""From the press on the page of linking to the sheet: Google's consent is all that lies between."""

from __future__ import annotations

import pytest
import requests
from django.http import HttpResponse

from accounts.models import Credential
from sheets.models import LinkedSheet
from syncer.models import SyncRun
from tests.support.oauth_browser import GOOGLE, Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(sandbox) -> Browser:
    browser = Browser()
    browser.sign_in("ada")
    return browser


def agree(browser: Browser, decision: str = "agree", **fields: str) -> tuple[str, HttpResponse]:
    """Presses the button, answers Google, and returns the address of the way back and what it answered."""
    page = requests.get(browser.begin(GOOGLE, **fields)["Location"], timeout=10)
    address = browser.decide(page, "ada", decision)
    return address, browser.come_back(address)


def spreadsheets(sandbox) -> int:
    return len(sandbox.world.google.spreadsheets)


def test_the_sheet_is_there_when_the_person_comes_back(sandbox, ada):
    _, back = agree(ada, create_sheet="1", next="/sheet/")
    assert (back.status_code, back["Location"]) == (302, "/")
    assert (spreadsheets(sandbox), LinkedSheet.objects.get().method) == (1, "created")
    assert SyncRun.objects.get().trigger == "person"
    assert "Your sheet is linked." in ada.site.get("/").content.decode()


def test_no_reload_makes_a_second_sheet(sandbox, ada):
    address, _ = agree(ada, create_sheet="1", next="/sheet/")
    ada.come_back(address)
    agree(ada, create_sheet="1", next="/sheet/")
    assert spreadsheets(sandbox) == LinkedSheet.objects.count() == SyncRun.objects.count() == 1


def test_connecting_google_for_another_reason_makes_none(sandbox, ada):
    _, back = agree(ada, "cancel", create_sheet="1")
    assert 'name="create_sheet" value="1"' in back.content.decode()
    _, back = agree(ada, next="/settings/")
    assert back["Location"] == "/settings/"
    assert spreadsheets(sandbox) == 0


def test_a_problem_of_creating_is_said_where_it_can_be_tried_again(sandbox, ada):
    sandbox.world.faults.add("google-sheets", "create", {"status": 503}, times=20)
    _, back = agree(ada, create_sheet="1", next="/")
    assert back["Location"] == "/sheet/"
    assert Credential.objects.filter(provider="google", state="active").exists()
    page = ada.site.get("/sheet/").content.decode()
    assert "<title>Error: " in page
    assert "Try again in a minute" in page
    assert "Create my sheet" in page
    assert not LinkedSheet.objects.exists()
