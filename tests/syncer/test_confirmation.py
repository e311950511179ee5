"""A refusal that may heal is confirmed first, and looked at again once a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from sandbox.world import World
from syncer import dispatch, leases, schedule, sync
from syncer.confirmation import healing_codes
from syncer.models import Schedule, SyncRun
from tests.support.problems import text_of
from tests.support.sheet_harness import SheetHarness

pytestmark = pytest.mark.django_db(transaction=True)

NOT_FOUND = {
    "status": 404,
    "body": '{"error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}}',
    "content_type": "application/json",
}
REFUSALS = {
    "404": NOT_FOUND,
    "403": {"google": "permission"},
    "a frontend's 404": {"html": True, "status": 404},
    "a frontend's 403": {"html": True, "status": 403},
}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 27, 9, 30, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def harness(made_once, clock) -> SheetHarness:
    return made_once(scheduled_sheet)


def scheduled_sheet(world: World) -> SheetHarness:
    harness = SheetHarness(world)
    schedule.activate(harness.user)
    harness.sync()
    world.spotify.save("ada", 1)
    return harness


def pause_of(harness: SheetHarness) -> str:
    return Schedule.objects.get(user=harness.user).pause


def pass_until(clock: time_machine.Traveller, moment: datetime) -> None:
    """Beat and a worker, each quarter of an hour."""
    while timezone.now() < moment:
        clock.shift(timedelta(minutes=15))
        dispatch.make_due_runs(timezone.now(), 10)
        for run in SyncRun.objects.filter(leases.free_to_take(timezone.now())):
            sync.run_sync(run.pk)


@pytest.mark.slow
@pytest.mark.parametrize("answer", REFUSALS.values(), ids=REFUSALS)
def test_one_refusal_is_not_believed(sandbox, harness, clock, answer) -> None:
    sandbox.world.faults.add("google-sheets", None, answer)
    run = harness.run()
    assert (run.state, run.problem_code) == ("waiting", "sheet_unconfirmed")
    assert pause_of(harness) == ""
    pass_until(clock, timezone.now() + timedelta(minutes=30))
    run.refresh_from_db()
    assert (run.state, run.receipt["rows_added"]) == ("done", 1)


def test_a_click_within_the_quarter_of_an_hour_confirms_nothing(sandbox, harness, clock) -> None:
    sandbox.world.faults.add("google-sheets", None, NOT_FOUND, times=0)
    first = harness.run().resume_at
    clock.shift(timedelta(minutes=5))
    SyncRun.objects.update(resume_at=timezone.now())
    run = harness.run()
    assert (run.problem_code, run.resume_at) == ("sheet_unconfirmed", first)


def test_a_sheet_that_is_refused_twice_is_the_persons_to_mend(sandbox, harness, clock) -> None:
    sandbox.world.faults.add("google-sheets", None, NOT_FOUND, times=0)
    harness.run()
    pass_until(clock, timezone.now() + timedelta(minutes=30))
    assert pause_of(harness) == "problem"
    assert SyncRun.objects.latest("pk").problem_code == "sheet_missing"


@pytest.mark.slow
def test_it_is_looked_at_once_a_day_and_goes_on_by_itself(sandbox, harness, clock) -> None:
    sandbox.world.faults.add("google-sheets", None, NOT_FOUND, times=0)
    pass_until(clock, timezone.now() + timedelta(days=3))
    assert pause_of(harness) == "problem"
    assert list(SyncRun.objects.order_by("pk").values_list("problem_code", flat=True)) == [
        "",
        *["sheet_missing"] * 3,
    ]
    sandbox.world.faults.clear()
    pass_until(clock, timezone.now() + timedelta(days=1))
    assert (pause_of(harness), SyncRun.objects.latest("pk").state) == ("", "done")
    assert sorted(harness.column("Link")) == sorted(harness.library[:50])


@pytest.mark.slow
def test_a_sheet_that_is_locked_goes_on_by_itself_once_it_is_unlocked(sandbox, harness, clock) -> None:
    sandbox.world.google.lock(harness.sheet.spreadsheet_id)
    pass_until(clock, timezone.now() + timedelta(days=2))
    assert (pause_of(harness), SyncRun.objects.latest("pk").problem_code) == ("problem", "sheet_view_only")
    sandbox.world.google.lock(harness.sheet.spreadsheet_id, locked=False)
    pass_until(clock, timezone.now() + timedelta(days=1))
    assert (pause_of(harness), SyncRun.objects.latest("pk").state) == ("", "done")


def test_the_words_of_a_refusal_that_is_doubted_are_true_of_a_sheet_that_is_only_read(
    sandbox, harness, clock
) -> None:
    sandbox.world.google.lock(harness.sheet.spreadsheet_id)
    run = harness.run()
    assert run.problem_code == "sheet_unconfirmed"
    assert text_of(run).startswith("Google refused to open your sheet, or to let us write into it.")


@pytest.mark.slow
def test_who_paused_it_themselves_is_not_looked_at(sandbox, harness, clock) -> None:
    schedule.pause(harness.user)
    pass_until(clock, timezone.now() + timedelta(days=2))
    assert SyncRun.objects.count() == 1


def test_the_refusals_of_a_spreadsheet_may_heal() -> None:
    assert healing_codes() == [
        "sheet_gone",
        "sheet_in_bin",
        "sheet_locked",
        "sheet_missing",
        "sheet_not_shared",
        "sheet_view_only",
    ]
