"""Stores saves as intervals: a save is current from its added date until `removed_at`.

    open_saves    a new row, or the row of the same save that was closed, or missing, opened again
    close_saves   a track saved again: sets `removed_at`, the row is kept as history
                  a track that is not listed: marks it as missing, `load.missing_saves` says what becomes of it
    relink_saves  another track in the same row, when Spotify changed the track's id

Current saves have a position, the higher the newer, with gaps of 1024 so that a save can be put between two others
without renumbering the library.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, Max, Q
from django.db.models.functions import Greatest

from accounts.models import User
from library.link_numbers import give_up_taken
from library.models import LISTED, MISSING, SavedTrack, Track
from syncer.transform.records import Arrival, Departure, Sighting, StoredSave, TrackRecord

# Between neighbours: ten saves put between the same two, one after the other, before the library is renumbered.
GAP = 1024
# Milliseconds by which the lengths of one recording may differ between two releases.
SAME_LENGTH = 2_000

# What is not listed any more, and may be listed again.
_FORMER = Q(removed_at__isnull=False) | MISSING

# In SQL, because the ORM has no UPDATE … FROM: one statement instead of a row at a time for a whole library.
RENUMBER = """
    UPDATE library_savedtrack SET position = -ranked.rank * %s
    FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY position DESC, id) AS rank
          FROM library_savedtrack WHERE user_id = %s AND removed_at IS NULL) AS ranked
    WHERE library_savedtrack.id = ranked.id
