"""One run: its owner's page, its progress, and the button that starts one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from syncer.models import SyncRun
from website.runs.presenters import RUNS_A_PAGE


@pytest.fixture
def run(alice) -> SyncRun:
    return SyncRun.objects.create(user=alice, trigger="person", state="running", phase="reading")


def test_the_run_is_shown_to_its_owner(as_alice, run):
    assertContains(as_alice.get(f"/runs/{run.pk}/"), "Syncing")


@pytest.mark.parametrize("path", ["/runs/{}/", "/runs/{}/progress/"])
def test_for_another_person_it_is_a_404(as_bob, run, path):
    assert as_bob.get(path.format(run.pk)).status_code == 404


def test_progress_is_a_fragment_that_polls(as_alice, run):
    SyncRun.objects.update(progress_done=50, progress_total=1400)
    page = as_alice.get(f"/runs/{run.pk}/progress/", headers={"HX-Request": "true"})
    assertContains(page, "50 of 1,400 tracks")
    assertContains(page, 'hx-trigger="every 1s"')
    assertNotContains(page, "<html")
    assert "HX-Trigger" not in page


def test_a_waiting_run_is_polled_less_often(as_alice, run):
    SyncRun.objects.update(state="waiting", resume_at=timezone.now())
    assertContains(as_alice.get(f"/runs/{run.pk}/progress/"), 'hx-trigger="every 15s"')


@pytest.mark.parametrize("state", ["done", "failed"])
def test_progress_stops_polling_at_the_end_and_sends_an_event_to_the_page(as_alice, run, state):
    SyncRun.objects.update(state=state)
    page = as_alice.get(f"/runs/{run.pk}/progress/")
    assertNotContains(page, "hx-get")
    assert "run-changed" in page["HX-Trigger"]


def test_a_run_that_begins_to_wait_sends_one_event_to_the_page(as_alice, run):
    SyncRun.objects.update(state="waiting", resume_at=timezone.now())
    assert "run-changed" in as_alice.get(f"/runs/{run.pk}/progress/?seen=working")["HX-Trigger"]
    assert "HX-Trigger" not in as_alice.get(f"/runs/{run.pk}/progress/?seen=waiting")


def test_without_scripts_there_is_a_link_to_refresh(as_alice, run):
    assertContains(as_alice.get("/"), '<noscript><a href="">Refresh</a></noscript>')


def test_sync_now_makes_one_run_however_often_it_is_pressed(as_alice, alice):
    assert as_alice.post("/sync/").url == "/"
    as_alice.post("/sync/")
    assert [run.trigger for run in alice.runs.all()] == ["person"]


def test_sync_now_changes_nothing_by_a_link(as_alice, alice):
    assert as_alice.get("/sync/").status_code == 405
    assert not alice.runs.exists()


@pytest.mark.parametrize(
    "receipt",
    [
        {},
        [],
        "gone wrong",
        {"added": None, "requests": [], "seconds": "3", "left_out": "none", "repaired": "two"},
        {
            "left_out": [None, 7, {}, {"track": None}],
            "kept": [{"x": 1}],
            "oddities": {"a": 1},
            "repaired": [{}, None],
        },
        {"added": ["a", "b"], "spotify_total": True, "requests": {"spotify": "many"}},
    ],
)
def test_an_odd_receipt_does_not_break_its_page(as_alice, run, receipt):
    SyncRun.objects.update(state="done", receipt=receipt)
    assertContains(as_alice.get(f"/runs/{run.pk}/"), "Asked for by")
    assertContains(as_alice.get("/"), "Asked for by")


def test_odd_rows_are_named_with_the_reason(as_alice, run):
    SyncRun.objects.update(
        state="done",
        receipt={
            "left_out": [
                {"track": "=HYPERLINK(1)", "reason": "saved_twice"},
                {"reason": "track_unknown", "number": 2, "saved_at": "2026-11-20T09:07:00+00:00"},
            ],
            "kept": ["Zombie"],
            "kept_out_of_scope": ["Linger"],
            "repaired": [{"header": "Track", "cells": ["B3"]}],
            "returned": ["Fela Kuti – Gentleman"],
            "unchanged": False,
        },
    )
    page = as_alice.get(f"/runs/{run.pk}/")
    for words in (
        "=HYPERLINK(1)",
        "saved twice; both saves share one row",
        "unknown track 2, saved on 2026-11-20 at 09:07 UTC",
        "Spotify no longer says which track this is",
        "No longer saved, kept because you wrote in or beside them",
        "Zombie",
        "Older than what is meant for the sheet",
        "Linger",
        "B3 (Track)",
        "Fela Kuti – Gentleman",
    ):
        assertContains(page, words)


def test_the_page_shows_the_trigger_the_requests_and_that_nothing_changed(as_alice, run):
    SyncRun.objects.update(
        trigger="admin",
        state="done",
        receipt={
            "added": 0,
            "removed": 0,
            "changed": 0,
            "unchanged": True,
            "requests": {"spotify": 1, "google_reads": 0, "google_writes": 0},
        },
    )
    page = as_alice.get(f"/runs/{run.pk}/")
    for words in (
        "an admin",
        "Nothing new",
        "nothing",
        "Not checked, because nothing has changed",
        "Check my sheet",
        "Spotify 1",
    ):
        assertContains(page, words)


@pytest.mark.parametrize("path", ["/", "/syncs/", "/runs/{}/"])
def test_requests_and_seconds_are_folded_wherever_a_receipt_is_shown(as_alice, run, path):
    now = timezone.now()
    receipt = {"added": 0, "requests": {"spotify": 6}, "seconds": {"read": 0.34, "write": 0.09}}
    SyncRun.objects.update(state="done", started_at=now, finished_at=now, receipt=receipt)
    page = as_alice.get(path.format(run.pk)).content.decode()
    before, folded = page.split("<details><summary>Details</summary>")
    folded, after = folded.split("</details>", 1)
    assert "Spotify 6" in " ".join(folded.split())
    for words in ("Took", "0.34 s", "Requests made", "Spotify 6"):
        assert words in folded
        assert words not in before + after


def test_a_run_that_asked_for_nothing_yet_has_no_details(as_alice, run):
    SyncRun.objects.update(started_at=None, receipt={})
    assertNotContains(as_alice.get(f"/runs/{run.pk}/"), "Details")


def test_a_sheet_that_is_as_it_should_be_is_no_news_unless_the_library_changed(as_alice, run):
    SyncRun.objects.update(state="done", receipt={"unchanged": True, "added": 2, "removed": 0})
    page = as_alice.get(f"/runs/{run.pk}/")
    assertContains(page, "2 added")
    assertNotContains(page, "Nothing new")


def test_rows_of_the_persons_own_and_cells_that_were_cut_are_counted(as_alice, run):
    SyncRun.objects.update(
        state="done", receipt={"user_rows": 3, "truncated": 1, "sheet_scope": "recent", "recent_count": 50}
    )
    page = as_alice.get(f"/runs/{run.pk}/")
    for words in ("3, left as they are", "1 cell longer", "the 50 most recent"):
        assertContains(page, words)


def test_the_receipt_has_a_part_for_each_tab(as_alice, alice):
    tabs = [
        {
            "name": "Workout",
            "rows": 40,
            "rows_added": 3,
            "rows_updated": 0,
            "rows_deleted": 1,
            "kept": ["A – B"],
        },
        {"name": "Chill", "problem_code": "managed_tab_deleted"},
        "nonsense of a newer version",
    ]
    run = SyncRun.objects.create(user=alice, trigger="person", state="done", receipt={"tabs": tabs})
    page = as_alice.get(f"/runs/{run.pk}/")
    assertContains(page, "<bdi>Workout</bdi>, 40 rows")
    assertContains(page, "3 added, 1 deleted")
    assertContains(page, "A – B: kept because you wrote in or beside it")
    assertContains(page, "You deleted this tab in Google Sheets.")


def test_the_buttons_say_from_when_they_may_be_pressed_again(as_alice, alice, settings):
    settings.SYNC_CLICKS_PER_HOUR = 1
    assertNotContains(as_alice.get("/"), "Again from")
    as_alice.post("/sync/")
    SyncRun.objects.update(state="done", receipt={"unchanged": True})
    for address, labels in (
        # Check my sheet starts a sync, too: the time is said once.
        ("/", {"Sync now": "sync-again", "Check my sheet": "sync-again"}),
        (f"/runs/{alice.runs.get().pk}/", {"Check my sheet": f"check-again-{alice.runs.get().pk}"}),
        ("/smart/", {"Sync now": "sync-again"}),
    ):
        page = as_alice.get(address).content.decode()
        assert page.count("Again from ") == 1
        assert dict(not_pressable(page)) == labels
        assert all(page.count(f'id="{place}"') == 1 for place in labels.values())


def not_pressable(page: str) -> list[tuple[str, str]]:
    """Returns the words of each button that is shown as not pressable, with the id of what says why."""
    buttons = re.findall(
        r'<button[^>]* aria-disabled="true"\s+aria-describedby="([^"]+)"\s*>(.+?)</button>', page, re.DOTALL
    )
    return [(" ".join(words.split()), place) for place, words in buttons]


def test_a_refused_click_says_so_with_scripts_and_without(as_alice, alice, settings):
    settings.SYNC_CLICKS_PER_HOUR = 1
    as_alice.post("/sync/")
    SyncRun.objects.update(state="done")
    for headers in ({}, {"HX-Request": "true"}):
        page = as_alice.post("/sync/", follow=True, headers=headers)
        # A notice and no error: nothing is wrong.
        notice = r'<p class="notice info" dir="auto"\s+role="status">You have started as many syncs'
        assert re.search(notice, page.content.decode())
        assertContains(page, "Again from ", count=1)
    assert alice.runs.count() == 1


def made(user, count: int, **fields) -> list[SyncRun]:
    values = {"trigger": "schedule", "state": "done"} | fields
    return [SyncRun.objects.create(user=user, **values) for _ in range(count)]


def shown(page) -> list[int]:
    return [int(pk) for pk in re.findall(r'href="/runs/(\d+)/">Link to this sync', page.content.decode())]


def test_all_syncs_are_listed_a_page_at_a_time(as_alice, alice):
    runs = [run.pk for run in made(alice, RUNS_A_PAGE + 2)][::-1]
    first = as_alice.get("/syncs/")
    assert shown(first) == runs[:RUNS_A_PAGE]
    made(alice, 1)
    older = re.search(r'rel="next" href="([^"]+)"', first.content.decode())[1]
    second = as_alice.get(f"/syncs/{older}")
    assert shown(second) == runs[RUNS_A_PAGE:]
    assertContains(second, ">Newest</a>")
    assertNotContains(second, ">Older</a>")


def test_a_choice_stays_from_page_to_page(as_alice, alice):
    made(alice, RUNS_A_PAGE + 1, state="failed", trigger="person")
    made(alice, 3)
    page = as_alice.get("/syncs/?state=stopped&trigger=person")
    assert len(shown(page)) == RUNS_A_PAGE
    assertContains(page, '<option value="stopped" selected>')
    assertContains(page, 'href="?state=stopped&amp;trigger=person&amp;before=')


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("state=active", 1),
        ("state=done&trigger=operator", 2),
        ("trigger=api", 0),
        ("state=<b>&trigger=nobody", 4),
        ("before=abc", 4),
        ("before=-1", 4),
        ("before=99999999999999999999999999", 4),
    ],
)
def test_what_is_no_choice_chooses_nothing(as_alice, alice, query, count):
    made(alice, 1, state="waiting")
    made(alice, 1, trigger="admin")
    made(alice, 1, trigger="command")
    made(alice, 1, trigger="person")
    page = as_alice.get(f"/syncs/?{query}")
    assert len(shown(page)) == count
    assert ("No sync fits" in page.content.decode()) == (count == 0)


def test_the_list_of_others_is_never_shown(as_bob, alice):
    made(alice, 3, receipt={"came": ["A secret of Alice's"]})
    page = as_bob.get("/syncs/")
    assert shown(page) == []
    assertContains(page, "No sync yet")
    assertNotContains(page, "Alice")


def test_the_list_shows_the_run_at_work_with_its_progress(as_alice, run):
    SyncRun.objects.update(progress_done=1250, progress_total=10_000)
    page = as_alice.get("/syncs/")
    assertContains(page, "1,250 of 10,000 tracks")
    assertContains(page, 'hx-trigger="every 1s"')


def test_the_number_of_queries_of_the_list_does_not_grow(as_alice, alice, django_assert_num_queries):
    made(alice, 2)
    with CaptureQueriesContext(connection) as few:
        as_alice.get("/syncs/")
    made(alice, 40)
    with django_assert_num_queries(len(few)):
        as_alice.get("/syncs/")


def test_the_time_that_is_left_is_shown_at_the_second_look(as_alice, run):
    cache.clear()
    now = timezone.now()
    for seconds, done, words in (
        (0, 1000, "1,000 of 10,000 tracks<"),
        (30, 2600, "tracks, about 2 minutes left<"),
    ):
        SyncRun.objects.update(progress_done=done, progress_total=10_000)
        with time_machine.travel(now + timedelta(seconds=seconds), tick=False):
            assertContains(as_alice.get(f"/runs/{run.pk}/progress/"), words)
    # The same after the tab was closed: it is known to the server.
    with time_machine.travel(now + timedelta(seconds=31), tick=False):
        assertContains(as_alice.get("/"), "2,600 of 10,000 tracks, about 2 minutes left")
