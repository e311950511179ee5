"""Findings gathered until they are stored together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from syncer.extract.comparison import Findings
from syncer.extract.stored_library import Mark, held_once, mark_of, marks_of
from syncer.transform.records import Arrival, Changes, Departure, SavedTrackRecord, Sighting, StoredSave


class ChangeBuffer:
    """Turns findings into changes. A track that arrives while an older save of it lives was saved again: Spotify
    holds a track once, so the older save is over. A local file may stand twice."""

    def __init__(self, known: Iterable[StoredSave]) -> None:
        self._marks: set[Mark] = set()
        self._by_key: dict[str, list[StoredSave]] = defaultdict(list)
        self._standing: dict[Mark, int] = {}
        self._closed: set[int] = set()
        self._moved: set[int] = set()
        self.know(known)
        self._clear()

    def know(self, saves: Iterable[StoredSave]) -> None:
        for save in saves:
            self._standing |= dict.fromkeys(marks_of(save), save.ref)
            if save.key:
                self._by_key[save.key].append(save)

    def add(self, found: Findings) -> None:
        self._seen += found.standing
        for sighting in found.relinked:
            self._relink(sighting)
        for arrival in found.arrivals:
            self._arrive(arrival)
        for save in found.gone:
            self._close(Departure(save.ref))

    def shows(self, records: Iterable[SavedTrackRecord]) -> bool:
        """One of `records` is an arrival that is not stored yet."""
        return bool(self._marks) and any(mark_of(record) in self._marks for record in records)

    def changes(self) -> Changes:
        return Changes(
            tuple(self._arrivals), tuple(self._departures), tuple(self._relinked), tuple(self._seen)
        )

    def stored(self, arrivals: Iterable[StoredSave]) -> None:
        self.know(arrivals)
        self._clear()

    def _clear(self) -> None:
        self._marks.clear()
        self._arrivals: list[Arrival] = []
        self._departures: list[Departure] = []
        self._relinked: list[Sighting] = []
        self._seen: list[Sighting] = []

    def _relink(self, sighting: Sighting) -> None:
        """Unless another save lives under that id and second already: then this one is over."""
        mark = mark_of(sighting.record)
        if mark is None:
            return
        if self._standing_at(mark) in (None, sighting.ref):
            self._relinked.append(sighting)
            self._standing[mark] = sighting.ref
        else:
            self._close(Departure(sighting.ref))

    def _arrive(self, arrival: Arrival) -> None:
        mark = mark_of(arrival.record)
        if mark is None:
            self._arrivals.append(arrival)
        elif ref := arrival.ref or self._standing_at(mark):
            self._move(arrival, ref)
        elif mark not in self._marks:
            self._arrivals.append(arrival)
            self._marks.add(mark)
            for key in held_once([arrival.record]):
                self._close_older(key, arrival.record.added_at)

    def _standing_at(self, mark: Mark) -> int | None:
        ref = self._standing.get(mark)
        return None if ref in self._closed else ref

    def _move(self, arrival: Arrival, ref: int) -> None:
        """The save is known at another place than where it stands."""
        if ref not in self._moved:
            self._moved.add(ref)
            self._arrivals.append(replace(arrival, ref=ref))

    def _close_older(self, key: str, added_at: datetime) -> None:
        for save in self._by_key[key]:
            if save.added_at < added_at:
                self._close(Departure(save.ref, added_at))

    def _close(self, departure: Departure) -> None:
        if departure.ref not in self._closed and departure.ref not in self._moved:
            self._closed.add(departure.ref)
            self._departures.append(departure)
