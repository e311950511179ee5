"""A person's missing saves: those that Spotify does not list any more, and what the person decides about them.

`syncer.removals` says how a save gets here, and when it is removed.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from library.models import MISSING, SavedTrack
from library.problems import MissingTracksChanged

Missing = SavedTrack.Missing


@dataclass(frozen=True, slots=True)
class MissingPlace:
    """Where a save stands among the missing ones: its position, and its id among those with an equal one."""

    position: int
    pk: int


@dataclass(frozen=True, slots=True)
class MissingPage:
    """`following` is the place behind which the next page begins; None on the last one."""

    saves: list[SavedTrack]
    following: MissingPlace | None


def held_saves(user: User) -> QuerySet[SavedTrack]:
    """Returns the saves that went missing with too many others, newest first."""
    return _missing(user, Missing.HELD)


def page_of_missing(saves: QuerySet[SavedTrack], after: MissingPlace | None, limit: int) -> MissingPage:
    """Returns at most `limit` of `held_saves` or `kept_saves`, behind `after`.

    What goes missing meanwhile neither repeats nor hides another save.
    """
    if after is not None:
        older, equal = Q(position__lt=after.position), Q(position=after.position)
        saves = saves.filter(older | equal & Q(pk__gt=after.pk))
    found = list(saves[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return MissingPage(found[:limit], MissingPlace(last.position, last.pk) if last else None)


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
