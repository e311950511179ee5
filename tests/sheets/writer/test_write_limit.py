"""A sheet that keeps changing while it is written."""

from __future__ import annotations

import pytest
from django.utils import timezone

from providers.google.client import SheetsClient
from providers.rate_limits import limiter
from sheets import writer as writing
from syncer.models import Schedule, SyncRun
from tests.support.problems import text_of
from tests.support.sheet_harness import SheetHarness


def changed(harness: SheetHarness) -> None:
    harness.world.spotify.remove(harness.name, offsets=[3])
    harness.world.log.clear()


@pytest.fixture
def keeps_changing(harness, monkeypatch) -> SheetHarness:
    """Another managed cell is changed with every write."""
    plain, sent = SheetsClient.batch_update, []

    def written(self, *args, **more):
        sent.append(len(sent))
        harness.book.type_cell(harness.sheet.gid, 1 + len(sent) % 40, 1, f"typed {len(sent)}")
        return plain(self, *args, **more)

    monkeypatch.setattr(SheetsClient, "batch_update", written)
    return harness


def test_a_sheet_that_keeps_changing_is_left_after_so_many_writes(
    keeps_changing, settings, monkeypatch
) -> None:
    monkeypatch.setattr(writing, "MAX_WRITES", 12)
    changed(keeps_changing)
    run = keeps_changing.run()
    assert (run.state, run.problem_code, run.google_writes) == ("failed", "sheet_restless", 12)
    assert "Nothing of yours is lost" in text_of(run)
    assert Schedule.objects.get(user=keeps_changing.user).pause == "problem"


def test_waiting_for_the_budget_begins_no_new_count(keeps_changing, settings, monkeypatch) -> None:
    monkeypatch.setattr(writing, "MAX_WRITES", 12)
    settings.GOOGLE_REQUESTS_PER_MINUTE = 8  # five of them are for one person
    changed(keeps_changing)
    codes = []
    for _ in range(4):
        run = keeps_changing.run()
        codes.append(run.problem_code)
        limiter().storage.reset()
        SyncRun.objects.filter(state="waiting").update(resume_at=timezone.now())
        if run.state == "failed":
            break
    assert codes == ["google_budget", "google_budget", "sheet_restless"]
    assert run.google_writes == 12
