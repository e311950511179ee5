"""A request for a sync that comes twice, because its answer was lost, starts one sync."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from syncer.clicks import sync_by_api
from syncer.models import IdempotencyKey, SyncRun

KEPT_FOR = timedelta(hours=24)


def start_once(user: User, key: str) -> SyncRun:
    """Returns the run that the first request with this key got, or starts one; without a key (""), always the latter.

    Where nothing can have changed since the last run, that run is returned. Raises `NoSheet` and `SyncLimitUsedUp`.
    """
    found = _run_of_key(user, key) if key else None
    if found is not None:
        return found
    run = sync_by_api(user).run
    return _remember(user, key, run) if key else run


def _run_of_key(user: User, key: str) -> SyncRun | None:
    recent = IdempotencyKey.objects.filter(user=user, key=key, created_at__gt=timezone.now() - KEPT_FOR)
    found = recent.select_related("run").first()
    return found.run if found else None


def _remember(user: User, key: str, run: SyncRun) -> SyncRun:
    """Returns the run that the key belongs to: of two requests in the same moment the first one's."""
    try:
        with transaction.atomic():
            IdempotencyKey.objects.filter(user=user, key=key).delete()
            IdempotencyKey.objects.create(user=user, key=key, run=run)
    except IntegrityError:
        return _run_of_key(user, key) or run
    return run
