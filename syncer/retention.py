"""What is forgotten: Spotify's terms allow no content to be kept for ever.

https://developer.spotify.com/terms, section IV
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from accounts.sign_in_cleanup import sweep_sign_ins
from library.models import SavedTrack
from syncer.models import SyncRun


def tidy_up(now: datetime) -> None:
    """Once a day at least, whoever does the scheduler's work: beat, or cron."""
    sweep_sign_ins()
    forget_old(now)


def forget_old(now: datetime) -> int:
    """Deletes everybody's removed saves, and ended runs, older than the retention time; the number of both."""
    runs, _ = SyncRun.objects.filter(finished_at__lt=now - settings.RETENTION).delete()
    return forget_removed(SavedTrack.objects.all(), now) + runs


def forget_removed(saves: QuerySet[SavedTrack], now: datetime) -> int:
    """Deletes those of `saves` that were removed before the retention time; how many.

    Not those of a person who asked for them to be kept in the sheet, where their rows could not be told any more.
    """
    old = saves.filter(removed_at__lt=now - settings.RETENTION)
    forgotten, _ = old.exclude(user__sheet__keep_removed=True).delete()
    return forgotten