"""


def close_saves(user: User, departures: Sequence[Departure], now: datetime) -> tuple[int, int]:
    """Closes or marks the listed ones among `departures`; returns how many are missing, and how many saved again."""
    listed = SavedTrack.objects.filter(LISTED, user=user)
    missing_refs = [departure.ref for departure in departures if departure.at is None]
    missing = (
        listed.filter(pk__in=missing_refs).update(
            # Greatest: a clock that is behind Spotify's must not end a save before it began.
            missing_since=Greatest(F("added_at"), now),
            missing=SavedTrack.Missing.UNCONFIRMED,
        )
        if missing_refs
        else 0
    )
    saved_again = [departure for departure in departures if departure.at is not None]
    resaved = sum(
        listed.filter(pk=one.ref).update(removed_at=Greatest(F("added_at"), one.at), removal_confirmed_at=now)
        for one in saved_again
    )
    return missing, resaved


def relink_saves(user: User, sightings: Sequence[Sighting], ids: Mapping[str, int]) -> int:
    """Points saves at the track they are now, keeping the former key; returns how many.

    Raises `ValueError` for a sighting without a track.
    """
    listed = SavedTrack.objects.filter(LISTED, user=user).select_related("track")
    rows = listed.in_bulk([sighting.ref for sighting in sightings])
    for sighting in sightings:
        save, track = rows[sighting.ref], sighting.record.track
        if track is None:
            raise ValueError("only what Spotify describes can be relinked to")
        save.former_keys = former_keys_of(save, track)
        if save.track_id != ids[track.key]:
            # Link numbers tell equal local files of one track apart: another track counts its own.
            save.link_number = 0
        save.track_id, save.ordinal = ids[track.key], sighting.record.occurrence
        save.save(update_fields=["track", "ordinal", "link_number", "former_keys"])
    return len(rows)


@dataclass(frozen=True, slots=True)
class Opened:
    """The arrivals as saves, in their order; how many of them were missing, and how many of these were relinked."""

    saves: tuple[StoredSave, ...] = ()
    returned: int = 0
    relinked: int = 0


def open_saves(user: User, arrivals: Sequence[Arrival], ids: Mapping[str, int], now: datetime) -> Opened:
    """Stores `arrivals` in their places.

    A save that was closed or missing and is listed again with its old date never ended for Spotify: its row is opened
    again. So is the row of a missing save that is listed under another id now: the same second, recording or title,
    artists and length.
    """
    if not arrivals:
        return Opened()
    rows = _rows_for(user, arrivals, ids, now)
    # A first import has nothing to open again: it need not look for it page by page.
    is_first = not SavedTrack.objects.filter(_FORMER, user=user).exists()
    former = {} if is_first else _former_rows(user, rows)
    recordings = _MissingRecordings(user, [] if is_first else rows)
    returned, reopened = 0, []
    for row, arrival in zip(rows, arrivals, strict=True):
        if arrival.ref:
            row.pk = arrival.ref
        elif equal := former.get((row.track_id, row.added_at, row.ordinal)):
            row.pk, row.link_number, row.former_keys = equal.pk, equal.link_number, equal.former_keys
            returned += equal.missing_since is not None
            reopened += [equal.pk] if equal.removed_at else []
            recordings.discard(equal.pk)
    opened = [row for row in rows if row.pk]
    relinked = []
    for row, arrival in zip(rows, arrivals, strict=True):
        if not row.pk and (missing := recordings.take(arrival)):
            row.pk, row.former_keys = missing.pk, former_keys_of(missing, arrival.record.track)
            relinked.append(row)
    # While a save was closed another may have got its number: the sheet must not show one number twice.
    give_up_taken(user, opened)
    SavedTrack.objects.bulk_create([row for row in rows if not row.pk])
    state = ["position", "removed_at", "removal_confirmed_at", "missing_since", "missing"]
    if opened:
        SavedTrack.objects.bulk_update(opened, state)
    if reopened:
        SavedTrack.objects.filter(pk__in=reopened).update(reopened_at=now)
    if relinked:
        SavedTrack.objects.bulk_update(relinked, [*state, "track", "ordinal", "link_number", "former_keys"])
    saves = tuple(_save_of(row, arrival) for row, arrival in zip(rows, arrivals, strict=True))
    return Opened(saves, returned + len(relinked), len(relinked))


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
    listed = SavedTrack.objects.filter(LISTED, user=user, track=None, added_at__in=moments)
    taken: Counter[datetime] = Counter()
    for added_at, ordinal in listed.values_list("added_at", "ordinal"):
        taken[added_at] = max(taken[added_at], ordinal + 1)
    return taken


def _former_rows(
    user: User, rows: Sequence[SavedTrack]
) -> dict[tuple[int | None, datetime, int], SavedTrack]:
    """Returns the closed and the missing saves by track, date and ordinal, a missing one before a closed one."""
    former = SavedTrack.objects.filter(
        Q(track__in={row.track_id for row in rows if row.track_id}) | Q(track=None),
        _FORMER,
        user=user,
        added_at__in={row.added_at for row in rows},
    )
    in_order = sorted(former, key=lambda save: save.removed_at is None)
    return {(save.track_id, save.added_at, save.ordinal): save for save in in_order}


class _MissingRecordings:
    """Missing saves of the dates of `rows`, to be recognised under another id: moving to a country changes all ids.

    https://github.com/watsonbox/exportify/issues/91
    """

    def __init__(self, user: User, rows: Sequence[SavedTrack]) -> None:
        self._by_date: dict[datetime, list[SavedTrack]] = defaultdict(list)
        dates = {row.added_at for row in rows}
        if not dates:
            return
        missing = SavedTrack.objects.filter(MISSING, user=user, track__isnull=False, added_at__in=dates)
        for save in missing.select_related("track").order_by("-position"):
            self._by_date[save.added_at].append(save)

    def discard(self, pk: int) -> None:
        for saves in self._by_date.values():
            saves[:] = [save for save in saves if save.pk != pk]

    def take(self, arrival: Arrival) -> SavedTrack | None:
        """Returns the missing save that the arrival is, once."""
        track, candidates = arrival.record.track, self._by_date.get(arrival.record.added_at, [])
        if track is None:
            return None
        for is_same in (has_same_isrc, has_same_description):
            for save in candidates:
                if save.track and is_same(save.track, track):
                    candidates.remove(save)
                    return save
        return None


def has_same_isrc(stored: Track, listed: TrackRecord) -> bool:
    """Returns whether the two are one recording by its ISRC."""
    return bool(stored.isrc) and stored.isrc == listed.isrc


def has_same_description(stored: Track, listed: TrackRecord) -> bool:
    """Returns whether title and artists are the same and the lengths differ by at most two seconds."""
    if stored.duration_ms is None or listed.duration_ms is None or not stored.name:
        return False
    words = (stored.name.casefold(), stored.artist_line.casefold())
    same_words = words == (listed.name.casefold(), listed.artist_line.casefold())
    return same_words and abs(stored.duration_ms - listed.duration_ms) <= SAME_LENGTH


def former_keys_of(save: SavedTrack, track: TrackRecord | None) -> list[str]:
    """Returns the keys that the save had before it is listed as `track`."""
    keys = [*save.former_keys, *([save.track.key] if save.track else [])]
    return [key for key in dict.fromkeys(keys) if track is None or key != track.key]


def _save_of(row: SavedTrack, arrival: Arrival) -> StoredSave:
    record = arrival.record
    key, isrc = (record.track.key, record.track.isrc) if record.track else (None, "")
    return StoredSave(row.pk, key, record.added_at, isrc, tuple(row.former_keys), record.occurrence)


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
