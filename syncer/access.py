"""Every look-up of a person's runs: someone else's is a 404."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from syncer.models import SyncRun


def runs_of(user: User) -> QuerySet[SyncRun]:
    """Newest first."""
    return SyncRun.objects.filter(user=user)


def run_of(user: User, run_id: int) -> SyncRun:
    return get_object_or_404(runs_of(user), pk=run_id)
