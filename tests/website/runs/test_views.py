"""One run: its owner's page, its progress, and the button that starts one."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from syncer.models import SyncRun


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
        "Not looked at, because nothing has changed",
        "Check my sheet",
        "Spotify 1",
    ):
        assertContains(page, words)


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
        r'<button[^>]* aria-disabled="true" aria-describedby="([^"]+)"\s*>(.+?)</button>', page, re.DOTALL
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
