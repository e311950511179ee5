"""Settings that change while a sync is at work: a sync of their own follows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from providers.google.client import SheetsClient
from sheets.sheet_settings import settings_of
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


def test_settings_changed_during_a_write_get_a_sync_of_their_own(harness, change_during_write):
    harness.world.spotify.save("ada", 1)
    harness.sync()
    following = SyncRun.objects.latest("pk")
    assert (following.state, following.trigger) == ("queued", "person")
    harness.sync()
    assert [header for header in harness.headers if header] == ["Track", "Link", "Rating"]
    assert not SyncRun.objects.filter(state__in=SyncRun.ACTIVE).exists()


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
