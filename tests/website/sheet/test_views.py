"""Linking a sheet, and letting go of it."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import Credential
from providers.google.problems import GoogleUnavailable
from sheets.models import LinkedSheet
from sheets.problems import CodeTabMissing
from syncer.models import SyncRun


def link(user, pasted="") -> LinkedSheet:
    return LinkedSheet.objects.create(
        user=user, spreadsheet_id="new", url="https://docs.google.com/x", method="shared", gid=0
    )


@pytest.fixture
def google(bob) -> None:
    now = timezone.now()
    Credential.objects.create(user=bob, provider="google", client_id="app", expires_at=now, authorized_at=now)


def test_both_ways_are_shown(as_bob, bob):
    page = as_bob.get("/sheet/")
    assertContains(page, "Create a new sheet for me")
    assertContains(page, "Use a sheet I already have")
    assertContains(page, "robot@project.iam.gserviceaccount.com")
    assertContains(page, bob.link_code.code)


def test_the_code_is_the_same_on_the_next_visit(as_bob, bob):
    as_bob.get("/sheet/")
    code = bob.link_code.code
    assertContains(as_bob.get("/sheet/"), code)


def test_google_is_connected_first_and_the_sheet_made_with_the_same_press(as_bob):
    page = as_bob.get("/sheet/")
    assertContains(page, 'action="/login/google-oauth2/"')
    assertContains(page, '<input type="hidden" name="next" value="/sheet/">')
    assertContains(page, '<input type="hidden" name="create_sheet" value="1">')


def test_sharing_is_folded_until_it_is_the_way(as_bob, settings):
    assertContains(as_bob.get("/sheet/"), '<details class="card way">')
    page = as_bob.post("/sheet/share/", {"address": ""})
    assertContains(page, '<details class="card way" open>', status_code=422)
    settings.GOOGLE_CLIENT_ID = ""
    assertContains(as_bob.get("/sheet/"), '<details class="card way" open>')


def test_an_error_is_in_the_title_and_first_on_the_page_with_a_link_to_its_field(as_bob):
    page = as_bob.post("/sheet/share/", {"address": ""}).content.decode()
    assert "<title>Error: Your sheet" in page
    summary, rest = page.split("data-errors>")[1].split("</div>", 1)
    assert '<a href="#id_address">Paste the address of your sheet here first.</a>' in summary
    assert "<h1" in rest
    assert "<title>Your sheet" in as_bob.get("/sheet/").content.decode()


def test_with_google_connected_one_click_creates(as_bob, bob, google, monkeypatch):
    monkeypatch.setattr("website.sheet.creation.create_spreadsheet", link)
    assertContains(as_bob.get("/sheet/"), 'action="/sheet/create/"')
    page = as_bob.post("/sheet/create/", follow=True)
    assertContains(page, "Your sheet is linked.")
    assert SyncRun.objects.get(user=bob).trigger == "person"


def test_a_problem_of_creating_is_shown(as_bob, bob, google, monkeypatch):
    def refuse(user):
        raise GoogleUnavailable(when=timezone.now())

    monkeypatch.setattr("website.sheet.creation.create_spreadsheet", refuse)
    page = as_bob.post("/sheet/create/", follow=True)
    assertContains(page, "so nothing was changed. Try again in a minute.")
    assertContains(page, "Create my sheet")
    assert not bob.runs.exists()


def test_a_pasted_address_links_and_syncs(as_bob, bob, monkeypatch):
    monkeypatch.setattr("website.sheet.views.link_shared", link)
    page = as_bob.post("/sheet/share/", {"address": "https://docs.google.com/x"}, follow=True)
    assertContains(page, "Your sheet is linked.")
    assert bob.runs.count() == 1


def test_the_error_of_an_address_is_shown_beside_it_and_the_text_is_kept(as_bob, monkeypatch):
    def refuse(user, pasted):
        raise CodeTabMissing(link_code='<b>"e"</b>')

    monkeypatch.setattr("website.sheet.views.link_shared", refuse)
    page = as_bob.post("/sheet/share/", {"address": 'https://x/"><script>'})
    assertContains(page, "&lt;b&gt;&quot;e&quot;&lt;/b&gt;", status_code=422)
    assertContains(page, 'value="https://x/&quot;&gt;&lt;script&gt;"', status_code=422)
    assertContains(page, 'aria-invalid="true"', status_code=422)


def test_an_empty_address_is_asked_for(as_bob):
    page = as_bob.post("/sheet/share/", {"address": "  "})
    assertContains(page, "Paste the address of your sheet here first.", status_code=422)


def test_without_a_google_app_the_page_explains_why_no_sheet_can_be_created(as_bob, settings):
    settings.GOOGLE_CLIENT_ID = ""
    page = as_bob.get("/sheet/")
    assertNotContains(page, "Create a new sheet for me")
    assertContains(page, "GOOGLE_CLIENT_ID")
    assertContains(page, "Use a sheet I already have")


def test_without_a_service_account_the_page_explains_why_no_sheet_can_be_shared(as_bob, settings):
    settings.GOOGLE_SERVICE_ACCOUNT = None
    page = as_bob.get("/sheet/")
    assertNotContains(page, "Use a sheet I already have")
    assertContains(page, "GOOGLE_SERVICE_ACCOUNT")


def test_without_both_the_page_explains_what_the_operator_has_to_do(as_bob, settings):
    settings.GOOGLE_CLIENT_ID, settings.GOOGLE_SERVICE_ACCOUNT = "", None
    assertContains(as_bob.get("/sheet/"), "No sheet can be linked yet")


def test_a_linked_sheet_is_shown_instead_of_the_ways(as_alice):
    page = as_alice.get("/sheet/")
    assertContains(page, "Alice&#x27;s tracks")
    assertNotContains(page, "Use a sheet I already have")


@pytest.mark.parametrize("path", ["/sheet/"])
def test_the_page_says_that_a_picture_keeps_no_row(as_alice, path):
    words = " ".join(as_alice.get(path).content.decode().split())
    assert "A picture" in words
    assert "does not show pictures to programs" in words


def test_unlinking_asks_for_confirmation(as_alice, alice):
    page = as_alice.get("/sheet/unlink/")
    assertContains(page, "Your sheet stays as it is")
    assert LinkedSheet.objects.filter(user=alice).exists()


def test_unlinking_leads_to_linking_another(as_alice, alice):
    page = as_alice.post("/sheet/unlink/", follow=True)
    assertContains(page, "Unlinked.")
    assertContains(page, "Create a new sheet for me")
    assert not LinkedSheet.objects.filter(user=alice).exists()


def test_unlinking_leaves_other_peoples_sheets_alone(as_bob, alice):
    assert as_bob.post("/sheet/unlink/").url == "/sheet/"
    assert LinkedSheet.objects.filter(user=alice).exists()


@pytest.mark.parametrize("path", ["/sheet/create/", "/sheet/share/"])
def test_linking_changes_nothing_by_a_link(as_bob, path):
    assert as_bob.get(path).status_code == 405


@pytest.mark.parametrize(
    ("path", "called"),
    [
        ("/sheet/create/", "creation.create_spreadsheet"),
        ("/sheet/share/", "views.link_shared"),
        ("/sheet/tab/", "views.recreate_main_tab"),
    ],
)
def test_linking_that_is_used_up_asks_google_for_nothing_more(as_bob, settings, monkeypatch, path, called):
    asked = []
    monkeypatch.setattr(f"website.sheet.{called}", lambda *_: asked.append(1))
    settings.LINK_ATTEMPTS_PER_HOUR = 2
    for _ in range(20):
        page = as_bob.post(path, {"address": "https://docs.google.com/spreadsheets/d/x"}, follow=True)
    assert len(asked) == 2
    assertContains(page, "You can try again from", status_code=page.status_code)
    assertContains(as_bob.get("/sheet/"), "Again from")
