"""A run in one line."""

from __future__ import annotations

from datetime import UTC, datetime

from accounts.models import User
from syncer.models import SyncRun
from syncer.presenters import describe_run

ADA = User(username="ada", display_name="Ada Lindqvist")


def test_run_that_is_done_has_its_counts():
    receipt = {"spotify_total": 60, "database": 59, "added": 2, "removed": 1, "sheet_rows": 50}
    run = SyncRun(
        user=ADA, state="done", receipt=receipt, spotify_requests=3, google_reads=1, google_writes=2
    )
    assert describe_run(run) == (
        "Ada Lindqvist: done. Spotify 60, database 59, sheet 50; 2 added, 1 removed;"
        " 3 Spotify and 3 Google requests"
    )


def test_run_that_waits_has_its_problem_and_the_moment():
    resume_at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    run = SyncRun(user=ADA, state="waiting", problem_code="spotify_down", resume_at=resume_at)
    text = describe_run(run)
    assert text.startswith("Ada Lindqvist: waiting until 2026-11-22 12:00 UTC. Spotify does not answer")


def test_run_that_failed_has_its_problem():
    run = SyncRun(user=ADA, state="failed", problem_code="spotify_forbidden")
    assert describe_run(run).startswith("Ada Lindqvist: ")
    assert "Spotify refuses to show saved tracks to this app." in describe_run(run)
