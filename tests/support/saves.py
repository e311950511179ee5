"""Saves as a test looks them up: of one track, of one moment, and those without a track."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from library.models import SavedTrack


def saves_of(user: User, track_key: str) -> QuerySet[SavedTrack]:
    """Returns all saves of one track, current and removed, oldest first."""
    return _all_of(user).filter(track__key=track_key).order_by("added_at", "pk")


def saves_on(user: User, moment: datetime) -> QuerySet[SavedTrack]:
    """Returns the saves whose interval contains `moment` (aware), newest first."""
    not_yet_removed = Q(removed_at=None) | Q(removed_at__gt=moment)
    return (
        _all_of(user).filter(not_yet_removed, added_at__lte=moment).order_by("-added_at", "-position", "pk")
    )


def saves_without_track(user: User) -> QuerySet[SavedTrack]:
    """Returns current saves for which Spotify names no track, newest first."""
    return _all_of(user).filter(removed_at=None, track=None).order_by("-position", "pk")


def _all_of(user: User) -> QuerySet[SavedTrack]:
    return SavedTrack.objects.filter(user=user).select_related("track__album")
