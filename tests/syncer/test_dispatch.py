from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from providers.models import SpotifyApp
from syncer import dispatch, leases, runs, schedule
from syncer.models import Schedule, SyncRun
from syncer.tasks import sync_run
from tests.support.cast import make_user

TODAY = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def sent():
    with patch.object(sync_run, "apply_async") as messages:
        yield messages


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


def due(user: User, minutes: int = 1) -> Schedule:
    return Schedule.objects.create(user=user, next_run_at=timezone.now() - timedelta(minutes=minutes))


def tick(capture) -> int:
    with capture(execute=True):
        return dispatch.dispatch_due()


def test_a_due_person_gets_a_run_and_the_next_slot(alice, sent, django_capture_on_commit_callbacks) -> None:
    due(alice)
    assert tick(django_capture_on_commit_callbacks) == 1
    run = SyncRun.objects.get()
    assert (run.user, run.trigger, run.state) == (alice, "schedule", "queued")
    sent.assert_called_once_with((run.pk,), {}, countdown=0, queue="scheduled")
    assert Schedule.objects.get().next_run_at == schedule.next_for(Schedule.objects.get(), TODAY)
    assert Schedule.objects.get().next_run_at > TODAY


def test_two_beats_hand_a_run_out_once(alice, sent, django_capture_on_commit_callbacks) -> None:
    due(alice)
    assert [tick(django_capture_on_commit_callbacks) for _ in range(2)] == [1, 0]
    assert sent.call_count == 1


def test_a_beat_that_was_down_for_days_makes_one_run(alice, sent, django_capture_on_commit_callbacks) -> None:
    due(alice, minutes=3 * 24 * 60)
    tick(django_capture_on_commit_callbacks)
    tick(django_capture_on_commit_callbacks)
    assert SyncRun.objects.count() == 1


def test_many_due_people_take_no_more_statements(db, sent, django_assert_num_queries) -> None:
    people = [make_user(f"person{number}") for number in range(30)]
    due(people[0])
    with CaptureQueriesContext(connection) as for_one:
        dispatch.dispatch_due()
    for person in people[1:]:
        due(person)
    with django_assert_num_queries(len(for_one)):
        assert dispatch.dispatch_due() == 29


def test_paused_and_not_due_schedules_make_no_runs(
    alice, bob, sent, django_capture_on_commit_callbacks
) -> None:
    due(alice)
    schedule.pause(alice)
    Schedule.objects.create(user=bob, next_run_at=TODAY + timedelta(minutes=1))
    assert tick(django_capture_on_commit_callbacks) == 0
    assert not SyncRun.objects.exists()


def test_a_lost_message_is_sent_again_after_the_lease(
    alice, sent, morning, django_capture_on_commit_callbacks, settings
) -> None:
    due(alice)
    tick(django_capture_on_commit_callbacks)
    morning.shift(settings.LEASE + timedelta(seconds=1))
    assert tick(django_capture_on_commit_callbacks) == 1
    assert sent.call_count == 2


def test_a_killed_workers_run_is_handed_out_again(
    alice, sent, morning, django_capture_on_commit_callbacks, settings
) -> None:
    run = runs.find_or_make(alice, SyncRun.Trigger.PERSON)
    assert leases.claim(run.pk) is not None
    assert tick(django_capture_on_commit_callbacks) == 0
    morning.shift(settings.LEASE + timedelta(seconds=1))
    assert tick(django_capture_on_commit_callbacks) == 1


def test_a_waiting_run_is_handed_out_when_its_time_has_come(
    alice, sent, morning, django_capture_on_commit_callbacks
) -> None:
    SyncRun.objects.create(
        user=alice, trigger="person", state="waiting", resume_at=TODAY + timedelta(hours=24)
    )
    assert tick(django_capture_on_commit_callbacks) == 0
    morning.shift(timedelta(hours=24))
    assert tick(django_capture_on_commit_callbacks) == 1
    assert sent.call_args.kwargs["queue"] == "clicks", "it is still the person's"


def test_no_more_runs_are_sent_than_the_setting_allows(
    sent, django_capture_on_commit_callbacks, settings, db
) -> None:
    settings.DISPATCH_BATCH = 3
    for number in range(5):
        due(make_user(f"user{number}"))
    assert tick(django_capture_on_commit_callbacks) == 3
    assert tick(django_capture_on_commit_callbacks) == 0
    SyncRun.objects.update(state=SyncRun.State.DONE)
    assert tick(django_capture_on_commit_callbacks) == 2


def test_a_clock_set_back_makes_no_schedule_due_again(
    alice, sent, morning, django_capture_on_commit_callbacks
) -> None:
    due(alice)
    tick(django_capture_on_commit_callbacks)
    SyncRun.objects.update(state=SyncRun.State.DONE)
    morning.shift(timedelta(hours=-1))
    assert tick(django_capture_on_commit_callbacks) == 0


