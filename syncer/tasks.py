"""Celery's doors: each fetches by id and calls one function."""

from __future__ import annotations

from celery import shared_task

from syncer import dispatch
from syncer.story import sync


@shared_task
def sync_run(run_id: int) -> None:
    sync.perform(run_id)


@shared_task
def dispatch_due() -> None:
    dispatch.dispatch_due()
