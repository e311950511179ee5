"""What a library's owner sees first: the newest saves, and what came and went lately. Few queries, however large it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from library.listed_tracks import ListedTrack, list_tracks
from library.models import SavedTrack


@dataclass(frozen=True, slots=True)
class ListedChange:
    """The first tracks of `count`, newest first."""

    count: int
    tracks: list[ListedTrack]


@dataclass(frozen=True, slots=True)
class RecentChanges:
    """`came` were saved, and `went` were removed and not saved again, from a moment on."""

    newest: list[ListedTrack]
    came: ListedChange
    went: ListedChange


def recent_changes(user: User, since: datetime, *, newest: int, named: int) -> RecentChanges:
    """Returns the newest saves, and of what came and went since a moment the first ones. Eight queries."""
    saves = SavedTrack.objects.filter(user=user, track__isnull=False)
    current = saves.filter(removed_at=None).order_by("-position", "pk")
    came = saves.filter(removed_at=None, added_at__gte=since).order_by("-added_at", "-position", "pk")
    # By when the removal was confirmed: it is when the person was told of it.
    still_saved = saves.filter(track=OuterRef("track"), removed_at=None)
    went = saves.filter(~Exists(still_saved), removal_confirmed_at__gte=since)
    went = went.order_by("-removal_confirmed_at", "-position", "pk")
    places = [_first(current, newest), _first(came, named), _first(went, named)]
    listed = {
        track.save_id: track
        for track in list_tracks(saves.filter(pk__in={pk for place in places for pk in place}))
    }
    shown, came_first, went_first = ([listed[pk] for pk in place if pk in listed] for place in places)
    return RecentChanges(
        shown, ListedChange(came.count(), came_first), ListedChange(went.count(), went_first)
    )


def _first(saves: QuerySet[SavedTrack], limit: int) -> list[int]:
    return list(saves.values_list("pk", flat=True)[:limit])
