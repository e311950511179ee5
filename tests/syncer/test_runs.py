from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from accounts.models import Sheet, User
from accounts.problems import AskUser, TryLater
from syncer import runs
from syncer.models import SyncRun
from syncer.tasks import sync_run

State = SyncRun.State
Trigger = SyncRun.Trigger


def later(seconds: float, code: str = "spotify_down") -> TryLater:
    return TryLater(code, "Later.", when=timezone.now() + timedelta(seconds=seconds))


def claimed(user: User) -> runs.Claim:
    claim = runs.claim(runs.find_or_make(user, Trigger.PERSON).pk)
    assert claim is not None
    return claim


def test_a_person_has_one_active_run_whoever_asks(alice) -> None:
    first = runs.find_or_make(alice, Trigger.PERSON)
    second = runs.find_or_make(alice, Trigger.ADMIN)
    assert first == second
    assert SyncRun.objects.count() == 1


def test_after_the_end_a_new_run_is_made(alice) -> None:
    claim = claimed(alice)
    runs.finish(claim, {})
    assert runs.find_or_make(alice, Trigger.PERSON) != claim.run


def test_a_run_is_claimed_once(alice) -> None:
    run = runs.find_or_make(alice, Trigger.PERSON)
    assert runs.claim(run.pk) is not None
    assert runs.claim(run.pk) is None


def test_a_run_whose_lease_ran_out_is_another_workers(alice) -> None:
    dead = claimed(alice)
    SyncRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    taken = runs.claim(dead.run.pk)
    assert taken is not None
    assert taken.run.attempts == 2
    with pytest.raises(runs.LostLease):
        runs.renew(dead)
    with pytest.raises(runs.LostLease):
        runs.finish(dead, {})


def test_an_ended_run_is_not_claimed_again(alice) -> None:
    claim = claimed(alice)
    runs.stop(claim, AskUser("no_sheet", "Link one."), {})
    assert runs.claim(claim.run.pk) is None
    claim.run.refresh_from_db()
    assert (claim.run.state, claim.run.problem_kind, claim.run.problem_code) == (
        State.FAILED,
        "ask user",
        "no_sheet",
    )
    assert claim.run.finished_at is not None


def test_a_long_wait_lies_in_the_database_alone(alice, django_capture_on_commit_callbacks) -> None:
    claim = claimed(alice)
    with patch.object(sync_run, "apply_async") as sent, django_capture_on_commit_callbacks(execute=True):
        runs.wait(claim, later(3600), {"added": 3})
    sent.assert_not_called()
    claim.run.refresh_from_db()
    assert claim.run.state == State.WAITING
    assert claim.run.receipt == {"added": 3}
    assert runs.claim(claim.run.pk) is None


def test_a_short_wait_sends_a_message_ahead(alice, django_capture_on_commit_callbacks) -> None:
    claim = claimed(alice)
    with patch.object(sync_run, "apply_async") as sent, django_capture_on_commit_callbacks(execute=True):
        runs.wait(claim, later(20), {})
    assert 19 < sent.call_args.kwargs["countdown"] < 21


def test_a_click_on_a_waiting_run_tries_at_once(alice, django_capture_on_commit_callbacks) -> None:
    claim = claimed(alice)
    runs.wait(claim, later(3600), {})
    with patch.object(sync_run, "apply_async") as sent, django_capture_on_commit_callbacks(execute=True):
        run = runs.request_run(alice, Trigger.PERSON)
    assert run == claim.run
    assert sent.call_args.kwargs["queue"] == "clicks"
    assert runs.claim(run.pk) is not None


def test_a_click_does_not_hurry_a_write_that_may_still_be_applied(alice) -> None:
    Sheet.objects.create(
        user=alice,
        spreadsheet_id="s",
        gid=1,
        url="https://docs.google.com/x",
        method="created",
        unclear_until=timezone.now() + timedelta(seconds=100),
    )
    claim = claimed(alice)
    runs.wait(claim, later(100, "google_unclear"), {})
    assert runs.request_run(alice, Trigger.PERSON).state == State.WAITING
