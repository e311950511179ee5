"""Celery tasks: one slice of a lane each."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from enrichment import pipeline


@shared_task
def start_enrichment() -> None:
    for lane, token in pipeline.start():
        enrich.delay(lane, str(token))


@shared_task
def enrich(lane: str, token: str) -> None:
    """One slice; the next one is a message of its own, so that syncs come in between."""
    again = pipeline.work(lane, UUID(token))
    if again is not None:
        enrich.apply_async((lane, token), countdown=again)
