"""Celery tasks: one slice of a lane each."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from enrichment import pipeline


@shared_task
def start_enrichment() -> None:
    """Sends the first slice of every lane that has work. Due each minute, and after a sync that added tracks."""
    for lane, token in pipeline.start():
        enrich.delay(lane, str(token))


@shared_task
def enrich(lane: str, token: str) -> None:
    """Works on one slice. The next one is a message of its own, so that syncs come in between."""
    again = pipeline.work(lane, UUID(token))
    if again is not None:
        enrich.apply_async((lane, token), countdown=again)
