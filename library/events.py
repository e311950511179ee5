"""What came into a person's library and what went, in the order in which it was stored: for who asks again and again.

A change has the moment of its transaction, and the transactions of one library follow one another: each is later than
those before it (`syncer.load.storage`), and stores its moment in the person's state. What was asked for up to that
moment is complete; nothing is added below it. So who goes on behind the last event that they were told misses
none, and gets none twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import itemgetter

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from accounts.models import User
from library.access import state_of
from library.listed_tracks import ListedTrack, list_tracks
from library.models import SavedTrack


class EventKind(StrEnum):
    """`saved_again`: the track had been removed before, or is saved with a new date."""

    SAVED = "saved"
    SAVED_AGAIN = "saved_again"
    REMOVED = "removed"


# In the order of events of one moment: what replaces a save comes after it.
_MOMENTS = ("removal_confirmed_at", "noticed_at", "reopened_at")


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where an event stands among all of the person's: its moment, which of `_MOMENTS` that is, the save's id."""

    at: datetime
    rank: int
    pk: int


@dataclass(frozen=True, slots=True)
class LibraryEvent:
    """`track` is the save as it is now: it may have been removed since."""

    kind: EventKind
    at: datetime
    track: ListedTrack


@dataclass(frozen=True, slots=True)
class EventPage:
    """`place` is where the next page begins, also where there is none yet; None before anything was ever stored."""

    events: list[LibraryEvent]
    place: EventPlace | None
    has_more: bool


def events_behind(user: User, place: EventPlace | None, limit: int) -> EventPage:
    """Returns at most `limit` events behind a place, oldest first; from the first on without one.

    Removed saves are forgotten after the retention time, and their events with them.
    """
    until = state_of(user).changed_at
    if until is None:
        return EventPage([], place, has_more=False)
    rows = sorted(_rows(user, place, until, limit + 1), key=itemgetter(0, 1, 2))
    page = rows[:limit]
    saves = SavedTrack.objects.filter(user=user, pk__in={pk for *_, pk, _ in page})
    tracks = {track.save_id: track for track in list_tracks(saves)}
    events = [LibraryEvent(kind, at, tracks[pk]) for at, _, pk, kind in page if pk in tracks]
    last = EventPlace(*page[-1][:3]) if page else place
    return EventPage(events, last, has_more=len(rows) > limit)


def place_of_now(user: User) -> EventPlace | None:
    """Returns the place behind all events of so far; None before the first."""
    until = state_of(user).changed_at
    return EventPlace(until, len(_MOMENTS), 0) if until else None


def _rows(
    user: User, place: EventPlace | None, until: datetime, count: int
) -> Iterator[tuple[datetime, int, int, EventKind]]:
    for rank, (field, events) in enumerate(zip(_MOMENTS, _queries(user), strict=True)):
        behind = Q(**{f"{field}__lte": until}) & (_behind(place, field, rank) if place else Q())
        found = events.filter(behind).order_by(field, "pk").values_list(field, "pk", "again")[:count]
        for at, pk, again in found:
            kind = EventKind.REMOVED if rank == 0 else EventKind.SAVED_AGAIN if again else EventKind.SAVED
            yield at, rank, pk, kind


def _behind(place: EventPlace, field: str, rank: int) -> Q:
    later = Q(**{f"{field}__gt": place.at})
    at_once = Q(**{field: place.at})
    if rank > place.rank:
        later |= at_once
    elif rank == place.rank:
        later |= at_once & Q(pk__gt=place.pk)
    return later & Q(**{f"{field}__gte": place.at})


def _queries(user: User) -> tuple[QuerySet[SavedTrack], ...]:
    """Returns the saves of each kind of moment, with whether the track had been saved before as `again`."""
    saves = SavedTrack.objects.filter(user=user, track__isnull=False)
    others = saves.filter(track=OuterRef("track")).exclude(pk=OuterRef("pk"))
    before = others.filter(removed_at__lte=OuterRef("added_at"))
    # A save that was replaced: its track is in the library all the same.
    confirmed = OuterRef("removal_confirmed_at")
    still_saved = others.filter(
        Q(removed_at=None) | Q(removal_confirmed_at__gt=confirmed), noticed_at__lte=confirmed
    )
    return (
        saves.filter(~Exists(still_saved), removal_confirmed_at__isnull=False).annotate(again=Value(False)),
        saves.annotate(again=Exists(before)),
        saves.filter(reopened_at__isnull=False).annotate(again=Value(True)),
    )
