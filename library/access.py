"""Every look-up of what is a person's own in the library: someone else's is a 404."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from library.models import LibraryState, SavedTrack


def saved_tracks(user: User) -> QuerySet[SavedTrack]:
    """What the person has saved now, newest first; placeholders (no track) included."""
    return _all_of(user).filter(removed_at=None).order_by("-position", "pk")


def unavailable(user: User) -> QuerySet[SavedTrack]:
    """The places in the library of which Spotify does not say what they are."""
    return saved_tracks(user).filter(track=None)


def removed_tracks(user: User) -> QuerySet[SavedTrack]:
    """What the person once had saved, last removed first. A track saved again is among these too."""
    return _all_of(user).exclude(removed_at=None).order_by("-removed_at", "-added_at", "pk")


def library_on(user: User, moment: datetime) -> QuerySet[SavedTrack]:
    """The library as it was at `moment` (aware), newest first."""
    still_there = Q(removed_at=None) | Q(removed_at__gt=moment)
    return _all_of(user).filter(still_there, added_at__lte=moment).order_by("-added_at", "-position", "pk")


def history_of(user: User, track_key: str) -> QuerySet[SavedTrack]:
    """Every stay of one track in the person's library, oldest first."""
    return _all_of(user).filter(track__key=track_key).order_by("added_at", "pk")


def saved_track_of(user: User, pk: int) -> SavedTrack:
    """A living save that Spotify still names the track of."""
    saves = SavedTrack.objects.select_related("track__album", "track__features")
    return get_object_or_404(saves, user=user, removed_at=None, track__isnull=False, pk=pk)


def stay_of(user: User, pk: int) -> SavedTrack:
    """A save of the person's, whether it lives or is over."""
    return get_object_or_404(_all_of(user), pk=pk)


def state_of(user: User) -> LibraryState:
    """How far the reading of this library has come; unsaved and empty before the first."""
    return LibraryState.objects.filter(user=user).first() or LibraryState(user=user)


def _all_of(user: User) -> QuerySet[SavedTrack]:
    return SavedTrack.objects.filter(user=user).select_related("track__album")
