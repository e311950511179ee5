"""Every look-up in a person's library. What belongs to another person is a 404, as if it did not exist."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from library.models import LibraryState, SavedTrack


def saved_tracks(user: User) -> QuerySet[SavedTrack]:
    """Returns the current saves, newest first; placeholders (no track) included."""
    return _all_of(user).filter(removed_at=None).order_by("-position", "pk")


def saves_of_track(user: User, pk: int) -> QuerySet[SavedTrack]:
    """Returns all saves of one track, current and removed, oldest first. Raises `Http404` if there is none."""
    # By `track__pk`: with `track` SQLite raises for a number that is too big for its integers.
    saves = _all_of(user).filter(track__pk=pk).order_by("added_at", "pk")
    if not saves.exists():
        raise Http404
    return saves


def saved_track_of(user: User, pk: int) -> SavedTrack:
    """Returns a current save with a track. Raises `Http404` for any other id."""
    saves = SavedTrack.objects.select_related("track__album", "track__features")
    return get_object_or_404(saves, user=user, removed_at=None, track__isnull=False, pk=pk)


def newest_save_of(user: User, track_id: int) -> SavedTrack:
    """Returns the newest current save of a track. Raises `Http404` where the person does not have it saved."""
    save = saved_tracks(user).select_related("track__features").filter(track__pk=track_id).first()
    if save is None:
        raise Http404
    return save


def state_of(user: User) -> LibraryState:
    """Returns how far the reading of this library has come; an empty state without a row before the first one."""
    return LibraryState.objects.filter(user=user).first() or LibraryState(user=user)


def _all_of(user: User) -> QuerySet[SavedTrack]:
    return SavedTrack.objects.filter(user=user).select_related("track__album")
