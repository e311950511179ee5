"""Every look-up of what is a person's own in the library: someone else's is a 404."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from library.models import SavedTrack, SmartSheet


def smart_sheets_of(user: User) -> QuerySet[SmartSheet]:
    """In the person's order, without those that only wait for their tab to be deleted."""
    return SmartSheet.objects.filter(user=user, leaving=False)


def smart_sheet_of(user: User, pk: int) -> SmartSheet:
    return get_object_or_404(smart_sheets_of(user), pk=pk)


def saved_track_of(user: User, pk: int) -> SavedTrack:
    """A living save that Spotify still names the track of."""
    saves = SavedTrack.objects.select_related("track__album", "track__features")
    return get_object_or_404(saves, user=user, removed_at=None, track__isnull=False, pk=pk)
