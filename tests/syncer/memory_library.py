"""A stored library in memory: what `LibraryStore` does, without a database."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from providers.spotify.records import UNREADABLE, Page
from syncer.extract.reader import Reader
from syncer.load.storage import MAX_UNSETTLED, StoreCounts
from syncer.reading import Reading
from syncer.transform.records import Arrival, Changes, Cursor, SavedTrackRecord, StoredSave
from syncer.transform.saved_tracks import number_equal_saves, parse_saved_track, parse_saved_tracks

NOW = datetime.fromisoformat("2026-11-22T09:00:00+00:00")


# Shared by all examples of a test: they read the same items a hundred times.
PARSED: dict[int, tuple[Any, SavedTrackRecord]] = {}
MAX_PARSED = 20_000


class MemoryLibrary:
    def __init__(self) -> None:
        self.saves: list[StoredSave] = []
        self._marks: Counter[tuple[str, datetime, int]] = Counter()
        self.day = 0
        self.is_complete = False
        self.cursor: Cursor | None = None
        self.counts = StoreCounts()
        self.commits = 0
        self._difference = 0
        self._fell_back: int | None = None
        self._unsettled: Counter[int] = Counter()
        self._made = 0

    def copy(self) -> MemoryLibrary:
        other = copy.copy(self)
        other.saves, other._marks, other.counts = list(self.saves), self._marks.copy(), StoreCounts()
        return other

    @property
    def size(self) -> int:
        return len(self.saves)

    def newest(self, count: int) -> Sequence[StoredSave]:
        return self.saves[:count]

    def all(self) -> Sequence[StoredSave]:
        return list(self.saves)

    def saves_of_tracks(self, keys: Iterable[str]) -> Sequence[StoredSave]:
        wanted = set(keys)
        return [save for save in self.saves if save.key in wanted]

    def apply(self, changes: Changes, cursor: Cursor | None = None) -> Sequence[StoredSave]:
        if not (changes.has_changes or cursor):
            return ()
        self.commits += 1
        arrived = self._open(changes.arrivals)
        self.counts.added += sum(arrival.ref is None for arrival in changes.arrivals)
        if changes.departures:
            self._close({departure.ref for departure in changes.departures})
        for sighting in changes.relinked:
            self._relink(sighting.ref, sighting.record)
        assert max(self._marks.values(), default=0) <= 1, (
            "a save is active twice: the database would refuse it"
        )
        if cursor:
            anchor = arrived[-1].ref if cursor.anchor is None and arrived else cursor.anchor
            self.cursor = replace(cursor, anchor=anchor)
        return arrived

    def _open(self, arrivals: Sequence[Arrival]) -> list[StoredSave]:
        if not arrivals:
            return []
        made = []
        places: dict[int | None, int] = {None: -1}
        grown: dict[int, list[StoredSave]] = {}
        for arrival in arrivals:
            save = self._save_of(arrival)
            if arrival.after not in places:
                places[arrival.after] = self._place_of(arrival.after)
            grown.setdefault(places[arrival.after], []).append(save)
            made.append(save)
        moved = {arrival.ref for arrival in arrivals if arrival.ref}
        order: list[StoredSave] = []
        done = 0
        for place, saves in sorted(grown.items()):
            order += self._but(moved, self.saves[done : place + 1])
            order += saves
            done = place + 1
        self.saves = order + self._but(moved, self.saves[done:])
        return made

    def _place_of(self, ref: int | None) -> int:
        # From below: most saves arrive there, when all pages are read.
        return next(place for place in reversed(range(len(self.saves))) if self.saves[place].ref == ref)

    @staticmethod
    def _but(refs: set[int], saves: list[StoredSave]) -> list[StoredSave]:
        return [save for save in saves if save.ref not in refs] if refs else saves

    def _close(self, refs: set[int]) -> None:
        left = [save for save in self.saves if save.ref in refs]
        self.counts.missing += len(left)
        self._mark(left, -1)
        self.saves = self._but(refs, self.saves)

    def _mark(self, saves: Iterable[StoredSave], by: int) -> None:
        """Counts the active saves by what the database holds unique."""
        for save in saves:
            if save.key:
                self._marks[save.key, save.added_at, save.occurrence] += by

    def _save_of(self, arrival: Arrival) -> StoredSave:
        if arrival.ref:
            return next(save for save in self.saves if save.ref == arrival.ref)
        self._made += 1
        track = arrival.record.track
        key, isrc = (track.key, track.isrc) if track else (None, "")
        save = StoredSave(
            self._made, key, arrival.record.added_at, isrc, occurrence=arrival.record.occurrence
        )
        self._mark([save], 1)
        return save

    def _relink(self, ref: int, record: SavedTrackRecord) -> None:
        track = record.track
        for place, save in enumerate(self.saves):
            if save.ref == ref:
                aliases = (*save.aliases, *([save.key] if save.key else []))
                now = replace(
                    save, key=track.key, isrc=track.isrc, aliases=aliases, occurrence=record.occurrence
                )
                self._mark([save], -1)
                self._mark([now], 1)
                self.saves[place] = now

    @property
    def expected_total(self) -> int | None:
        return self.size + self._difference if self.is_complete else None

    def expects(self, total: int) -> bool:
        return self.size + self._difference == total

    def expect(self, total: int) -> None:
        self._difference = total - self.size

    def reconcile_is_due(self) -> bool:
        return False

    def claim_daily_full_read(self) -> bool:
        allowed = self._fell_back != self.day
        self._fell_back = self.day
        return allowed

    def may_search(self) -> bool:
        return self._unsettled[self.day] < MAX_UNSETTLED

    def count_unsettled(self, *, ends_day: bool) -> None:
        self._unsettled[self.day] += MAX_UNSETTLED if ends_day else 1

    def finish_full_read(self) -> None:
        self.is_complete, self.cursor = True, None

    def now(self) -> datetime:
        return NOW + timedelta(days=self.day)

    def read(self, spotify, *, day: int = 0, in_flight: int = 1, force_full: bool = False):
        """One run, as `read_library` does it."""
        self.day, self.counts = day, StoreCounts()
        spotify.forget_requests()
        reader = Reader(spotify.fetch, self._parse, in_flight=in_flight, expected_total=self.expected_total)
        return Reading(self, reader, lambda done, total: None).run(force_full=force_full)

    def _parse(self, page: Page) -> tuple[SavedTrackRecord, ...]:
        """`parse_saved_tracks`, which parses each item once."""
        if UNREADABLE in page.items:
            return parse_saved_tracks(page)
        if len(PARSED) > MAX_PARSED:
            PARSED.clear()
        records = []
        for item in page.items:
            # The item is kept, or another one could get its id.
            _, record = PARSED.get(id(item)) or (item, parse_saved_track(item))
            PARSED[id(item)] = (item, record)
            records.append(record)
        return number_equal_saves(records)

    def shown(self) -> list[tuple[str | None, datetime]]:
        return [(save.key, save.added_at) for save in self.saves]
