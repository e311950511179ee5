"""Letting the sheets of a track's owners know: what is known of it has changed, and not by their own reading."""

from __future__ import annotations

from django.db.models import F, Q

from accounts.models import User
from library.models import LibraryState, SavedTrack, Track


def mark_owners_stale(tracks: Q, *, reader: User | None = None) -> None:
    """Counts `enriched` up for everybody who ever saved one of `tracks`, but for `reader`, whose own count will tell.

    Part of the caller's transaction, after all that it writes to what people share. The reader's state is held as
    well: states are always taken in the order of their keys, so that nobody waits for each other in a circle.
    """
    people = SavedTrack.objects.filter(track__in=Track.objects.filter(tracks)).values("user")
    states = LibraryState.objects.filter(Q(user__in=people) | Q(user=reader))
    held = list(states.select_for_update().order_by("pk").values_list("pk", flat=True))
    LibraryState.objects.filter(pk__in=held).exclude(user=reader).update(enriched=F("enriched") + 1)
