"""Every request of a first import and of a daily run fails once, in every way: the end is always the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.fault_injection import days, scene
from tests.fault_injection.actions import Act
from tests.fault_injection.conftest import NEXT_NOON, NOON
from tests.fault_injection.ending import ending
from tests.fault_injection.faults import strike
from tests.fault_injection.patience import TROUBLES, lose_patience

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CALM = [("spotify-accounts", "token"), ("spotify-api", "saved_tracks")]


@pytest.fixture
def first_import(sandbox, clock, small_batches, monkeypatch) -> Act:
    small_batches(30_000)
    user = scene.enter(sandbox.world, "nora")
    return Act(sandbox.world, clock, monkeypatch, user, ends=NOON)


@pytest.fixture
def daily_run(sandbox, clock, small_batches, monkeypatch) -> Act:
    user = scene.enter(sandbox.world, "nora")
    days.pass_until(clock, sandbox.world, NOON)
    scene.decorate(sandbox.world, user)
    scene.live_a_day(sandbox.world, user)
    small_batches(7_000)
    return Act(sandbox.world, clock, monkeypatch, user, ends=NEXT_NOON)


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("run", ["first_import", "daily_run"])
def test_any_request_may_fail(run, trouble, request, sandbox, monkeypatch, record_property) -> None:
    act: Act = request.getfixturevalue(run)
    with act.again():
        undisturbed, receipt, asked = act.play(strike(sandbox.world))
    if "hang" in TROUBLES[trouble]:
        lose_patience(monkeypatch)
    for nth, what in enumerate(asked, start=1):
        place = f"{trouble} at request {nth}, {what}"
        with act.again():
            strikes = strike(sandbox.world, nth, TROUBLES[trouble])
            assert act.play(strikes)[:2] == (undisturbed, receipt), place
            assert strikes.has_struck, place
            assert act.play_next_day() == (undisturbed, CALM), place
    print(f"{len(asked)} points swept: {run}, {trouble}")
    record_property("points swept by faults", len(asked))


@pytest.mark.parametrize("trouble", ["503 applied", "503 not applied"])
def test_a_library_put_back_while_a_write_is_unclear(trouble, daily_run, sandbox, clock) -> None:
    """The last confirmed write says nothing any more, although it was of the same rows."""
    act = daily_run
    world, user = sandbox.world, act.user
    act.play(strike(world))
    before = ending(world, user)
    new = world.spotify.save(user.username, 3)
    world.faults.add("google-sheets", "batch_update", TROUBLES[trouble])
    days.pass_until(clock, world, days.next_event())
    days.pass_until(clock, world, timezone.now())
    assert days.runs_of(user)[-1].problem_code == "google_write_unclear"
    world.spotify.remove(user.username, new)
    days.pass_until(clock, world, timezone.now() + timedelta(hours=1))
    assert days.runs_of(user)[-1].state == "done"
    after = ending(world, user)
    assert (after.living, after.sheet) == (before.living, before.sheet)
