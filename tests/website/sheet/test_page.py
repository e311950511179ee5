"""The page of a linked sheet: the preview, the next write, and that none of it is stored or another person's."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from sheets.columns import COLUMNS, DEFAULT_COLUMNS
from sheets.models import LinkedSheet
from sheets.sheet_settings import settings_of
from syncer.models import SyncRun
from tests.support.sheet_harness import SheetHarness, synced_sheet
from tests.support.songs import Song, save
from tests.website.conftest import signed_in_as
from tests.website.sheet.conftest import PATH, current_settings, form_data

PREVIEW, NEXT_WRITE = "/sheet/preview/", "/sheet/next-write/"
WITH_TEMPO = ("artist", "track", "album", "added", "tempo", "link")


@pytest.fixture
def ada(made_once, transactional_db) -> SheetHarness:
    return made_once(synced_sheet)


@pytest.fixture
def browser(ada) -> Client:
    return signed_in_as(ada.user)


@pytest.fixture
def default_columns(alice) -> None:
    LinkedSheet.objects.update(columns=list(DEFAULT_COLUMNS))


def table(page) -> list[list[str]]:
    html = page.content.decode().split("<table>")[1].split("</table>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", html, flags=re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]


def save_songs(user, count: int, **more) -> None:
    for number in range(count):
        save(user, Song(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number), **more))


def test_the_preview_shows_the_rows_that_a_sync_has_written(ada, browser):
    header, *rows = table(browser.get(PATH))
    assert header == ada.headers
    assert [row[4] for row in rows] == ada.column("Link")[:5]
    assert [row[1] for row in rows] == ada.column("Track")[:5]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", row[3]) for row in rows)


def test_the_preview_follows_the_choice_and_nothing_is_stored(as_alice, alice, default_columns):
    save_songs(alice, 7)
    page = as_alice.post(PREVIEW, form_data("isrc", "track", "link", scope="all"))
    assert table(page)[0] == ["ISRC", "Track", "Link"]
    assertContains(page, "3 columns, the first 5 of 7 rows.")
    assertNotContains(page, "<html")
    assertContains(as_alice.post(PREVIEW, form_data("track", recent_count="3")), "2 columns, 3 rows.")
    assert current_settings(alice).columns == DEFAULT_COLUMNS


def test_the_column_of_removed_tracks_comes_with_their_rows(as_alice, default_columns):
    page = as_alice.post(PREVIEW, form_data("track", removed="stay"))
    assert table(page)[0] == ["Track", "Link", "Removed on"]


def test_with_a_button_the_whole_page_comes_back_with_the_choice(as_alice, alice, default_columns):
    page = as_alice.post(PATH, form_data(*WITH_TEMPO, scope="all", recent_count="", do="preview"))
    assert table(page)[0][4] == "Tempo (BPM)"
    assertContains(page, 'name="scope" value="all" required checked')
    assert current_settings(alice).columns == DEFAULT_COLUMNS
    assert not alice.runs.exists()


def test_of_a_form_with_an_error_there_is_no_preview(as_alice, default_columns):
    assertContains(as_alice.post(PREVIEW, form_data("track", recent_count="0")), "The preview comes back")
    page = as_alice.post(PATH, form_data("track", recent_count="0", do="preview"))
    assertContains(page, "The preview comes back", status_code=422)


def test_names_are_text_in_their_own_direction(as_alice, alice, default_columns):
    save(alice, Song(datetime(2026, 1, 1, tzinfo=UTC)), name="<script>alert(1)</script>")
    page = as_alice.get(PATH)
    assertContains(page, '<td dir="auto">&lt;script&gt;alert(1)&lt;/script&gt;</td>')
    assertNotContains(page, "<script>alert")


def test_the_preview_is_of_the_persons_own_library(as_alice, alice, bob, default_columns):
    save(bob, Song(datetime(2026, 1, 1, tzinfo=UTC)), name="A song of Bob's")
    assertNotContains(as_alice.get(PATH), "A song of Bob")
    assertContains(as_alice.get(PATH), "No track is saved yet.")


def test_the_page_says_how_many_tracks_there_are_and_how_many_are_known(as_alice, alice, default_columns):
    save_songs(alice, 3, has_features=False)
    page = as_alice.get(PATH)
    assertContains(page, "All 3 tracks, and those to come")
    assertContains(page, "Known for 0 of 3.", count=sum(bool(one.needs) for one in COLUMNS.values()))


def test_the_page_takes_the_same_queries_however_large_the_library_is(as_alice, alice, default_columns):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            as_alice.post(PATH, form_data(*COLUMNS, scope="all", do="preview"))
        return len(captured)

    save_songs(alice, 2)
    few = queries()
    save_songs(alice, 40)
    assert queries() == few


@pytest.mark.parametrize("path", [PREVIEW, NEXT_WRITE])
def test_without_a_sheet_the_fragments_bring_the_page_anew(as_bob, path):
    assert as_bob.post(path, form_data("track"))["HX-Refresh"] == "true"
    assert as_bob.get(path).status_code == 405


def test_without_a_sheet_a_form_leads_to_linking(as_bob):
    assert as_bob.post(PATH, form_data("track")).url == PATH


@pytest.mark.parametrize("htmx", [True, False])
def test_what_the_next_write_would_do_is_said_and_not_done(ada, browser, htmx):
    before, count = ada.picture(), ada.google_requests()
    form = form_data(*WITH_TEMPO, scope="all", recent_count="")
    page = browser.post(NEXT_WRITE, form) if htmx else browser.post(PATH, {**form, "do": "next-write"})
    assertContains(page, "Adds 10 rows.")
    assertContains(page, "Tempo (BPM) is added after Added.")
    assertContains(page, "Formats only what is new.")
    assert ("<html" in page.content.decode()) is not htmx
    assert ada.google_requests() == count + 1
    assert ada.picture() == before
    assert settings_of(ada.sheet).columns == DEFAULT_COLUMNS
    assert not SyncRun.objects.exclude(state="done").exists()


def test_where_the_sheet_is_right_google_is_not_asked(ada, browser):
    count = ada.google_requests()
    assertContains(
        browser.post(NEXT_WRITE, form_data(*DEFAULT_COLUMNS)), "Nothing: the sheet is as it should be."
    )
    assert ada.google_requests() == count


def test_a_form_with_an_error_asks_nothing_of_google(ada, browser):
    count = ada.google_requests()
    assertContains(
        browser.post(NEXT_WRITE, form_data(*WITH_TEMPO, recent_count="0")), "needs correcting first"
    )
    page = browser.post(PATH, form_data(*WITH_TEMPO, recent_count="0", do="next-write"))
    assertContains(page, "Choose a number of tracks from 1 to 50,000.", status_code=422)
    assert ada.google_requests() == count


def test_a_refused_copy_says_where(ada, browser):
    ada.book.insert_rows(ada.sheet.gid, 4)
    ada.book.type_cell(ada.sheet.gid, 4, 1, "a song of mine")
    page = browser.post(NEXT_WRITE, form_data(*DEFAULT_COLUMNS, mode="mirror"))
    assertContains(page, 'class="banner"')
    assertContains(page, "B5")


def test_while_google_does_not_answer_that_is_said(sandbox, ada, browser):
    sandbox.world.faults.add("google-sheets", "get_by_data_filter", {"google": "unavailable"})
    page = browser.post(NEXT_WRITE, form_data(*WITH_TEMPO))
    assertContains(page, "Google does not answer as it should at the moment")


def test_a_permission_that_has_ended_is_said_with_its_button(browser):
    LinkedSheet.objects.update(method=LinkedSheet.Method.CREATED)
    page = browser.post(NEXT_WRITE, form_data(*WITH_TEMPO))
    assertContains(page, "Connect Google again")
    assertContains(page, '<input type="hidden" name="next" value="/sheet/">')
    # Its form stands in none: the page's own form ends before it.
    html = browser.post(PATH, form_data(*WITH_TEMPO, do="next-write")).content.decode()
    for form in re.findall(r"<form.*?</form>", html, flags=re.DOTALL):
        assert form.count("<form") == 1


def test_one_person_has_google_asked_six_times_a_minute(ada, browser):
    count = ada.google_requests()
    pages = [browser.post(NEXT_WRITE, form_data(*WITH_TEMPO)) for _ in range(8)]
    assert ada.google_requests() == count + 6
    assertContains(pages[5], "Tempo (BPM) is added after Added.")
    assertContains(pages[7], "several times within a minute")


def test_the_sheet_of_another_person_is_never_read(sandbox, ada):
    ben = SheetHarness(sandbox.world, "ben")
    count = ada.google_requests()
    signed_in_as(ben.user).post(NEXT_WRITE, form_data(*WITH_TEMPO))
    (asked,) = sandbox.world.entries("google-sheets")[count:]
    assert ben.sheet.spreadsheet_id in asked.path
