"""Many people failing alike: which refusals are taken for the vendor's outage, and for how long."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Credential, User
from accounts.problems import AccessEnded, AppChanged, ConsentExpired
from problems.kinds import Problem
from providers import outages
from providers.google.problems import (
    GoogleAccessEnded,
    SheetFull,
    SheetIsXlsx,
    SheetNotShared,
    TabDeleted,
)
from sheets.problems import NoSheet
from syncer import dispatch, leases, runs, schedule, sync
from syncer.models import Schedule, SyncRun
from syncer.problems import FreshTokenRefused
from syncer.receipt import Receipt
from tests.support.cast import make_user
from tests.support.sheet_harness import SheetHarness

MINUTE = timedelta(minutes=1)
NOT_SHARED = SheetNotShared(address="robot@example.com")
ENDED = GoogleAccessEnded(vendor="google")
TOKEN = FreshTokenRefused(vendor="spotify")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def people(db, clock) -> list[User]:
    users = [make_user(f"person{number}") for number in range(5)]
    for user in users:
        schedule.activate(user)
    return users


def fail(user: User, problem: Problem = TOKEN) -> SyncRun:
    """One attempt that ends with `problem`."""
    claim = leases.claim(runs.find_or_make(user, SyncRun.Trigger.SCHEDULE).pk)
    assert claim is not None
    sync.pause_or_hold(claim, problem, Receipt())
    return claim.run


def paused(*users: User) -> list[bool]:
    return [Schedule.objects.get(user=user).pause == "problem" for user in users]


def test_three_people_with_one_problem_wait_and_no_schedule_is_paused(people) -> None:
    *paused_runs, held = [fail(user) for user in people[:3]]
    assert [run.state for run in paused_runs] == ["failed", "failed"]
    assert (held.state, held.problem_code) == ("waiting", "outage")
    assert held.problem_values == {"problem": "spotify_token"}
    assert paused(*people[:3]) == [False] * 3


def test_refusals_that_are_not_confirmed_yet_count_as_an_outage_too(people) -> None:
    attempts = [fail(user, NOT_SHARED) for user in people[:4]]
    assert [run.problem_code for run in attempts] == [*["sheet_unconfirmed"] * 2, *["outage"] * 2]
    assert paused(*people[:4]) == [False] * 4


@pytest.mark.parametrize(
    "problem",
    [
        ConsentExpired(vendor="spotify"),
        AccessEnded(vendor="spotify"),
        AppChanged(vendor="spotify"),
        TabDeleted(),
        SheetIsXlsx(),
        NoSheet(),
        SheetFull(),
    ],
    ids=lambda problem: problem.code,
)
def test_a_problem_that_is_never_an_outage_pauses_each_schedule(people, problem) -> None:
    assert [fail(user, problem).state for user in people] == ["failed"] * 5
    assert paused(*people) == [True] * 5


def test_an_ended_consent_is_no_outage(people) -> None:
    now = timezone.now()
    for user in people[:3]:
        Credential.objects.create(
            user=user, provider="google", client_id="c", expires_at=now, authorized_at=now, state="ended"
        )
    assert [fail(user, ENDED).state for user in people[:3]] == ["failed"] * 3
    assert [fail(user, ENDED).state for user in people[3:]] == ["waiting"] * 2


def next_due() -> datetime:
    """When beat, which looks every minute, finds something to do."""
    planned = Schedule.objects.filter(pause="").values_list("next_run_at", flat=True)
    waiting = SyncRun.objects.filter(state__in=SyncRun.ACTIVE).values_list("resume_at", flat=True)
    return min((moment for moment in [*planned, *waiting] if moment), default=timezone.now())


@pytest.mark.slow
def test_a_problem_that_lasts_a_day_is_no_outage(people, clock) -> None:
    began = timezone.now()
    three = people[:3]
    for user in three:
        fail(user)
        clock.shift(MINUTE)
    while any(run.is_active for run in SyncRun.objects.all()) or not all(paused(*three)):
        assert timezone.now() < began + timedelta(days=2), "it never ends"
        clock.shift(MINUTE * max(1, math.ceil((next_due() - timezone.now()) / MINUTE)))
        now = timezone.now()
        dispatch.make_due_runs(now, 10)
        for run in SyncRun.objects.filter(leases.free_to_take(now)):
            fail(run.user)
    lasted = timezone.now() - began
    assert outages.MAX_DURATION <= lasted <= outages.MAX_DURATION + 2 * outages.WINDOW


def test_resuming_after_an_outage_plans_no_run_without_a_sheet(people) -> None:
    for user in people[:2]:
        fail(user)
    schedule.deactivate(people[0])
    assert fail(people[2]).state == "waiting"
    first, second = (Schedule.objects.get(user=user) for user in people[:2])
    assert (first.next_run_at, first.pause) == (None, "")
    assert (second.next_run_at, second.pause) == (timezone.now() + outages.WINDOW, "")


def go_on(clock: time_machine.Traveller, people: list[User], quarters: int) -> None:
    for _ in range(quarters):
        for user in people:
            fail(user)
        clock.shift(outages.WINDOW)


@pytest.mark.slow
def test_a_person_who_joins_an_outage_late_does_not_restart_its_day(people, clock) -> None:
    go_on(clock, people[:3], 23 * 4)
    assert fail(people[3]).state == "waiting"
    clock.shift(60 * MINUTE)
    assert [fail(user).state for user in people[:4]] == ["failed"] * 4
    assert paused(*people[:4]) == [True] * 4


@pytest.mark.slow
def test_a_schedule_paused_after_the_day_is_not_resumed_by_others(people, clock) -> None:
    go_on(clock, people[:3], 24 * 4)
    for user in people:
        assert fail(user).state == "failed"
        clock.shift(MINUTE)
    assert paused(*people) == [True] * 5


@pytest.fixture
def three(sandbox, transactional_db) -> list[SheetHarness]:
    harnesses = [SheetHarness(sandbox.world, name) for name in ("ada", "ben", "cleo")]
    for harness in harnesses:
        schedule.activate(harness.user)
    return harnesses


def test_consents_that_end_on_one_day_are_no_outage(three) -> None:
    now = timezone.now()
    for harness in three:
        harness.world.spotify.age(harness.name, 185)
    Credential.objects.update(
        expires_at=now - timedelta(hours=1),
        authorized_at=now - timedelta(days=185),
        state="unconfirmed",
        unconfirmed_since=now - timedelta(minutes=16),
        refused_at=now - timedelta(minutes=16),
    )
    assert [harness.run().problem_code for harness in three] == ["consent_expired"] * 3
    assert paused(*(harness.user for harness in three)) == [True] * 3
    assert set(Schedule.objects.values_list("problem_fix", flat=True)) == {"spotify"}


@pytest.mark.slow
def test_tabs_deleted_on_one_day_are_no_outage(three) -> None:
    for harness in three:
        harness.sync()
        harness.book.add_tab("Another one")
        harness.book.delete_tab(harness.sheet.gid)
        harness.world.spotify.save(harness.name, 1)
    assert [harness.run().problem_code for harness in three] == ["tab_deleted"] * 3
    assert paused(*(harness.user for harness in three)) == [True] * 3
