"""The optional tabs: added and removed by their owner, who is told what of theirs goes with a tab."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from library.rules.conditions import Rules
from library.rules.serialization import rules_to_json
from sandbox.world import World
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from tests.support.charts import data_of, draw_chart
from tests.support.sheet_harness import SheetHarness
from tests.website.conftest import signed_in_as

PATH = "/smart/by-month/statistics/remove/"


@pytest.fixture
def ada(made_once, transactional_db) -> SheetHarness:
    return made_once(sheet_with_tabs)


def sheet_with_tabs(world: World) -> SheetHarness:
    harness = SheetHarness(world)
    StatisticsTab.objects.create(user=harness.user, kind="statistics")
    SmartTab.objects.create(user=harness.user, name="All", rules=rules_to_json(Rules()))
    harness.sync()
    return harness


@pytest.fixture
def gid(ada) -> int:
    return StatisticsTab.objects.get().gid


@pytest.fixture
def browser(ada) -> Client:
    return signed_in_as(ada.user)


def text_of(page) -> str:
    """Returns what stands on the page, without tags, and white space as a browser shows it."""
    return " ".join(re.sub(r"<[^>]+>", "", page.content.decode()).split())


def do(client, what: str, kind: str = "genres"):
    if what == "add":
        return client.post(f"/smart/by-month/{kind}/", follow=True)
    return client.post(f"/smart/by-month/{kind}/remove/", {"tab": what}, follow=True)


def test_a_tab_is_added_once_however_often_it_is_requested(as_alice, alice):
    assertContains(as_alice.get("/smart/"), "Genres by month")
    assertContains(do(as_alice, "add"), "The next sync makes the tab.")
    do(as_alice, "add")
    assert StatisticsTab.objects.get(user=alice).kind == "genres"


@pytest.mark.parametrize(("what", "left"), [("keep", 0), ("delete", 1)])
def test_a_removed_tab_is_kept_or_deleted_with_the_next_sync(as_alice, alice, what, left):
    StatisticsTab.objects.create(user=alice, kind="genres", last_title="Genres by month")
    do(as_alice, what)
    assert StatisticsTab.objects.filter(delete_pending=True).count() == left
    assert not StatisticsTab.objects.filter(delete_pending=False).exists()
    do(as_alice, "add")
    assert StatisticsTab.objects.filter(delete_pending=False).count() == 1


def test_a_tab_that_a_sync_may_be_creating_is_removed_by_the_next_one(as_alice, alice):
    StatisticsTab.objects.create(user=alice, kind="genres")
    do(as_alice, "delete")
    assert StatisticsTab.objects.get().delete_pending


def test_a_tab_that_the_person_deleted_is_created_again_under_new_ids(as_alice, alice):
    old = StatisticsTab.objects.create(
        user=alice, kind="genres", last_title="Genres by month", deleted_by_user=True
    )
    assertContains(as_alice.get("/smart/"), "Make it again")
    do(as_alice, "add")
    again = StatisticsTab.objects.get()
    assert not again.deleted_by_user
    assert (again.gid, again.chart_id) != (old.gid, old.chart_id)


def test_a_tab_of_another_person_is_not_removed(as_bob, alice):
    StatisticsTab.objects.create(user=alice, kind="genres")
    do(as_bob, "keep")
    assert StatisticsTab.objects.filter(user=alice).exists()


def test_removing_asks_what_becomes_of_the_tab_and_keeps_it_by_default(as_alice, alice):
    StatisticsTab.objects.create(user=alice, kind="genres", last_title="Genres by month")
    assertContains(as_alice.get("/smart/"), "/smart/by-month/genres/remove/")
    page = as_alice.get("/smart/by-month/genres/remove/")
    assertContains(page, "Remove <bdi>Genres by month</bdi>?")
    assertContains(page, "including your own columns, charts and notes")
    assert StatisticsTab.objects.filter(delete_pending=False).exists()
    page = as_alice.post("/smart/by-month/genres/remove/", follow=True)
    assertContains(page, "Genres by month is removed. Its tab stays as it is, and is yours now.")
    assert not StatisticsTab.objects.exists()


@pytest.mark.parametrize(("what", "kind"), [("add", "moods"), ("keep", "moods"), ("keep", "statistics")])
def test_kinds_that_are_not_there_are_a_404(as_alice, what, kind):
    assert do(as_alice, what, kind).status_code == 404
    assert as_alice.get("/smart/by-month/genres/").status_code == 405


def test_a_tab_with_nothing_of_the_persons_says_so_after_one_request(ada, browser):
    before = ada.google_requests()
    page = browser.get(PATH)
    assertContains(
        page,
        "We have just looked: its tab holds only what this site wrote, and nothing of yours.",
    )
    assertNotContains(page, "including your own columns, charts and notes")
    assert ada.google_requests() == before + 1
    browser.post(PATH, {"tab": "delete"})
    assert ada.google_requests() == before + 1


def test_cells_are_counted_and_at_most_five_columns_are_named(ada, browser, gid):
    ada.book.type_cell(gid, 0, 11, "Mood")
    for row, column in ((1, 11), (1, 12), (1, 13), (1, 14), (1, 15), (1, 16), (1, 17)):
        ada.book.type_cell(gid, row, column, "calm")
    page = browser.get(PATH)
    assert "8 cells In columns L (Mood), M, N, O, P and 2 more columns" in text_of(page)
    assertContains(page, "its tab also holds something that this site did not write")
    assertContains(page, "including your own columns, charts and notes")


def test_one_cell_is_one_cell_in_one_column(ada, browser, gid):
    ada.book.type_cell(gid, 1, 11, "calm")
    page = browser.get(PATH)
    assert "1 cell In column L " in text_of(page)
    assertNotContains(page, "1 note")


@pytest.mark.slow
def test_notes_comments_and_charts_are_said(ada, browser, gid):
    ada.book.set_note(gid, 1, 1, "the month we moved")
    ada.book.comment(gid, 1, 2, "so many?")
    ada.book.comment(gid, 2, 2, "so few?")
    for title in ("My year", ""):
        draw_chart(ada, title, {"pieChart": {"series": data_of(gid, 1)}}, on=gid)
    page = browser.get(PATH)
    assert "1 note 2 comments 2 charts My year A chart without a title" in text_of(page)
    assertNotContains(page, "1 cell")


def test_titles_of_the_persons_are_text_and_long_ones_are_shortened(ada, browser, gid):
    ada.book.type_cell(gid, 0, 11, "<i>Mood</i>" + "!" * 100)
    draw_chart(ada, "<script>alert(1)</script>", {"pieChart": {"series": data_of(gid, 1)}}, on=gid)
    page = browser.get(PATH)
    assertContains(page, "(<bdi>&lt;i&gt;Mood&lt;/i&gt;!")
    assertContains(page, "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>")
    assertNotContains(page, "!" * 30)


@pytest.mark.parametrize(
    "effect", [{"google": "unavailable"}, {"google": "quota"}, {"drop": "before"}, {"cut": 3}]
)
def test_without_an_answer_the_page_says_so_and_offers_to_look_again_or_to_remove(
    sandbox, ada, browser, effect
):
    sandbox.world.faults.add("google-sheets", "get_by_data_filter", effect)
    page = browser.get(PATH)
    assertContains(page, "We could not look into its tab this time")
    assertContains(page, "Google does not answer as it should at the moment")
    assertContains(page, f'href="{PATH}">Look again</a>')
    assertContains(page, "Remove it all the same</button>")
    assertContains(page, "including your own columns, charts and notes")
    browser.post(PATH, {"tab": "delete"})
    assert StatisticsTab.objects.filter(delete_pending=True).exists()


def test_one_person_looks_six_times_a_minute_and_removes_without_a_look(ada, browser):
    before = ada.google_requests()
    paths = (PATH, f"/smart/{SmartTab.objects.get().pk}/remove/")
    pages = [browser.get(paths[number % 2]) for number in range(60)]
    assert ada.google_requests() == before + 6
    assertContains(pages[5], "We have just looked")
    for page in pages[6:]:
        assertContains(page, "We could not look into its tab this time")
        assertContains(page, "several times within a minute")
    browser.post(PATH, {"tab": "keep"})
    assert not StatisticsTab.objects.exists()


def test_asked_again_google_answers(sandbox, ada, browser):
    sandbox.world.faults.add("google-sheets", "get_by_data_filter", {"google": "unavailable"})
    browser.get(PATH)
    assertContains(browser.get(PATH), "only what this site wrote")


def test_a_permission_that_has_ended_is_said_with_its_button(browser):
    LinkedSheet.objects.update(method=LinkedSheet.Method.CREATED)
    page = browser.get(PATH)
    assertContains(page, "Connect Google again")
    assertContains(page, f'<input type="hidden" name="next" value="{PATH}">')


def test_the_tab_of_another_person_is_never_read(sandbox, ada):
    ben = SheetHarness(sandbox.world, "ben")
    before = ada.google_requests()
    smart = SmartTab.objects.get()
    for path in (PATH, f"/smart/{smart.pk}/remove/"):
        assert signed_in_as(ben.user).get(path).status_code == 404
        assert Client().get(path).status_code == 302
    assert ada.google_requests() == before


def test_of_a_smart_sheet_it_is_said_as_well(ada, browser):
    smart = SmartTab.objects.get()
    path = f"/smart/{smart.pk}/remove/"
    before = ada.google_requests()
    assertContains(browser.get(path), "only what this site wrote")
    assert ada.google_requests() == before + 1
    ada.book.type_cell(smart.gid, 0, 12, "Rating")
    assert "1 cell In column M (Rating)" in text_of(browser.get(path))
