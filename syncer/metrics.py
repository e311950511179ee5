"""Figures about syncs, for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Max, Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric

from syncer import schedule
from syncer.heartbeat import last_heartbeat
from syncer.models import Schedule, SyncRun

DAY = timedelta(days=1)
# Ended runs are looked for among so many of the newest: the table has those of two years, and no index by their end.
NEWEST = 100_000


def collect_sync_metrics() -> Iterator[Metric]:
    """Yields the metrics of runs, schedules and the scheduler. Four queries."""
    now = timezone.now()
    active = GaugeMetricFamily(
        "spotistats_active_runs", "Runs that are queued, running or waiting", labels=["state"]
    )
    counts = dict(
        SyncRun.objects.filter(state__in=SyncRun.ACTIVE).order_by().values_list("state").annotate(Count("pk"))
    )
    for state in SyncRun.ACTIVE:
        active.add_metric([state.value], counts.get(state.value, 0))
    yield active

    ended = GaugeMetricFamily(
        "spotistats_ended_runs",
        "Runs that ended within the last day, by state and problem",
        labels=["state", "problem"],
    )
    newest = SyncRun.objects.aggregate(newest=Max("pk"))["newest"] or 0
    recent = SyncRun.objects.filter(pk__gt=newest - NEWEST, finished_at__gt=now - DAY).order_by()
    for state, problem, count in recent.values_list("state", "problem_code").annotate(Count("pk")):
        ended.add_metric([state, problem], count)
    yield ended

    due = Schedule.objects.filter(schedule.is_running(), next_run_at__lte=now, user__is_active=True)
    oldest = due.aggregate(oldest=Min("next_run_at"))["oldest"]
    yield GaugeMetricFamily(
        "spotistats_oldest_due_seconds",
        "How long the person who has waited longest for a daily sync has been due",
        (now - oldest).total_seconds() if oldest else 0,
    )
    if beat := last_heartbeat():
        yield GaugeMetricFamily(
            "spotistats_heartbeat_age_seconds",
            "Time since a worker took the last message of beat",
            (now - beat).total_seconds(),
        )
