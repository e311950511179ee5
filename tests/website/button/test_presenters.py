"""The last sync in one sentence."""

from __future__ import annotations

import pytest
from django.utils import timezone

from syncer.models import SyncRun
from website.button.presenters import describe_last
from website.runs.presenters import RunPresenter


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"receipt": {"added": 1_203, "removed": 2}}, ": 1,203 added, 2 removed."),
        ({"receipt": {"added": 0}}, ": nothing new."),
        ({"receipt": {}}, ": nothing new."),
    ],
)
def test_a_sync_that_is_done_says_what_it_did(alice, fields, said) -> None:
    run = SyncRun.objects.create(
        user=alice, trigger="person", state="done", finished_at=timezone.now(), **fields
    )
    text = describe_last(RunPresenter(run, None))
    assert text.startswith("Last synced today at ") and text.endswith(said)


def test_one_that_stopped_says_why(alice) -> None:
    run = SyncRun.objects.create(
        user=alice, trigger="person", state="failed", finished_at=timezone.now(), problem_code="sheet_gone"
    )
    text = describe_last(RunPresenter(run, None))
    assert text.startswith("The last sync stopped, today at ") and "Restore it from the bin" in text


def test_without_a_sync_nothing_is_said() -> None:
    assert describe_last(None) == ""
