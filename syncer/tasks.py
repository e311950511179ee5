"""Celery's doors: each fetches by id and calls one function."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from accounts.housekeeping import sweep_sign_ins
from syncer import dispatch, retention
from syncer.story import sync


@shared_task
def sync_run(run_id: int) -> None:
    sync.perform(run_id)


@shared_task
def dispatch_due() -> None:
    dispatch.dispatch_due()


@shared_task
def tidy_up() -> None:
    sweep_sign_ins()
    retention.forget_old(timezone.now())
