"""The state of a person's sync and of their permissions, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Credential
from accounts.time_zones import zone_of
from library.models import SavedTrack
from sheets.models import LinkedSheet
from syncer import schedule
from syncer.models import Schedule, SyncRun
from tests.support.songs import Song, save
from website.home.presenters import ConnectionHealth, present_connection, present_home

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def connection(provider: str = "spotify", *, days_ago: int = 1, state: str = Credential.State.ACTIVE):
    credential = Credential(provider=provider, authorized_at=NOON - timedelta(days=days_ago), state=state)
    return present_connection(credential, vendor=provider.title(), backend=provider)


def make_run(user, state: str) -> SyncRun:
    return SyncRun.objects.create(user=user, trigger="person", state=state)


@pytest.mark.parametrize(
    ("days_ago", "health"),
    [
        (1, ConnectionHealth.GOOD),
        (150, ConnectionHealth.GOOD),
        (160, ConnectionHealth.ENDING),
        (190, ConnectionHealth.ENDED),
    ],
)
def test_health_of_a_spotify_permission_follows_its_six_months(days_ago, health):
    assert connection(days_ago=days_ago).health is health


def test_google_permission_has_no_last_day():
    assert connection("google", days_ago=900).health is ConnectionHealth.GOOD
    assert connection("google").note == ""


def test_single_refusal_is_mentioned_without_a_remedy():
    presenter = connection(state=Credential.State.UNCONFIRMED)
    assert (presenter.is_good, presenter.remedy) == (True, "")
    assert presenter.note == "Spotify refused once; we are checking again."


def test_each_bad_health_has_its_remedy():
    missing = present_connection(None, vendor="Google", backend="google-oauth2")
    ended = connection(state=Credential.State.ENDED)
    ending = connection(days_ago=160)
    assert [presenter.remedy for presenter in (missing, ended, ending)] == [
        "Connect Google",
        "Connect again",
        "Renew it now",
    ]


@pytest.mark.parametrize(
    ("state", "headline", "mood"),
    [
        ("", "Ready for the first sync", "calm"),
        ("queued", "Syncing now", "busy"),
        ("running", "Syncing now", "busy"),
        ("waiting", "Waiting to go on", "busy"),
        ("done", "Your sheet is up to date", "good"),
        ("failed", "The last sync stopped", "bad"),
    ],
)
def test_headline_and_mood_follow_the_newest_run(alice, state, headline, mood):
    if state:
        make_run(alice, state)
    home = present_home(alice)
    assert (home.headline, home.mood) == (headline, mood)


@pytest.mark.parametrize(
    ("state", "headline", "mood"),
    [("done", "Up to date, except for one question", "calm"), ("failed", "The last sync stopped", "bad")],
)
def test_tracks_that_wait_for_an_answer_are_not_up_to_date(alice, state, headline, mood):
    make_run(alice, state)
    one = save(alice, Song(timezone.now()))
    SavedTrack.objects.filter(pk=one.pk).update(missing="held", missing_since=timezone.now())
    home = present_home(alice)
    assert (home.headline, home.mood) == (headline, mood)


@pytest.mark.parametrize(("reads_pages", "words"), [(True, "today at 15:00"), (False, "today at 17:00")])
def test_the_schedule_wakes_a_run_that_waits_with_the_rest_of_the_library_alone(alice, reads_pages, words):
    Schedule.objects.update(next_run_at=NOON + timedelta(hours=2))
    run = make_run(alice, "waiting")
    SyncRun.objects.filter(pk=run.pk).update(
        resume_at=NOON + timedelta(hours=4), reads_pages=reads_pages, problem_code="spotify_budget"
    )
    with timezone.override(zone_of(alice)):
        home = present_home(alice)
        assert (home.next_start, home.active.resumes, home.next_sync) == (words, words, "today at 15:00")


def test_a_sync_that_a_pause_has_ended_is_no_failure(alice):
    make_run(alice, "running")
    schedule.pause(alice)
    home = present_home(alice)
    assert (home.headline, home.mood) == ("Paused in the middle of a sync", "calm")
    assert "the next sync goes on from there" in home.last.problem


def test_problem_outweighs_an_active_run(alice):
    make_run(alice, "running")
    Schedule.objects.update(pause="problem", problem_code="sheet_gone")
    home = present_home(alice)
    assert (home.headline, home.mood) == ("Paused until one thing is fixed", "bad")
    assert "Google no longer finds the spreadsheet" in home.problem.text
    assert "Choose how it is written" not in [remedy.label for remedy in home.problem.remedies]


def test_active_run_is_not_among_the_past_ones(alice):
    past, active = make_run(alice, "done"), make_run(alice, "running")
    home = present_home(alice)
    assert (home.active.run, [presenter.run for presenter in home.past]) == (active, [past])


def test_google_is_shown_only_for_a_sheet_in_the_persons_own_drive(alice, bob):
    assert present_home(alice).google is not None
    LinkedSheet.objects.update(method=LinkedSheet.Method.SHARED)
    assert present_home(alice).google is None
    assert (present_home(bob).google, present_home(bob).headline) == (None, "One step left: your sheet")


def test_last_run_of_a_sheet_that_was_left_is_no_state_of_the_new_one(alice):
    make_run(alice, "failed")
    LinkedSheet.objects.update(linked_at=timezone.now() + timedelta(seconds=1))
    home = present_home(alice)
    assert (home.last, home.headline, home.mood) == (None, "Ready for the first sync", "calm")
    assert len(home.past) == 1
