"""A request for a sync that comes twice, because its answer was lost, starts one sync."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from syncer.clicks import sync_by_api
from syncer.models import IdempotencyKey, SyncRun

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class StartedSync:
    """The run that a request got; `is_up_to_date` where none was started, because nothing can have changed since it."""

    run: SyncRun
    is_up_to_date: bool = False


def start_once(user: User, key: str) -> StartedSync:
    """Returns the run that the first request with this key got, or starts one; without a key (""), always the latter.

    Raises `NoSheet` and `SyncLimitUsedUp`.
    """
    found = _run_of_key(user, key) if key else None
    if found is not None:
        return StartedSync(found)
    answer = sync_by_api(user)
    if answer.known_since is not None:
        # Not remembered: the same request may start one a minute later.
        return StartedSync(answer.run, is_up_to_date=True)
    return StartedSync(_remember(user, key, answer.run) if key else answer.run)


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
