"""Celery's doors: each fetches by id and calls one function."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from enrichment.tasks import start_enrichment
from syncer import dispatch, retention, sync


@shared_task
def sync_run(run_id: int) -> None:
    run = sync.run_sync(run_id)
    if run is not None and run.receipt.get("added"):
        start_enrichment.delay()


@shared_task
def dispatch_due() -> None:
    dispatch.dispatch_due()


@shared_task
def tidy_up() -> None:
    retention.tidy_up(timezone.now())
