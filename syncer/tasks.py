"""The Celery tasks. Each takes ids, not objects, and calls one function: a message may be hours old."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from enrichment.tasks import start_enrichment
from syncer import dispatch, retention, sync
from syncer.heartbeat import record_heartbeat
from syncer.receipt import Receipt


@shared_task
def sync_run(run_id: int) -> None:
    """Works on a run; new tracks start the enrichment, which looks up genres and audio features."""
    run = sync.run_sync(run_id)
    # At once, so that a person's new tracks do not wait for the message that beat sends every minute.
    if run is not None and Receipt.from_json(run.receipt).added:
        start_enrichment.delay()


@shared_task
def dispatch_due() -> None:
    """Every minute, from beat."""
    dispatch.dispatch_due()
    record_heartbeat()


@shared_task
def tidy_up() -> None:
    """Once a day, from beat."""
    retention.tidy_up(timezone.now())
