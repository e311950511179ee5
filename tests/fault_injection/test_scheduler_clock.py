"""Beat sleeps, ticks twice, or the machine's clock is set back: each due person is synced once, none is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from syncer import dispatch, leases
from syncer.models import SyncRun
from tests.fault_injection import passing_time, scene
from tests.fault_injection.conftest import NEXT_NOON, NOON
from tests.fault_injection.outcome import links

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
HOUR = timedelta(hours=1)
TRACKS = 8


@pytest.fixture
def people(sandbox, clock) -> list[User]:
    """Three who are due some minutes after nine."""
    return [scene.add_person(sandbox.world, name, TRACKS) for name in ("nora", "omar", "pia")]


def assert_each_was_synced(sandbox, people: list[User], times: int) -> None:
    for user in people:
        assert [run.state for run in passing_time.runs_of(user)] == ["done"] * times
        book = sandbox.world.google.workbook(user.sheet.spreadsheet_id)
        assert len(links(book)) == len(set(links(book))) == len(sandbox.world.spotify.library(user.username))


def save_one_each(sandbox, people: list[User]) -> None:
    for user in people:
        sandbox.world.spotify.save(user.username, 1)


def test_people_are_synced_once_after_beat_was_down_for_six_hours(sandbox, clock, people) -> None:
    clock.move_to(NOON + 3 * HOUR)
    passing_time.pass_until(clock, sandbox.world, NOON + 4 * HOUR)
    assert_each_was_synced(sandbox, people, 1)
    save_one_each(sandbox, people)
    passing_time.pass_until(clock, sandbox.world, NEXT_NOON)
    assert_each_was_synced(sandbox, people, 2)


def test_two_beats_do_what_one_does(sandbox, clock, people, monkeypatch) -> None:
    one = dispatch.dispatch_due

    def two() -> int:
        return one() + one()

    monkeypatch.setattr(dispatch, "dispatch_due", two)
    passing_time.pass_until(clock, sandbox.world, NOON)
    assert_each_was_synced(sandbox, people, 1)


def before_anybody_is_due(sandbox, back: Callable[[], None]) -> None:
    back()


def when_runs_are_handed_out(sandbox, back: Callable[[], None]) -> None:
    dispatch.dispatch_due()
    assert SyncRun.objects.filter(state="queued").count() == 3
    back()


def when_workers_have_died(sandbox, back: Callable[[], None]) -> None:
    """Their leases end an hour later than they would have."""
    dispatch.dispatch_due()
    for run in SyncRun.objects.filter(state="queued"):
        assert leases.claim(run.pk)
    back()


def while_a_library_is_read(sandbox, back: Callable[[], None]) -> None:
    def once(person: str, offset: int, n: int) -> None:
        sandbox.world.spotify.on_page = None
        back()

    sandbox.world.spotify.on_page = once


def while_a_run_waits(sandbox, back: Callable[[], None]) -> None:
    sandbox.world.faults.add("spotify-api", "saved_tracks", {"status": 503})
    dispatch.dispatch_due()
    passing_time.work()
    assert SyncRun.objects.filter(state="waiting").exists()
    back()


def while_a_write_is_unclear(sandbox, back: Callable[[], None]) -> None:
    sandbox.world.faults.add("google-sheets", "batch_update", {"status": 503, "applied": True})
    dispatch.dispatch_due()
    passing_time.work()
    assert SyncRun.objects.filter(problem_code="google_write_unclear").exists()
    back()


def when_all_is_done(sandbox, back: Callable[[], None]) -> None:
    dispatch.dispatch_due()
    passing_time.work()
    assert SyncRun.objects.filter(state="done").count() == 3
    back()


@pytest.mark.parametrize(
    "moment",
    [
        before_anybody_is_due,
        when_runs_are_handed_out,
        when_workers_have_died,
        while_a_library_is_read,
        while_a_run_waits,
        while_a_write_is_unclear,
        when_all_is_done,
    ],
)
def test_people_are_synced_once_when_the_clock_is_set_back(moment, sandbox, clock, people) -> None:
    clock.move_to(NOON - 2 * HOUR)
    moment(sandbox, lambda: clock.shift(-HOUR))
    passing_time.pass_until(clock, sandbox.world, NOON)
    assert_each_was_synced(sandbox, people, 1)
    save_one_each(sandbox, people)
    passing_time.pass_until(clock, sandbox.world, NEXT_NOON)
    assert_each_was_synced(sandbox, people, 2)
