"""Stores saves as intervals: a save is active from its added date until `removed_at`.

    open_saves    a new row, or the closed row of the same save opened again
    close_saves   sets `removed_at`: the row is kept as history
    relink_saves  another track in the same row, when Spotify changed the track's id

Active saves have a position, the higher the newer, with gaps of 1024 so that a save can be put between two others
without renumbering the library.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import F, Max, Q
from django.db.models.functions import Greatest

from accounts.models import User
from library.link_numbers import give_up_taken
from library.models import SavedTrack
from syncer.transform.records import Arrival, Departure, Sighting, StoredSave

# Between neighbours: ten saves put between the same two, one after the other, before the library is renumbered.
GAP = 1024

# In SQL, because the ORM has no UPDATE … FROM: one statement instead of a row at a time for a whole library.
RENUMBER = """
    UPDATE library_savedtrack SET position = -ranked.rank * %s
    FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY position DESC, id) AS rank
          FROM library_savedtrack WHERE user_id = %s AND removed_at IS NULL) AS ranked
    WHERE library_savedtrack.id = ranked.id
"""


def close_saves(user: User, departures: Sequence[Departure], now: datetime) -> tuple[int, int]:
    """Closes the active ones among `departures`; returns how many were removed and how many saved again."""
    active = SavedTrack.objects.filter(user=user, removed_at=None)
    # Greatest: a clock that is behind Spotify's must not end a save before it began.
    removed_refs = [departure.ref for departure in departures if departure.at is None]
    removed = (
        active.filter(pk__in=removed_refs).update(removed_at=Greatest(F("added_at"), now))
        if removed_refs
        else 0
    )
    saved_again = [departure for departure in departures if departure.at is not None]
    resaved = sum(
        active.filter(pk=one.ref).update(removed_at=Greatest(F("added_at"), one.at)) for one in saved_again
    )
    return removed, resaved


def relink_saves(user: User, sightings: Sequence[Sighting], ids: Mapping[str, int]) -> int:
    """Points saves at the track they are now, keeping the former key; returns how many.

    Raises `ValueError` for a sighting without a track.
    """
    active = SavedTrack.objects.filter(user=user, removed_at=None).select_related("track")
    rows = active.in_bulk([sighting.ref for sighting in sightings])
    for sighting in sightings:
        save, track = rows[sighting.ref], sighting.record.track
        if track is None:
            raise ValueError("only what Spotify describes can be relinked to")
        former = [*save.former_keys, *([save.track.key] if save.track else [])]
        save.former_keys = [key for key in dict.fromkeys(former) if key != track.key]
        if save.track_id != ids[track.key]:
            # Link numbers tell equal local files of one track apart: another track counts its own.
            save.link_number = 0
        save.track_id, save.ordinal = ids[track.key], sighting.record.occurrence
        save.save(update_fields=["track", "ordinal", "link_number", "former_keys"])
    return len(rows)


def open_saves(
    user: User, arrivals: Sequence[Arrival], ids: Mapping[str, int], now: datetime
) -> tuple[StoredSave, ...]:
    """Stores `arrivals` in their places; returns them as saves.

    A save that was closed and is listed again with its old date never ended for Spotify: its row is opened again.
    """
    if not arrivals:
        return ()
    rows = _rows_for(user, arrivals, ids, now)
    closed = _closed_equals(user, rows)
    for row, arrival in zip(rows, arrivals, strict=True):
        equal = closed.get((row.track_id, row.added_at, row.ordinal))
        if arrival.ref:
            row.pk = arrival.ref
        elif equal:
            row.pk, row.link_number = equal
    stored = [row for row in rows if row.pk]
    # While a save was closed another may have got its number: the sheet must not show one number twice.
    give_up_taken(user, stored)
    SavedTrack.objects.bulk_create([row for row in rows if not row.pk])
    if stored:
        SavedTrack.objects.bulk_update(stored, ["position", "removed_at"])
    return tuple(_save_of(row.pk, arrival) for row, arrival in zip(rows, arrivals, strict=True))


def _rows_for(
    user: User, arrivals: Sequence[Arrival], ids: Mapping[str, int], now: datetime
) -> list[SavedTrack]:
    ordinals = _taken_ordinals(user, arrivals)
    rows = []
    for arrival, position in zip(arrivals, positions_for(user, arrivals), strict=True):
        record = arrival.record
        row = SavedTrack(user=user, added_at=record.added_at, position=position, noticed_at=now)
        if record.track:
            row.track_id, row.ordinal = ids[record.track.key], record.occurrence
        else:
            # A unique constraint tells saves apart by track, date and ordinal, and a null has no track.
            row.ordinal = ordinals[record.added_at]
            ordinals[record.added_at] += 1
        rows.append(row)
    return rows


def _taken_ordinals(user: User, arrivals: Sequence[Arrival]) -> Counter[datetime]:
    """Returns the next free ordinal of each date: placeholders have nothing else that tells them apart."""
    moments = {arrival.record.added_at for arrival in arrivals if arrival.record.track is None}
    if not moments:
        return Counter()
    active = SavedTrack.objects.filter(user=user, removed_at=None, track=None, added_at__in=moments)
    taken: Counter[datetime] = Counter()
    for added_at, ordinal in active.values_list("added_at", "ordinal"):
        taken[added_at] = max(taken[added_at], ordinal + 1)
    return taken


def _closed_equals(
    user: User, rows: Sequence[SavedTrack]
) -> dict[tuple[int | None, datetime, int], tuple[int, int]]:
    """Returns id and link number of closed saves, by track, date and ordinal."""
    closed = SavedTrack.objects.filter(user=user, removed_at__isnull=False).filter(
        Q(track__in={row.track_id for row in rows if row.track_id}) | Q(track=None),
        added_at__in={row.added_at for row in rows},
    )
    values = closed.values_list("track_id", "added_at", "ordinal", "pk", "link_number")
    return {(track, added, ordinal): (pk, given) for track, added, ordinal, pk, given in values}


def _save_of(ref: int, arrival: Arrival) -> StoredSave:
    track = arrival.record.track
    key, isrc = (track.key, track.isrc) if track else (None, "")
    return StoredSave(ref, key, arrival.record.added_at, isrc, occurrence=arrival.record.occurrence)


def positions_for(user: User, arrivals: Sequence[Arrival]) -> list[int]:
    """Returns a position for each arrival, in their order; renumbers the library where a gap is full.

    Raises `RuntimeError` if they do not fit then either, which cannot be.
    """
    positions = _fitting(user, arrivals)
    if positions is None:
        with connection.cursor() as cursor:
            cursor.execute(RENUMBER, [max(GAP, len(arrivals) + 1), user.pk])
        positions = _fitting(user, arrivals)
    if positions is None:
        raise RuntimeError("gaps were just made wider than the arrivals are many")
    return positions


def _fitting(user: User, arrivals: Sequence[Arrival]) -> list[int] | None:
    counts = Counter(arrival.after for arrival in arrivals)
    free = {after: _between(*_neighbours(user, after), count=count) for after, count in counts.items()}
    if None in free.values():
        return None
    in_order = {after: iter(positions or ()) for after, positions in free.items()}
    return [next(in_order[arrival.after]) for arrival in arrivals]


def _neighbours(user: User, after: int | None) -> tuple[int | None, int | None]:
    """Returns the positions of the save above the arrivals and of the active one below them."""
    active = SavedTrack.objects.filter(user=user, removed_at=None)
    if after is None:
        return None, active.aggregate(top=Max("position"))["top"]
    upper = SavedTrack.objects.values_list("position", flat=True).get(pk=after, user=user)
    return upper, active.filter(position__lt=upper).aggregate(top=Max("position"))["top"]


def _between(upper: int | None, lower: int | None, *, count: int) -> list[int] | None:
    if upper is None:
        start = (lower or 0) + GAP * (count + 1)
        return [start - GAP * place for place in range(1, count + 1)]
    # Step 0: the gap is full, and the caller renumbers.
    step = GAP if lower is None else (upper - lower) // (count + 1)
    return [upper - step * place for place in range(1, count + 1)] if step else None
