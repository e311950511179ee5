"""Deletes what is older than the retention time, because Spotify's terms allow no content to be kept for ever.

https://developer.spotify.com/terms, section IV
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from accounts.retention import delete_abandoned_sign_ins
from library.models import SavedTrack
from library.retention import forget_orphans
from syncer.idempotency import KEPT_FOR
from syncer.models import IdempotencyKey, SyncRun
from syncer.signals import tidying_up


def tidy_up(now: datetime) -> None:
    """Does the daily cleaning: sign-ins, removed saves, ended runs, tracks that nobody has saved.

    Called by beat, and by `sync --due` from cron.
    """
    delete_abandoned_sign_ins()
    forget_old(now)
    forget_orphans()
    forget_keys(now)
    tidying_up.send(sender=SyncRun, now=now)


def forget_keys(now: datetime) -> None:
    """Deletes the idempotency keys that are no longer honoured."""
    IdempotencyKey.objects.filter(created_at__lte=now - KEPT_FOR).delete()


def forget_old(now: datetime) -> int:
    """Deletes all removed saves and ended runs older than the retention time; returns how many rows."""
    runs, _ = SyncRun.objects.filter(finished_at__lt=now - settings.RETENTION).delete()
    return forget_removed(SavedTrack.objects.all(), now) + runs


def forget_removed(saves: QuerySet[SavedTrack], now: datetime) -> int:
    """Deletes those of `saves` that were removed before the retention time; returns how many rows."""
    old = saves.filter(removed_at__lt=now - settings.RETENTION)
    # A person may keep removed tracks in the sheet. Without the save, such a row would look like one that the person
    # has typed, and would never be deleted.
    forgotten, _ = old.exclude(user__sheet__keep_removed=True).delete()
    return forgotten
