"""Writes that reading and enrichment share: marking the sheets of a track's owners as stale."""

from __future__ import annotations

from django.db.models import F, Q

from accounts.models import User
from library.models import LibraryState, SavedTrack, Track


def mark_owners_stale(tracks: Q, *, reader: User | None = None) -> None:
    """Counts `enriched` up for every person who ever saved one of `tracks`, so that the next sync writes their sheets.

    Not for `reader`, whose own sync counts what it changed. Part of the caller's transaction, after all its writes to
    shared rows. The reader's state is locked too: states are always locked in the order of their keys, so that no two
    transactions wait for each other.
    """
    people = SavedTrack.objects.filter(track__in=Track.objects.filter(tracks)).values("user")
    states = LibraryState.objects.filter(Q(user__in=people) | Q(user=reader))
    held = list(states.select_for_update().order_by("pk").values_list("pk", flat=True))
    LibraryState.objects.filter(pk__in=held).exclude(user=reader).update(enriched=F("enriched") + 1)
