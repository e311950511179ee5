"""Collects findings until they are stored together, and resolves contradictions between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from syncer.extract.comparison import Findings
from syncer.transform.records import (
    Arrival,
    Changes,
    Departure,
    SavedTrackRecord,
    SaveKey,
    Sighting,
    StoredSave,
    unique_track_keys,
)


class ChangeBuffer:
    """Turns findings into changes.

    A track that arrives while an older save of it is active was saved again: Spotify holds a track once, so that the
    older save ended when the new one began. Local files are the exception: they may be saved twice.
    """

    def __init__(self, stored: Iterable[StoredSave]) -> None:
        # Arrivals since the last commit: the same save on two overlapping pages must arrive once.
        self._new_keys: set[SaveKey] = set()
        self._by_track: dict[str, list[StoredSave]] = defaultdict(list)
        self._refs: dict[SaveKey, int] = {}
        self._dates: dict[int, datetime] = {}
        # Saves beside one of another date that should be on their other side.
        self._displaced: set[int] = set()
        # These two outlast a commit: a save ends once, and one that has moved does not end.
        self._ended: set[int] = set()
        self._moved: set[int] = set()
        self.add_stored(stored)
        self._clear()

    def add_stored(self, saves: Iterable[StoredSave]) -> None:
        """Adds active saves that later findings are checked against."""
        above: StoredSave | None = None
        for save in saves:
            self._dates[save.ref] = save.added_at
            if above and above.added_at < save.added_at:
                self._displaced |= {above.ref, save.ref}
            above = save
            for key in save.save_keys:
                self._refs[key] = save.ref
            if save.key:
                self._by_track[save.key].append(save)

    def add(self, findings: Findings) -> None:
        """Adds the findings of one stretch."""
        self._seen += findings.unchanged
        for sighting in findings.relinked:
            self._relink(sighting)
        for arrival in findings.arrivals:
            self._arrive(arrival)
        for save in findings.ended:
            self._end(Departure(save.ref))

    def shows(self, records: Iterable[SavedTrackRecord]) -> bool:
        """Whether one of `records` is an arrival that is not stored yet."""
        return bool(self._new_keys) and any(record.save_key in self._new_keys for record in records)

    def changes(self) -> Changes:
        """Returns everything collected since the last call of `mark_stored`."""
        return Changes(
            tuple(self._arrivals), tuple(self._departures), tuple(self._relinked), tuple(self._seen)
        )

    def mark_stored(self, arrivals: Iterable[StoredSave]) -> None:
        """Empties the buffer, whose arrivals are `arrivals` in the database now."""
        self.add_stored(arrivals)
        self._clear()

    def _clear(self) -> None:
        self._new_keys.clear()
        self._arrivals: list[Arrival] = []
        self._departures: list[Departure] = []
        self._relinked: list[Sighting] = []
        self._seen: list[Sighting] = []

    def _relink(self, sighting: Sighting) -> None:
        """Relinks a save, or ends it if another active save has that track and date already."""
        key = sighting.record.save_key
        if key is None:
            return
        if self._ref_of(key) in (None, sighting.ref):
            self._relinked.append(sighting)
            self._refs[key] = sighting.ref
        else:
            self._end(Departure(sighting.ref))

    def _arrive(self, arrival: Arrival) -> None:
        key = arrival.record.save_key
        if key is None:
            self._arrivals.append(arrival)
        elif ref := arrival.ref or self._ref_of(key):
            self._move(arrival, ref)
        elif key not in self._new_keys:
            self._arrivals.append(arrival)
            self._new_keys.add(key)
            for track_key in unique_track_keys([arrival.record]):
                self._end_older(track_key, arrival.record.added_at)

    def _ref_of(self, key: SaveKey) -> int | None:
        ref = self._refs.get(key)
        return None if ref in self._ended else ref

    def _move(self, arrival: Arrival, ref: int) -> None:
        """Moves a save that is stored already to the place where it is listed, unless that is within its date.

        There the order says nothing; and of equal local files of one date a page alone does not tell which it lists.
        """
        if ref in self._moved:
            return
        self._moved.add(ref)
        is_within = arrival.after is not None and self._dates.get(arrival.after) == arrival.record.added_at
        if arrival.ref is None and is_within and ref not in self._displaced:
            self._seen.append(Sighting(ref, arrival.record))
        else:
            self._arrivals.append(replace(arrival, ref=ref))

    def _end_older(self, track_key: str, added_at: datetime) -> None:
        for save in self._by_track[track_key]:
            if save.added_at < added_at:
                self._end(Departure(save.ref, added_at))

    def _end(self, departure: Departure) -> None:
        # A save that was listed elsewhere has moved, even if the stretch where it is stored lacks it.
        if departure.ref not in self._ended and departure.ref not in self._moved:
            self._ended.add(departure.ref)
            self._departures.append(departure)
