"""Every request of a first import and of a daily run fails once, in every way: the end is always the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from sandbox.world import World
from syncer import runs, sync
from syncer.models import SyncRun
from tests.fault_injection import passing_time, scene
from tests.fault_injection.conftest import NEXT_NOON, NOON
from tests.fault_injection.nth_request import fail_request
from tests.fault_injection.outcome import outcome_of
from tests.fault_injection.replay import Ending, ReplayableRun
from tests.fault_injection.request_faults import REQUEST_FAULTS, shorten_timeouts

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

# Each run as it goes when nothing fails, played once in a process: every test begins with the same scene.
UNDISTURBED: dict[str, Ending] = {}
KNOWN: dict[str, dict[bytes, Ending]] = {"first_import": {}, "daily_run": {}}
# Some minutes after the schedule's hour, before what `scene.live_a_day` does.
FIRST_SYNC = NOON - timedelta(hours=2)
CALM = [("spotify-accounts", "token"), ("spotify-api", "saved_tracks")]


def add_nora(world: World) -> User:
    return scene.add_person(world, "nora")


def add_imported_nora(world: World) -> User:
    """Imported now; afterwards she uses her sheet, and goes on saving."""
    user = add_nora(world)
    run = sync.run_sync(runs.find_or_make(user, SyncRun.Trigger.SCHEDULE).pk)
    assert run is not None and run.state == "done"
    scene.decorate(world, user)
    scene.live_a_day(world, user)
    return user


@pytest.fixture
def first_import(made_once, sandbox, clock, small_batches, monkeypatch) -> ReplayableRun:
    small_batches(30_000)
    user = made_once(add_nora)
    return ReplayableRun(sandbox.world, clock, monkeypatch, user, ends=NOON)


@pytest.fixture
def daily_run(made_once, sandbox, clock, small_batches, monkeypatch) -> ReplayableRun:
    clock.move_to(FIRST_SYNC)
    user = made_once(add_imported_nora)
    clock.move_to(NOON)
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
            UNDISTURBED[run] = replay.play(fail_request(sandbox.world), {})
    undisturbed = UNDISTURBED[run]
    if "hang" in REQUEST_FAULTS[trouble]:
        shorten_timeouts(monkeypatch)
    for nth, what in enumerate(undisturbed.requests, start=1):
        place = f"{trouble} at request {nth}, {what}"
        with replay.again():
            failing = fail_request(sandbox.world, nth, REQUEST_FAULTS[trouble])
            ending = replay.play(failing, KNOWN[run])
            assert failing.has_failed, place
            assert (ending.outcome, ending.receipt) == (undisturbed.outcome, undisturbed.receipt), place
            assert ending.next_day == (undisturbed.outcome, CALM), place
    print(f"{len(undisturbed.requests)} points swept: {run}, {trouble}")
    record_property("points swept by faults", len(undisturbed.requests))


@pytest.mark.parametrize("trouble", ["503 applied", "503 not applied"])
def test_a_library_changed_back_during_an_unclear_write_is_written(
    trouble, daily_run, sandbox, clock
) -> None:
    """The last confirmed write says nothing any more, although it was of the same rows."""
    replay = daily_run
    world, user = sandbox.world, replay.user
    passing_time.pass_until(clock, world, NEXT_NOON)
    assert [run.state for run in passing_time.runs_of(user)] == ["done"] * 2
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
