"""Writes that reading and enrichment share: marking the sheets of a track's owners as stale."""

from __future__ import annotations

from django.db.models import F, Q

from accounts.models import User
from library.models import LibraryState, SavedTrack, Track


def mark_owners_stale(tracks: Q, *, reader: User | None = None) -> None:
    """Counts `enrichment_revision` up for all who ever saved one of `tracks`: their next sync writes the sheet.

    Not for `reader`, whose own sync counts what it changed. Part of the caller's transaction, after all its writes to
    shared rows.
    """
    # Removed saves too: a sheet may keep the rows of removed tracks.
    people = SavedTrack.objects.filter(track__in=Track.objects.filter(tracks)).values("user")
    states = LibraryState.objects.filter(Q(user__in=people) | Q(user=reader))
    # The reader's state is locked too, although it is not changed here: the reader locks it next, and states that are
    # not locked in the order of their keys would let two transactions wait for each other.
    held = list(states.select_for_update().order_by("pk").values_list("pk", flat=True))
    LibraryState.objects.filter(pk__in=held).exclude(user=reader).update(
        enrichment_revision=F("enrichment_revision") + 1
    )
