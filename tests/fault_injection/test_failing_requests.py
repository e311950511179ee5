"""Every request of a first import and of a daily run fails once, in every way: the end is always the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.fault_injection import passing_time, scene
from tests.fault_injection.conftest import NEXT_NOON, NOON
from tests.fault_injection.nth_request import Request, fail_request
from tests.fault_injection.outcome import Outcome, outcome_of
from tests.fault_injection.replay import ReplayableRun
from tests.fault_injection.request_faults import REQUEST_FAULTS, shorten_timeouts

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

# Each run as it goes when nothing fails, played once in a process: every test begins with the same scene.
UNDISTURBED: dict[str, tuple[Outcome, dict[str, Any], list[Request]]] = {}
CALM = [("spotify-accounts", "token"), ("spotify-api", "saved_tracks")]


@pytest.fixture
def first_import(sandbox, clock, small_batches, monkeypatch) -> ReplayableRun:
    small_batches(30_000)
    user = scene.add_person(sandbox.world, "nora")
    return ReplayableRun(sandbox.world, clock, monkeypatch, user, ends=NOON)


@pytest.fixture
def daily_run(sandbox, clock, small_batches, monkeypatch) -> ReplayableRun:
    user = scene.add_person(sandbox.world, "nora")
    passing_time.pass_until(clock, sandbox.world, NOON)
    scene.decorate(sandbox.world, user)
    scene.live_a_day(sandbox.world, user)
    small_batches(7_000)
    return ReplayableRun(sandbox.world, clock, monkeypatch, user, ends=NEXT_NOON)


@pytest.mark.parametrize("trouble", REQUEST_FAULTS)
@pytest.mark.parametrize("run", ["first_import", "daily_run"])
def test_a_failure_of_any_request_gives_the_same_outcome(
    run, trouble, request, sandbox, monkeypatch, record_property
) -> None:
    replay: ReplayableRun = request.getfixturevalue(run)
    if run not in UNDISTURBED:
        with replay.again():
            UNDISTURBED[run] = replay.play(fail_request(sandbox.world))
    undisturbed, receipt, requests = UNDISTURBED[run]
    if "hang" in REQUEST_FAULTS[trouble]:
        shorten_timeouts(monkeypatch)
    for nth, what in enumerate(requests, start=1):
        place = f"{trouble} at request {nth}, {what}"
        with replay.again():
            failing = fail_request(sandbox.world, nth, REQUEST_FAULTS[trouble])
            assert replay.play(failing)[:2] == (undisturbed, receipt), place
            assert failing.has_failed, place
            assert replay.play_next_day() == (undisturbed, CALM), place
    print(f"{len(requests)} points swept: {run}, {trouble}")
    record_property("points swept by faults", len(requests))


@pytest.mark.parametrize("trouble", ["503 applied", "503 not applied"])
def test_a_library_changed_back_during_an_unclear_write_is_written(
    trouble, daily_run, sandbox, clock
) -> None:
    """The last confirmed write says nothing any more, although it was of the same rows."""
    replay = daily_run
    world, user = sandbox.world, replay.user
    replay.play(fail_request(world))
    before = outcome_of(world, user)
    new = world.spotify.save(user.username, 3)
    world.faults.add("google-sheets", "batch_update", REQUEST_FAULTS[trouble])
    passing_time.pass_until(clock, world, passing_time.next_event())
    passing_time.pass_until(clock, world, timezone.now())
    assert passing_time.runs_of(user)[-1].problem_code == "google_write_unclear"
    world.spotify.remove(user.username, new)
    passing_time.pass_until(clock, world, timezone.now() + timedelta(hours=1))
    assert passing_time.runs_of(user)[-1].state == "done"
    after = outcome_of(world, user)
    assert (after.current, after.sheet) == (before.current, before.sheet)