@pytest.mark.parametrize("name", ["Mars/Base", "", "../etc", "Europe"])
def test_a_bad_time_zone_does_not_stop_the_other_schedules(
    name, alice, bob, sent, caplog, django_capture_on_commit_callbacks
) -> None:
    for person in (alice, bob):
        due(person)
    User.objects.filter(pk=alice.pk).update(time_zone=name)
    assert tick(django_capture_on_commit_callbacks) == 2
    assert {run.user for run in SyncRun.objects.all()} == {alice, bob}
    planned = Schedule.objects.get(user=alice)
    nine = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert nine <= planned.next_run_at < nine + timedelta(minutes=15)
    assert schedule.next_local_time(planned.user) == planned.next_run_at
    assert f"time zone {name!r}" in caplog.text


def test_an_invalid_hour_is_taken_as_nine(alice) -> None:
    odd, plain = Schedule(user=alice, hour=99), Schedule(user=alice, hour=9)
    assert schedule.next_for(odd, TODAY) == schedule.next_for(plain, TODAY)


def test_queries_do_not_grow_with_the_due_people(
    db, sent, django_capture_on_commit_callbacks, django_assert_max_num_queries
) -> None:
    for number in range(40):
        due(make_user(f"user{number}"))
    with django_assert_max_num_queries(12):
        dispatch.make_due_runs(timezone.now(), limit=100)


def waiting(user: User, **fields) -> SyncRun:
    fields = {"trigger": "schedule", "state": "waiting", "resume_at": timezone.now(), **fields}
    return SyncRun.objects.create(user=user, **fields)


def test_nobody_is_woken_during_a_ban(alice, bob, sent, settings, django_capture_on_commit_callbacks) -> None:
    until = timezone.now() + timedelta(hours=20)
    SpotifyApp.objects.create(
        client_id=settings.SPOTIFY_CLIENT_ID, blocked_until=until, blocked_code="spotify_quota"
    )
    due(alice)
    waiting(bob, reads_pages=True)
    assert tick(django_capture_on_commit_callbacks) == 0
    states = set(SyncRun.objects.values_list("state", "resume_at", "problem_code"))
    assert states == {("waiting", until, "spotify_quota")}
    sent.assert_not_called()


def test_pages_behind_the_first_come_once_no_first_page_is_left(
    alice, bob, sent, django_capture_on_commit_callbacks
) -> None:
    pages = waiting(bob, reads_pages=True)
    due(alice)
    assert tick(django_capture_on_commit_callbacks) == 1
    assert tick(django_capture_on_commit_callbacks) == 0
    SyncRun.objects.filter(user=alice).update(state="done")
    assert tick(django_capture_on_commit_callbacks) == 1
    assert sent.call_args.args[0] == (pages.pk,)


def test_a_new_day_begins_with_the_first_page(alice, sent, django_capture_on_commit_callbacks) -> None:
    later = timezone.now() + timedelta(hours=5)
    run = waiting(alice, reads_pages=True, resume_at=later, problem_code="spotify_pages_later")
    due(alice)
    assert tick(django_capture_on_commit_callbacks) == 1
    run.refresh_from_db()
    assert (run.state, run.reads_pages) == ("queued", False)


def test_as_many_are_handed_out_as_the_day_has_room_for(
    db, sent, settings, morning, caplog, django_capture_on_commit_callbacks
) -> None:
    settings.SPOTIFY_REQUESTS_PER_DAY = 10
    people = [make_user(f"person{number}") for number in range(12)]
    for minutes, person in enumerate(people, start=1):
        due(person, minutes)
    assert tick(django_capture_on_commit_callbacks) == 9
    rest = SyncRun.objects.filter(state="waiting")
    # The longest waiting have the largest number of minutes.
    assert {run.user for run in rest} == set(people[:3])
    assert {run.problem_code for run in rest} == {"spotify_budget"}
    assert SpotifyApp.objects.get().full_since == TODAY
    assert [record.message for record in caplog.records if "is full" in record.message]
    # Whoever is due meanwhile joins the line, although there is room.
    SyncRun.objects.filter(state="queued").update(state="done")
    late = make_user("late")
    due(late)
    assert tick(django_capture_on_commit_callbacks) == 0
    (line,) = set(SyncRun.objects.filter(state="waiting").values_list("resume_at", flat=True))
    # A click does not.
    clicked = waiting(make_user("clicks"), trigger="person")
    assert tick(django_capture_on_commit_callbacks) == 1
    SyncRun.objects.filter(pk=clicked.pk).update(state="done")
    morning.move_to(line)
    # A day later the others are due again, and come behind.
    assert tick(django_capture_on_commit_callbacks) == 9
    served = {run.user for run in SyncRun.objects.filter(state="queued")}
    assert {*people[:3], late} <= served
    SyncRun.objects.update(state="done")
    due(make_user("next"))
    tick(django_capture_on_commit_callbacks)
    assert SpotifyApp.objects.get().full_since is None


def test_runs_are_handed_out_while_the_budget_cannot_be_asked(
    alice, sent, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    def away(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(dispatch, "day_window", away)
    monkeypatch.setattr(dispatch, "redis_errors", lambda: (ConnectionError,))
    due(alice)
    assert tick(django_capture_on_commit_callbacks) == 1
