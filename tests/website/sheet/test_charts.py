"""A deselected column with a chart of the person's on it is asked about before it goes."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from sheets.columns import DEFAULT_COLUMNS
from sheets.models import LinkedSheet
from sheets.sheet_settings import settings_of
from tests.support.charts import data_of, draw_chart
from tests.support.sheet_harness import SheetHarness, synced_sheet
from tests.website.conftest import signed_in_as
from tests.website.sheet.conftest import PATH, form_data

WITHOUT_ALBUM = ("artist", "track", "added", "link")


@pytest.fixture
def ada(made_once, transactional_db) -> SheetHarness:
    return made_once(synced_sheet)


@pytest.fixture
def browser(ada) -> Client:
    return signed_in_as(ada.user)


@pytest.fixture
def album_chart(ada) -> None:
    draw_chart(ada, "Albums I love", {"pieChart": {"series": data_of(ada.sheet.gid, ada.ours["album"])}})


class Counter:
    def __init__(self, harness: SheetHarness) -> None:
        self.harness = harness
        self.before = harness.google_requests()

    @property
    def asked(self) -> int:
        return self.harness.google_requests() - self.before


def columns_of(ada: SheetHarness) -> tuple[str, ...]:
    return settings_of(ada.sheet).columns


def answers(browser: Client, page, button: str):
    """Presses a button of the question as a browser does: with every hidden field and the button's own value."""
    html = page.content.decode()
    hidden = [tag for tag in re.findall(r"<input[^>]*>", html) if "disabled" not in tag]
    pairs = [(re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in hidden]
    data: dict[str, list[str]] = {}
    for name, value in pairs:
        if name and value:
            data.setdefault(name[1], []).append(value[1])
    label = re.search(rf'<button type="submit"([^>]*)>{button}</button>', html)
    assert label, html
    own = re.search(r'name="(\w+)" value="([^"]*)"', label[1])
    return browser.post(PATH, data | ({own[1]: [own[2]]} if own else {}), follow=True)


def test_nothing_is_asked_of_google_while_no_column_is_deselected(ada, browser, album_chart):
    count = Counter(ada)
    assertRedirects(browser.post(PATH, form_data(*DEFAULT_COLUMNS)), "/", fetch_redirect_response=False)
    browser.post(
        PATH, form_data("isrc", *reversed(DEFAULT_COLUMNS), scope="all", removed="stay", mode="mirror")
    )
    assert columns_of(ada) == ("isrc", "link", "added", "album", "track", "artist", "removed_on")
    assert count.asked == 0


def test_settings_that_are_refused_ask_nothing_of_google(ada, browser, album_chart):
    count = Counter(ada)
    assert browser.post(PATH, form_data(*WITHOUT_ALBUM, recent_count="0")).status_code == 422
    assert count.asked == 0


def test_a_column_without_a_chart_goes_without_a_question(ada, browser, album_chart):
    count = Counter(ada)
    page = browser.post(PATH, form_data("artist", "album", "track", "link"), follow=True)
    assertContains(page, "Saved. A sync is bringing your sheet in line.")
    assert count.asked == 1
    assert columns_of(ada) == ("artist", "album", "track", "link")


def test_the_question_names_the_chart_and_the_column_and_nothing_is_saved(ada, browser, album_chart):
    count = Counter(ada)
    page = browser.post(PATH, form_data(*WITHOUT_ALBUM, recent_count="20"))
    assertContains(page, "A chart of yours shows Album</h1>")
    assertContains(page, "<bdi>Albums I love</bdi>")
    assertContains(page, "On the tab “Sheet1”; shows Album.")
    assertContains(page, "Nothing is saved yet.")
    assertNotContains(page, "Ask Google again")
    assert count.asked == 1
    assert (columns_of(ada), ada.sheet.recent_count) == (DEFAULT_COLUMNS, 50)


def test_removed_anyway_it_goes_with_the_next_sync_and_google_is_not_asked_again(ada, browser, album_chart):
    question = browser.post(PATH, form_data(*WITHOUT_ALBUM, recent_count="20"))
    count = Counter(ada)
    page = answers(browser, question, "Remove it anyway")
    assertContains(page, "Saved. A sync is bringing your sheet in line.")
    assert count.asked == 0
    assert (columns_of(ada), ada.sheet.recent_count) == (WITHOUT_ALBUM, 20)
    ada.sync()
    assert "Album" not in ada.headers


def test_a_column_that_is_kept_has_its_place_and_the_other_changes_are_saved(ada, browser, album_chart):
    question = browser.post(
        PATH,
        form_data("track", "artist", "link", recent_count="20", order=("track", "album", "artist", "link")),
    )
    assertContains(question, "A chart of yours shows Album</h1>")
    page = answers(browser, question, "Keep the column")
    assertContains(page, "Saved. A sync is bringing your sheet in line.")
    # Album comes where the form had it; Added, which no chart shows, goes.
    assert columns_of(ada) == ("track", "album", "artist", "link")
    assert ada.sheet.recent_count == 20
    ada.sync()
    assert "Album" in ada.headers
    assert "Added" not in ada.headers


def test_where_nothing_else_was_changed_keeping_changes_nothing(ada, browser, album_chart):
    without = form_data(*WITHOUT_ALBUM, order=DEFAULT_COLUMNS)
    question = browser.post(PATH, without)
    count = Counter(ada)
    assertContains(answers(browser, question, "Keep the column"), "Kept. Your sheet stays as it is.")
    assert columns_of(ada) == DEFAULT_COLUMNS
    assert count.asked == 0


def test_an_answer_about_one_column_is_none_about_another(ada, browser, album_chart):
    page = browser.post(PATH, form_data(*WITHOUT_ALBUM, remove_columns="artist added nonsense"))
    assertContains(page, "A chart of yours shows Album</h1>")
    assert columns_of(ada) == DEFAULT_COLUMNS


def test_a_chart_on_another_tab_is_named_with_that_tab(ada, browser):
    ada.book.batch_update([{"addSheet": {"properties": {"sheetId": 7, "title": "Overview"}}}])
    series = data_of(ada.sheet.gid, ada.ours["album"])
    draw_chart(ada, "", {"pieChart": {"series": series}}, on=7)
    page = browser.post(PATH, form_data(*WITHOUT_ALBUM))
    assertContains(page, "A chart without a title")
    assertContains(page, "On the tab “Overview”; shows Album.")


def test_titles_are_text(ada, browser):
    ada.book.batch_update([{"addSheet": {"properties": {"sheetId": 7, "title": "<i>Tab</i>"}}}])
    series = data_of(ada.sheet.gid, ada.ours["album"])
    draw_chart(ada, "<script>alert(1)</script>", {"pieChart": {"series": series}}, on=7)
    page = browser.post(PATH, form_data(*WITHOUT_ALBUM))
    assertContains(page, "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>")
    assertContains(page, "On the tab “&lt;i&gt;Tab&lt;/i&gt;”")


@pytest.mark.parametrize(
    "effect", [{"google": "unavailable"}, {"google": "quota"}, {"drop": "before"}, {"cut": 3}]
)
def test_while_google_does_not_answer_nothing_is_saved_and_the_person_is_told(sandbox, ada, browser, effect):
    sandbox.world.faults.add("google-sheets", "get", effect)
    page = browser.post(PATH, form_data(*WITHOUT_ALBUM))
    assertContains(page, "Does a chart of yours show Album?</h1>")
    assertContains(page, "Google does not answer as it should at the moment")
    assert columns_of(ada) == DEFAULT_COLUMNS
    assert not ada.user.runs.filter(state="waiting").exists()


def test_asked_again_google_says_that_there_is_no_chart(sandbox, ada, browser):
    sandbox.world.faults.add("google-sheets", "get", {"google": "unavailable"})
    question = browser.post(PATH, form_data(*WITHOUT_ALBUM))
    count = Counter(ada)
    assertContains(answers(browser, question, "Ask Google again"), "Saved. A sync")
    assert (columns_of(ada), count.asked) == (WITHOUT_ALBUM, 1)


@pytest.mark.parametrize(
    ("button", "left"), [("Remove it anyway", WITHOUT_ALBUM), ("Keep the column", DEFAULT_COLUMNS)]
)
def test_without_an_answer_of_googles_the_persons_own_counts(sandbox, ada, browser, button, left):
    sandbox.world.faults.add("google-sheets", "get", {"google": "unavailable"}, times=0)
    without = form_data(*WITHOUT_ALBUM, order=DEFAULT_COLUMNS)
    question = browser.post(PATH, without)
    count = Counter(ada)
    answers(browser, question, button)
    assert (columns_of(ada), count.asked) == (left, 0)


def test_one_person_has_google_asked_six_times_a_minute_and_decides_without(ada, browser, album_chart):
    count = Counter(ada)
    pages = [browser.post(PATH, form_data(*WITHOUT_ALBUM)) for _ in range(60)]
    assert count.asked == 6
    assertContains(pages[5], "A chart of yours shows Album</h1>")
    for page in pages[6:]:
        assertContains(page, "Does a chart of yours show Album?</h1>")
        assertContains(page, "several times within a minute")
    answers(browser, pages[-1], "Remove it anyway")
    assert columns_of(ada) == WITHOUT_ALBUM


def test_a_permission_that_has_ended_is_said_with_its_button(browser):
    LinkedSheet.objects.update(method=LinkedSheet.Method.CREATED)
    page = browser.post(PATH, form_data(*WITHOUT_ALBUM))
    assertContains(page, "Connect Google again")
    assertContains(page, '<input type="hidden" name="next" value="/sheet/">')


def test_a_spreadsheet_that_is_gone_is_said_with_its_button(ada, browser):
    LinkedSheet.objects.update(spreadsheet_id="gone")
    page = browser.post(PATH, form_data(*WITHOUT_ALBUM))
    assertContains(page, 'href="/sheet/unlink/">Link another sheet</a>')


def test_the_sheet_of_another_person_is_never_read(sandbox, ada, album_chart):
    ben = SheetHarness(sandbox.world, "ben")
    count = Counter(ada)
    page = signed_in_as(ben.user).post(PATH, form_data(*WITHOUT_ALBUM), follow=True)
    assertContains(page, "Saved. A sync")
    assert count.asked == 1
    (asked,) = sandbox.world.entries("google-sheets")[-1:]
    assert ben.sheet.spreadsheet_id in asked.path
    assert columns_of(ada) == DEFAULT_COLUMNS


def test_every_form_of_the_question_is_guarded(ada, browser, album_chart):
    page = browser.post(PATH, form_data(*WITHOUT_ALBUM)).content.decode()
    forms = re.findall(r'<form method="post".*?</form>', page, flags=re.DOTALL)
    assert len(forms) == 2
    assert all("csrfmiddlewaretoken" in form for form in forms)
