from datetime import timedelta
from typing import Any
from unittest.mock import patch

import time_machine
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from accounts.models import User
from providers.spotify import request_budget
from providers.spotify.problems import SpotifyDown
from sheets.models import LinkedSheet
from sheets.problems import NoSheet
from sheets.tabs.main import MainTabWriter
from syncer import leases, runs, sync
from syncer.models import SyncRun
from syncer.problems import PendingWrite
from syncer.receipt import Receipt
from syncer.tasks import sync_run
from tests.support.sheet_harness import SheetHarness
from tests.syncer.claims import claimed

State = SyncRun.State
Trigger = SyncRun.Trigger


def later(seconds: float) -> SpotifyDown:
    return SpotifyDown(when=timezone.now() + timedelta(seconds=seconds))


def test_a_person_has_one_active_run(alice) -> None:
    first = runs.find_or_make(alice, Trigger.PERSON)
    second = runs.find_or_make(alice, Trigger.ADMIN)
    assert first == second
    assert SyncRun.objects.count() == 1


def test_after_the_end_of_a_run_a_new_one_is_made(alice) -> None:
    claim = claimed(alice)
    runs.finish(claim, Receipt())
    assert runs.find_or_make(alice, Trigger.PERSON) != claim.run


def test_an_ended_run_is_not_claimed_again(alice) -> None:
    claim = claimed(alice)
    runs.fail(claim, NoSheet(), Receipt())
    assert leases.claim(claim.run.pk) is None
    claim.run.refresh_from_db()
    assert (claim.run.state, claim.run.problem_kind, claim.run.problem_code) == (
        State.FAILED,
        "ask user",
        "no_sheet",
    )
    assert claim.run.finished_at is not None


def test_a_long_wait_sends_no_message(alice, django_capture_on_commit_callbacks) -> None:
    claim = claimed(alice)
    with patch.object(sync_run, "apply_async") as sent, django_capture_on_commit_callbacks(execute=True):
        runs.wait(claim, later(3600), Receipt(added=3))
    sent.assert_not_called()
    claim.run.refresh_from_db()
    assert claim.run.state == State.WAITING
    assert claim.run.receipt["added"] == 3
    assert leases.claim(claim.run.pk) is None


def test_a_short_wait_sends_a_message_ahead(alice, django_capture_on_commit_callbacks) -> None:
    claim = claimed(alice)
    with patch.object(sync_run, "apply_async") as sent, django_capture_on_commit_callbacks(execute=True):
        runs.wait(claim, later(20), Receipt())
    assert 19 < sent.call_args.kwargs["countdown"] < 21
    assert sent.call_args.kwargs["queue"] == "clicks", "it is still the person's"


def test_a_click_on_a_waiting_run_retries_it_now(alice, django_capture_on_commit_callbacks) -> None:
    claim = claimed(alice)
    runs.wait(claim, later(3600), Receipt())
    with patch.object(sync_run, "apply_async") as sent, django_capture_on_commit_callbacks(execute=True):
        run = runs.request_run(alice, Trigger.PERSON)
    assert run == claim.run
    assert sent.call_args.kwargs["queue"] == "clicks"
    assert leases.claim(run.pk) is not None


def of_the_schedule(user: User) -> SyncRun:
    return runs.find_or_make(user, Trigger.SCHEDULE)


def clicked(user: User, capture, trigger: SyncRun.Trigger = Trigger.PERSON) -> tuple[str, list[str]]:
    """Who the run counts as asked for by then, and the queues that were sent to."""
    with patch.object(sync_run, "apply_async") as sent, capture(execute=True):
        run = runs.request_run(user, trigger)
    return run.trigger, [call.kwargs["queue"] for call in sent.call_args_list]


def test_a_click_makes_the_schedules_waiting_run_the_persons(
    alice, django_capture_on_commit_callbacks
) -> None:
    claim = leases.claim(of_the_schedule(alice).pk)
    runs.wait(claim, later(3600), Receipt())
    assert clicked(alice, django_capture_on_commit_callbacks) == ("person", ["clicks"])


def test_a_click_makes_the_schedules_queued_run_the_persons(
    alice, django_capture_on_commit_callbacks
) -> None:
    of_the_schedule(alice)
    assert clicked(alice, django_capture_on_commit_callbacks) == ("person", ["clicks"])


def test_a_click_on_a_run_at_work_counts_when_it_waits(alice, django_capture_on_commit_callbacks) -> None:
    claim = leases.claim(of_the_schedule(alice).pk)
    assert clicked(alice, django_capture_on_commit_callbacks) == ("person", [])
    with patch.object(sync_run, "apply_async") as sent, django_capture_on_commit_callbacks(execute=True):
        runs.wait(claim, later(20), Receipt())
    assert sent.call_args.kwargs["queue"] == "clicks"


def test_an_admins_request_does_not_lower_a_runs_priority(
    alice, bob, django_capture_on_commit_callbacks
) -> None:
    runs.find_or_make(alice, Trigger.PERSON)
    of_the_schedule(bob)
    assert clicked(alice, django_capture_on_commit_callbacks, Trigger.ADMIN) == ("person", ["clicks"])
    assert clicked(bob, django_capture_on_commit_callbacks, Trigger.ADMIN) == ("admin", ["scheduled"])


def test_a_click_on_a_scheduled_run_uses_what_scheduled_work_leaves(
    sandbox, transactional_db, settings
) -> None:
    settings.SPOTIFY_REQUESTS_PER_DAY = 100
    harness = SheetHarness(sandbox.world)
    for _ in range(90):
        request_budget.take_spotify(client_id=settings.SPOTIFY_CLIENT_ID, interactive=True)
    run = sync.run_sync(of_the_schedule(harness.user).pk)
    assert (run.state, run.problem_code) == ("waiting", "spotify_budget")
    browser = Client()
    browser.force_login(harness.user, backend="accounts.backends.Spotify")
    with patch.object(sync_run, "apply_async") as sent:
        browser.post("/sync/")
    assert sent.call_args.kwargs["queue"] == "clicks"
    run = sync.run_sync(sent.call_args.args[0][0])
    assert (run.state, run.trigger) == ("done", "person")


def test_a_click_does_not_retry_a_run_with_an_unclear_write(alice) -> None:
    LinkedSheet.objects.create(
        user=alice,
        spreadsheet_id="s",
        gid=1,
        url="https://docs.google.com/x",
        method="created",
        unclear_until=timezone.now() + timedelta(seconds=100),
    )
    claim = claimed(alice)
    runs.wait(claim, PendingWrite(when=timezone.now() + timedelta(seconds=100)), Receipt())
    assert runs.request_run(alice, Trigger.PERSON).state == State.WAITING


def test_a_click_does_not_retry_a_write_whose_outcome_was_not_stored(
    sandbox, transactional_db, monkeypatch
) -> None:
    harness = SheetHarness(sandbox.world)
    plain = MainTabWriter.save

    def away(self: MainTabWriter, **fields: Any) -> None:
        if fields.get("unclear_until"):
            monkeypatch.undo()
            raise OperationalError("server closed the connection unexpectedly")
        plain(self, **fields)

    monkeypatch.setattr(MainTabWriter, "save", away)
    sandbox.world.faults.add("google-sheets", "batch_update", {"status": 503, "applied": True})
    run = harness.run()
    assert (run.state, run.problem_code) == ("waiting", "site_restarting")
    assert runs.request_run(harness.user, Trigger.PERSON).state == State.WAITING
    with time_machine.travel(run.resume_at):
        assert harness.run().state == "done"
    assert sorted(harness.column("Link")) == sorted(harness.library[:50])
