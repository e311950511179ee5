"""Settings that change while a sync is at work: it goes on with them, or a sync of their own follows."""

from __future__ import annotations

from dataclasses import replace

import pytest
import time_machine

from providers.google.client import SheetsClient
from sheets.sheet_settings import settings_of
from sheets.tabs.main import MainTabWriter
from syncer.models import SyncRun
from syncer.sheet_settings import update_and_sync
from tests.support.sheet_harness import SheetHarness


@pytest.fixture
def change_during_write(harness, monkeypatch):
    """The person chooses other columns in the second in which the sheet is written."""
    plain, done = SheetsClient.batch_update, []

    def written(self, *args, **more):
        if not done:
            done.append(
                update_and_sync(harness.user, replace(settings_of(harness.sheet), columns=("track", "link")))
            )
        return plain(self, *args, **more)

    monkeypatch.setattr(SheetsClient, "batch_update", written)


def test_settings_changed_during_a_write_are_written_by_the_same_run(harness, change_during_write):
    harness.world.spotify.save("ada", 1)
    run = harness.run()
    assert (run.state, run.problem_code) == ("waiting", "settings_changed")
    with time_machine.travel(run.resume_at):
        harness.sync()
    assert [header for header in harness.headers if header] == ["Track", "Link", "Rating"]
    assert not SyncRun.objects.filter(state__in=SyncRun.ACTIVE).exists()


def test_settings_changed_after_the_last_request_get_a_sync_of_their_own(harness, monkeypatch):
    confirm = MainTabWriter.confirm

    def choose_and_confirm(self, *args, **more):
        update_and_sync(harness.user, replace(settings_of(harness.sheet), columns=("track", "link")))
        confirm(self, *args, **more)

    monkeypatch.setattr(MainTabWriter, "confirm", choose_and_confirm)
    harness.world.spotify.save("ada", 1)
    harness.sync()
    following = SyncRun.objects.latest("pk")
    assert (following.state, following.trigger) == ("queued", "person")
    monkeypatch.undo()
    harness.sync()
    assert [header for header in harness.headers if header] == ["Track", "Link", "Rating"]


def test_an_unconfirmed_write_is_waited_for_all_the_same(harness, change_during_write):
    harness.world.faults.add("google-sheets", "batch_update", {"status": 503, "applied": True})
    harness.world.spotify.save("ada", 1)
    assert harness.run().state == "waiting"
    assert harness.sheet.unclear_until is not None
    assert update_and_sync(harness.user, replace(settings_of(harness.sheet), scope="all")).state == "waiting"


def test_the_last_settings_before_the_write_are_the_ones_written(sandbox, transactional_db):
    harness = SheetHarness(sandbox.world)
    run = update_and_sync(harness.user, replace(settings_of(harness.sheet), recent_count=10))
    assert update_and_sync(harness.user, replace(settings_of(harness.sheet), recent_count=20)) == run
    assert harness.sync()["sheet_rows"] == 20
