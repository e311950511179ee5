"""What is forgotten: Spotify's terms allow no content to be kept for ever.

https://developer.spotify.com/terms, section IV
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from library.models import SavedTrack
from syncer.models import SyncRun


def forget_old(now: datetime) -> int:
    """Deletes removed saves and ended runs older than the retention time; the number of both.

    Not the saves of a person who asked for them to be kept in the sheet, where their rows could not be told any more.
    """
    before = now - settings.RETENTION
    saves, _ = (
        SavedTrack.objects.filter(removed_at__lt=before).exclude(user__sheet__keep_removed=True).delete()
    )
    runs, _ = SyncRun.objects.filter(finished_at__lt=before).delete()
    return saves + runs
