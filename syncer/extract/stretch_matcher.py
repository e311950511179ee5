"""Matches the pages of a read of all pages with the stored saves, stretch by stretch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import takewhile

from library.subsequences import longest_increasing_subsequence
from syncer.extract.comparison import Findings, compare
from syncer.extract.reader import BATCH, PAGE, Slice
from syncer.transform.records import SavedTrackRecord, SaveKey, StoredSave, unique_track_keys


class StretchMatcher:
    """Compares pages, in order from the top, with the stored saves, as soon as a stretch of both is complete.

        stored        listed
        A  09:00      A  09:00    ┐ passed: compared, and in the database after `mark_stored`; B is the anchor,
        B  08:00      B  08:00    ┘ below which an interrupted read is resumed
        C  07:00      N  07:30    → newer than all stored saves that are left (C, D, …): an arrival
        D  06:00      M  07:00    → held back: it may be new, or be C under another id
        E  05:00      E  05:00    → ends a stretch, C D E against M E, which is compared once the date is over:
                      O  05:00      bulk saves share one date, and within a date the order says nothing
        F  04:00      F  04:00    → the date is over

    Records are held back until a stored save of an older date is listed below them, or until they are newer than all
    that is left of the stored saves and cannot be one of them.
    """

    def __init__(self, saves: Sequence[StoredSave], anchor: int | None) -> None:
        refs = [save.ref for save in saves]
        self._saves = saves
        self._matched = refs.index(anchor) + 1 if anchor in refs else 0
        self._ranks = {key: rank for rank, save in enumerate(saves) for key in save.save_keys}
        # What was passed, by key for tracks and by date for nulls, which have no key.
        self._passed: dict[SaveKey, int] = {}
        self._passed_dates: Counter[datetime] = Counter()
        self._lowest_of: dict[datetime, int] = {}
        # Of tracks listed so far in this read: a stored save of one of them further down has ended.
        self._track_keys: set[str] = set()
        self._pass(saves[: self._matched])
        self._lowest = anchor if self._matched else None
        self._ends_with_arrival = False
        self._held: list[tuple[int, SavedTrackRecord]] = []

    @property
    def has_passed(self) -> bool:
        """Whether the read is past at least one stored save, below which it could be resumed."""
        return bool(self._passed)

    @property
    def anchor(self) -> int | None:
        """The lowest save passed; None when that is an arrival which is not stored yet."""
        return None if self._ends_with_arrival else self._lowest

    def shows_passed(self, page: Slice) -> bool:
        """Whether the page lists a save that was passed: the library has moved down since."""
        return any(record.save_key in self._passed for record in page.records)

    def ends_with(self, page: Slice) -> bool:
        """Whether the page lists exactly the last saves passed, each at its place: nothing above has moved."""
        matched = self._saves[: self._matched][-len(page.records) :] if page.records else ()
        return len(matched) == len(page.records) > 0 and all(map(_is_same, matched, page.records))

    def first_held(self, default: int) -> int:
        """Returns the offset of the first record that is held back; `default` when there is none."""
        return self._held[0][0] if self._held else default

    def drop_held(self) -> None:
        """Forgets the records that are held back: they are read again."""
        self._held.clear()

    def take(self, page: Slice) -> Findings:
        """Takes the page below the last one, or one that lists a passed save, and compares what is complete.

        Saves that are not stored above a passed one were made meanwhile; the closing read of the recent pages has
        them.
        """
        records = list(enumerate(page.records, page.offset))
        if self.shows_passed(page):
            self._held = list(self._below_passed(records))
        else:
            self._held += records
        return self._take_stretch(self._settled_count())

    def finish(self) -> Findings:
        """Compares the rest after the last page: stored saves that were not listed have ended."""
        self._matched, rest = len(self._saves), self._saves[self._matched :]
        return self._compare(rest, len(self._held))

    def mark_stored(self, arrivals: Sequence[StoredSave]) -> None:
        """The findings so far are in the database, their arrivals as these saves."""
        self._pass(arrivals)
        if self._ends_with_arrival:
            self._lowest, self._ends_with_arrival = arrivals[-1].ref, False

    def _pass(self, saves: Sequence[StoredSave]) -> None:
        for save in saves:
            self._passed_dates[save.added_at] += 1
            self._lowest_of[save.added_at] = save.ref
            self._passed |= dict.fromkeys(save.save_keys, save.ref)

    def _below_passed(
        self, records: list[tuple[int, SavedTrackRecord]]
    ) -> Iterator[tuple[int, SavedTrackRecord]]:
        last = 0
        for place, (_, record) in enumerate(records):
            if (key := record.save_key) and key in self._passed:
                last, self._lowest = place, self._passed[key]
        shown = Counter(record.added_at for _, record in records[: last + 1])
        for offset, record in records[last + 1 :]:
            # A null has no key. It is taken for a passed save as long as its date has more of them than the page
            # lists.
            if record.track is None and shown[record.added_at] < self._passed_dates[record.added_at]:
                shown[record.added_at] += 1
                self._lowest = self._lowest_of[record.added_at]
            else:
                yield offset, record

    def _settled_count(self) -> int:
        """Returns how many of the records held back are in a complete stretch."""
        if self._matched == len(self._saves):
            return len(self._held)
        dates = [record.added_at for _, record in self._held]
        # A bulk save longer than ten pages is compared in parts: holding all of it would put off every commit.
        too_many = len(self._held) > PAGE * BATCH
        for place in range(len(self._held) - 1, -1, -1):
            if self._rank(self._held[place][1]) is not None and (too_many or dates[place] != dates[-1]):
                return place + 1
        # Newer than all that is left of the stored saves, and so none of them under another id.
        newest = self._saves[self._matched].added_at
        arrived = takewhile(lambda date: date > newest and (too_many or date != dates[-1]), dates)
        return sum(1 for _ in arrived)

    def _take_stretch(self, count: int) -> Findings:
        ranks = [self._rank(record) for _, record in self._held[:count]]
        matches = [rank for rank in ranks if rank is not None]
        # The subsequence, not the maximum: one save that moved up from far below must not end all in between.
        end = matches[longest_increasing_subsequence(matches)[-1]] + 1 if matches else self._matched
        self._matched, stretch = end, self._saves[self._matched : end]
        return self._compare(stretch, count)

    def _compare(self, stretch: Sequence[StoredSave], count: int) -> Findings:
        settled, self._held = self._held[:count], self._held[count:]
        records = [record for _, record in settled]
        findings = compare(stretch, records, above=self._lowest, elsewhere=self._track_keys)
        self._track_keys |= unique_track_keys(records)
        ended = {save.ref for save in findings.ended}
        self._pass([save for save in stretch if save.ref not in ended])
        for sighting in findings.relinked:
            if key := sighting.record.save_key:
                self._passed[key] = sighting.ref
        if findings.arrivals or findings.lowest != self._lowest:
            self._ends_with_arrival = findings.ends_with_arrival
        self._lowest = findings.lowest
        return findings

    def _rank(self, record: SavedTrackRecord) -> int | None:
        """Returns the record's rank among the stored saves that are still to be listed."""
        key = record.save_key
        rank = self._ranks.get(key) if key else None
        return rank if rank is not None and rank >= self._matched else None


def _is_same(save: StoredSave, record: SavedTrackRecord) -> bool:
    key = record.save_key
    return key in save.save_keys if key else save.key is None and save.added_at == record.added_at
