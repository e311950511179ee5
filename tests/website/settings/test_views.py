"""When the daily sync runs, and whether it runs."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import User
from providers.spotify.problems import SpotifyPremiumLapsed
from sheets.models import LinkedSheet
from syncer.models import Schedule, SyncRun

CHOICE = {"hour": "21", "time_zone": "America/Argentina/Buenos_Aires"}


def test_the_current_hour_and_zone_are_selected(as_alice):
    page = as_alice.get("/settings/")
    assertContains(page, '<option value="9" selected>09:00</option>', html=True)
    assertContains(page, '<option value="Europe/Berlin" selected>Berlin</option>', html=True)


def test_hour_and_zone_are_stored(as_alice, alice):
    assertContains(as_alice.post("/settings/", CHOICE, follow=True), "Saved.")
    alice.refresh_from_db()
    assert (alice.schedule.hour, alice.time_zone) == (21, "America/Argentina/Buenos_Aires")


def test_of_an_hour_that_is_sent_twice_the_last_one_counts_and_none_of_the_address(as_alice, alice):
    twice = {"hour": ["7", "21"], "time_zone": ["Mars/Olympus", "Europe/Berlin"]}
    as_alice.post("/settings/?hour=5&time_zone=UTC", twice)
    alice.refresh_from_db()
    assert (alice.schedule.hour, alice.time_zone) == (21, "Europe/Berlin")


def test_times_are_shown_in_the_new_zone_at_once(as_alice, alice):
    page = as_alice.post("/settings/", CHOICE, follow=True)
    alice.refresh_from_db()
    assertContains(page, "at 21:")


def test_the_zones_are_those_of_places(as_alice):
    page = as_alice.get("/settings/").content.decode()
    assert 'value="Europe/Berlin" selected' in page
    assert not {"localtime", "Factory", "Etc/GMT-14", "GMT0"} & set(
        re.findall(r'<option value="([^"]+)"', page)
    )


@pytest.mark.parametrize("wrong", [{"hour": "24"}, {"time_zone": "Mars/Olympus"}, {"hour": ""}])
def test_invalid_hours_and_zones_are_refused_and_nothing_is_stored(as_alice, alice, wrong):
    page = as_alice.post("/settings/", CHOICE | wrong)
    assertContains(page, "field-error", status_code=422)
    alice.refresh_from_db()
    assert (alice.schedule.hour, alice.time_zone) == (9, "Europe/Berlin")


def test_without_a_sheet_the_time_can_be_chosen_all_the_same(as_bob, bob):
    as_bob.post("/settings/", {"hour": "7", "time_zone": "UTC"})
    assert Schedule.objects.get(user=bob).hour == 7


def test_resuming_goes_on_with_the_sync_that_the_pause_has_ended(as_alice, alice):
    SyncRun.objects.create(user=alice, trigger="schedule", state="running", phase="writing")
    page = as_alice.post("/settings/pause/", follow=True)
    assertContains(page, "one change that was on its way to Google may still arrive")
    assert SyncRun.objects.get().problem_code == "sync_paused"
    assert LinkedSheet.objects.get(user=alice).unclear_until > timezone.now()
    assertContains(
        as_alice.post("/settings/resume/", follow=True), "So is the sync that the pause had stopped."
    )
    assert SyncRun.objects.get(state="queued").trigger == "person"


def test_nothing_is_started_by_resuming_what_was_not_at_work(as_alice, alice):
    page = as_alice.post("/settings/pause/", follow=True)
    assertNotContains(page, "on its way to Google")
    as_alice.post("/settings/resume/")
    assert not SyncRun.objects.exists()


def test_the_schedule_can_be_paused_and_resumed(as_alice, alice):
    assertContains(as_alice.post("/settings/pause/", follow=True), "Resume")
    assert Schedule.objects.get(user=alice).pause == "person"
    assertContains(as_alice.post("/settings/resume/", follow=True), "Take a break")
    assert Schedule.objects.get(user=alice).pause == ""


def test_trying_again_clears_the_problem_and_syncs(as_alice, alice):
    Schedule.objects.update(
        pause="problem",
        problem_code="sheet_not_shared",
        problem_values={"address": "bot@example.com"},
        problem_fix="sheet",
    )
    as_alice.post("/settings/try-again/")
    assert Schedule.objects.get(user=alice).problem_code == ""
    assert alice.runs.get().trigger == "person"


def test_trying_again_shows_the_next_problem(as_alice, monkeypatch):
    def refuse(user, trigger):
        raise SpotifyPremiumLapsed

    monkeypatch.setattr("website.settings.views.request_run", refuse)
    page = as_alice.post("/settings/try-again/", follow=True)
    assertContains(page, "because its owner&#x27;s Premium subscription has lapsed")


@pytest.mark.parametrize("verb", ["pause", "resume", "try-again"])
def test_a_link_changes_nothing(as_alice, verb):
    assert as_alice.get(f"/settings/{verb}/").status_code == 405


def test_the_page_works_with_an_unknown_time_zone(as_alice, alice):
    User.objects.filter(pk=alice.pk).update(time_zone="Mars/Base")
    assert as_alice.get("/settings/").status_code == 200
