from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from syncer.heartbeat import record_heartbeat
from syncer.metrics import collect_sync_metrics
from syncer.models import Schedule, SyncRun
from tests.support.cast import make_user
from tests.support.figures import figures_in

pytestmark = pytest.mark.django_db


def test_a_site_without_people_has_nothing_to_do() -> None:
    assert figures_in(collect_sync_metrics()) == {
        ("active_runs", "queued"): 0,
        ("active_runs", "running"): 0,
        ("active_runs", "waiting"): 0,
        ("oldest_due_seconds",): 0,
    }


def test_runs_are_counted_by_state_and_those_of_the_last_day_by_problem() -> None:
    now, ada = timezone.now(), make_user("ada")
    SyncRun.objects.create(user=make_user("ben"), trigger="person", state="waiting")
    for state, problem, ended in (
        ("done", "", now),
        ("failed", "sheet_gone", now),
        ("failed", "sheet_gone", now - timedelta(hours=23)),
        ("failed", "sheet_gone", now - timedelta(hours=25)),
    ):
        SyncRun.objects.create(
            user=ada, trigger="schedule", state=state, problem_code=problem, finished_at=ended
        )
    figures = figures_in(collect_sync_metrics())
    assert figures["active_runs", "waiting"] == 1
    assert {key: value for key, value in figures.items() if key[0] == "ended_runs"} == {
        ("ended_runs", "done", ""): 1,
        ("ended_runs", "failed", "sheet_gone"): 2,
    }


def test_who_has_waited_longest_is_someone_whose_syncs_are_not_paused() -> None:
    now = timezone.now()
    for name, hours, pause in (("ada", 2, ""), ("ben", 1, ""), ("cleo", 9, "person"), ("dora", -1, "")):
        Schedule.objects.create(user=make_user(name), next_run_at=now - timedelta(hours=hours), pause=pause)
    assert figures_in(collect_sync_metrics())["oldest_due_seconds",] == pytest.approx(7200, abs=60)


def test_the_age_of_the_heartbeat_is_told() -> None:
    record_heartbeat()
    assert figures_in(collect_sync_metrics())["heartbeat_age_seconds",] == pytest.approx(0, abs=60)
