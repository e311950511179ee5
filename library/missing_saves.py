"""A person's missing saves: those that Spotify does not list any more, and what the person decides about them.

`syncer.removals` says how a save gets here, and when it is removed.
"""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User
from library.models import MISSING, SavedTrack
from library.problems import MissingTracksChanged

Missing = SavedTrack.Missing


def held_saves(user: User) -> QuerySet[SavedTrack]:
    """Returns the saves that went missing with too many others, newest first."""
    return _missing(user, Missing.HELD)


def count_held_among_newest(user: User, limit: int) -> int:
    """Returns how many of the held saves are among the `limit` newest tracks, which a sheet of the recent ones shows."""
    current = SavedTrack.objects.filter(user=user, removed_at=None, track__isnull=False)
    return held_saves(user).filter(pk__in=current.order_by("-position").values("pk")[:limit]).count()


def kept_saves(user: User) -> QuerySet[SavedTrack]:
    """Returns the saves that the person keeps although Spotify does not list them, newest first."""
    return _missing(user, Missing.KEPT)


def require_count(saves: QuerySet[SavedTrack], seen: int) -> None:
    """Raises `MissingTracksChanged` where there are not as many as the person has seen."""
    count = saves.count()
    if count != seen:
        raise MissingTracksChanged(count=count)


def keep_held(user: User) -> int:
    """Keeps the held saves in history and sheet until they are listed again; returns how many."""
    return held_saves(user).update(missing=Missing.KEPT)


def accept_held(user: User) -> int:
    """Lets the held saves go with the next sync, and not those that the person keeps; returns how many."""
    return held_saves(user).update(missing=Missing.ACCEPTED)


def release_kept(user: User) -> int:
    """Lets the kept saves go with the next sync after all, and not those that are held; returns how many."""
    return kept_saves(user).update(missing=Missing.ACCEPTED)


def _missing(user: User, state: SavedTrack.Missing) -> QuerySet[SavedTrack]:
    saves = SavedTrack.objects.filter(MISSING, user=user, missing=state)
    return saves.select_related("track").order_by("-position", "pk")
