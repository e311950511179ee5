"""Another sheet that is linked while the former one is being written."""

from __future__ import annotations

import pytest
from django.utils import timezone

from providers.google.client import SheetsClient
from sheets.linking.links import unlink
from syncer import schedule
from syncer.models import Schedule, SyncRun
from syncer.runs import request_run
from tests.support.cast import link_sheet, tab_rows


@pytest.fixture
def relink_during_write(harness, monkeypatch):
    """The person unlinks the sheet in the second in which it is written, and links another one."""
    plain, new = SheetsClient.batch_update, []

    def written(self, *args, **more):
        if not new:
            unlink(harness.user)
            new.append(link_sheet(harness.world, harness.user))
            schedule.activate(harness.user)
            request_run(harness.user, SyncRun.Trigger.PERSON)
        return plain(self, *args, **more)

    monkeypatch.setattr(SheetsClient, "batch_update", written)
    return new


def written_rows(harness, sheet) -> int:
    return len(tab_rows(harness.world, sheet)) - 1


def test_another_sheet_linked_meanwhile_is_written_without_waiting_for_tomorrow(harness, relink_during_write):
    harness.world.spotify.save("ada", 1)
    harness.sync()
    following = SyncRun.objects.latest("pk")
    assert (following.state, following.trigger) == ("queued", "person")
    harness.sync()
    assert written_rows(harness, relink_during_write[0]) == 50
    assert not SyncRun.objects.filter(state__in=SyncRun.ACTIVE).exists()


def test_a_problem_of_the_former_sheet_pauses_no_schedule(harness, relink_during_write):
    harness.world.faults.add("google-sheets", "batch_update", {"google": "permission"})
    harness.world.spotify.save("ada", 1)
    run = harness.run()
    assert (run.state, run.problem_code) == ("waiting", "sheet_relinked")
    assert Schedule.objects.get(user=harness.user).pause == ""
    SyncRun.objects.update(resume_at=timezone.now())
    harness.sync()
    assert written_rows(harness, relink_during_write[0]) == 50
