"""Celery's doors: each fetches by id and calls one function."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from syncer import dispatch, retention
from syncer.enrich import flow
from syncer.story import sync


@shared_task
def sync_run(run_id: int) -> None:
    run = sync.perform(run_id)
    if run is not None and run.receipt.get("added"):
        start_enrichment.delay()


@shared_task
def dispatch_due() -> None:
    dispatch.dispatch_due()


@shared_task
def tidy_up() -> None:
    retention.tidy_up(timezone.now())


@shared_task
def start_enrichment() -> None:
    for lane, token in flow.start():
        enrich.delay(lane, str(token))


@shared_task
def enrich(lane: str, token: str) -> None:
    """One slice; the next one is a message of its own, so that syncs come in between."""
    again = flow.work(lane, UUID(token))
    if again is not None:
        enrich.apply_async((lane, token), countdown=again)
