"""Reads the most recent pages, from the top down to one whose last save is stored: what a daily sync does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from library.subsequences import longest_increasing_subsequence
from syncer.extract.change_buffer import ChangeBuffer
from syncer.extract.comparison import Findings, StoredLibrary, compare
from syncer.extract.reader import PAGE, Progress, Reader, Slice
from syncer.transform.records import SavedTrackRecord, SaveKey, StoredSave

# Nothing of these pages is stored before all are read. More of them might never fit into one budget; a read of all
# pages can be resumed.
MAX_PAGES = 100


@dataclass(frozen=True, slots=True)
class RecentPages:
    """What reading the most recent pages has shown; all of it is stored.

    `total` is Spotify's size of the library. `anchor` is the lowest of the saves, listed at `offset`; None if it is an
    arrival. `is_whole` when the pages reached the end of the library.
    """

    total: int
    offset: int
    anchor: int | None
    pages: int
    is_whole: bool
    has_changes: bool


class Unfinished(Enum):
    """Why nothing was stored: the total changed meanwhile, or no stored save was listed."""

    MOVED = auto()
    TOO_LONG = auto()


def read_recent(reader: Reader, stored: StoredLibrary, progress: Progress) -> RecentPages | Unfinished:
    """Reads what began and what ended at the top, and stores it when all of it is read.

    Storing half of it would leave a hole below that the next sync could not see: its first page would end with a
    stored save. Raises what `fetch` raises.
    """
    return _RecentReading(reader, stored, progress).run()


class _RecentReading:
    def __init__(self, reader: Reader, stored: StoredLibrary, progress: Progress) -> None:
        self._reader = reader
        self._stored = stored
        self._progress = progress
        # Two pages are enough on most days, and loading the whole library would cost more than the request. The second is
        # for saves below those that were removed from the first.
        self._saves: Sequence[StoredSave] = stored.newest(2 * PAGE)
        self._ranks = _ranks(self._saves)
        self._records: list[SavedTrackRecord] = []

    def run(self) -> RecentPages | Unfinished:
        page = self._reader.read(0)
        pages, total = 1, page.total
        while not self._reaches(page):
            if pages == MAX_PAGES:
                return Unfinished.TOO_LONG
            self._records += page.records
            # What is read is not stored yet: of what is stored already and of these, no more than there is.
            self._progress(min(self._stored.size + len(self._records), total), total)
            page = self._reader.read(pages * PAGE).after(page)
            pages += 1
            if page.total != total:
                return Unfinished.MOVED
        count = len(self._records) + len(page.records) if page.is_last else self._count_until_stored(page)
        self._records += page.records
        return self._store_changes(total, count, pages, is_whole=page.is_last)

    def _reaches(self, page: Slice) -> bool:
        """Whether the page is the last one, or its last save is stored; a null says nothing."""
        if page.is_last or self._ends_with_stored(page):
            self._load_all(page)
            return True
        if len(self._saves) < self._stored.size:
            self._saves = self._stored.all()
            self._ranks = _ranks(self._saves)
            return self._ends_with_stored(page)
        return False

    def _load_all(self, page: Slice) -> None:
        if page.is_last and len(self._saves) < self._stored.size:
            self._saves = self._stored.all()
            self._ranks = _ranks(self._saves)

    def _ends_with_stored(self, page: Slice) -> bool:
        # The last track and not the last record: a null may be stored as the track that it was.
        tracks = [key for record in page.records if (key := record.save_key)]
        return bool(tracks) and tracks[-1] in self._ranks

    def _count_until_stored(self, page: Slice) -> int:
        """Returns the number of records down to the last stored one of this last page."""
        places = [place for place, record in enumerate(page.records) if record.save_key in self._ranks]
        return len(self._records) + places[-1] + 1

    def _store_changes(self, total: int, count: int, pages: int, *, is_whole: bool) -> RecentPages:
        listed = self._records[:count]
        saves, date = (self._saves, None) if is_whole else self._shown(listed)
        findings = compare(saves, listed, above=None)
        # Within a date the order says nothing: others of the last date may be listed below. So are those of an earlier one,
        # wherever they are stored.
        findings.ended = [save for save in findings.ended if date is None or save.added_at > date]
        has_changes = self._apply(findings)
        offset, anchor = self._anchor(listed, findings)
        return RecentPages(total, offset, anchor, pages, is_whole, has_changes)

    def _shown(self, listed: Sequence[SavedTrackRecord]) -> tuple[Sequence[StoredSave], datetime]:
        """Returns the stored saves down to the date that is listed last, all of that date included, and the date."""
        ranks = [self._ranks[key] for record in listed if (key := record.save_key) and key in self._ranks]
        date = self._saves[ranks[-1]].added_at
        end = ranks[longest_increasing_subsequence(ranks)[-1]] + 1
        of_date = [rank for rank, save in enumerate(self._saves) if save.added_at == date]
        return self._saves[: max(end, of_date[-1] + 1)], date

    def _anchor(self, listed: Sequence[SavedTrackRecord], findings: Findings) -> tuple[int, int | None]:
        """Returns the offset and the ref of a save above which as many are stored as are listed.

        That is the lowest one listed, or if others of its date are stored, the lowest one of the date above it. No ref
        where that is an arrival: it has one only after it is stored, and the search below can do without.
        """
        place = len(listed) - 1
        date = listed[-1].added_at if listed else None
        if sum(save.added_at == date for save in self._saves) <= 1:
            return place, None if findings.ends_with_arrival else findings.lowest
        while place >= 0 and listed[place].added_at == date:
            place -= 1
        if place < 0:
            return place, None
        date = listed[place].added_at
        of_date = [record for record in listed if record.added_at == date]
        ranks = [self._ranks[key] for record in of_date if (key := record.save_key) and key in self._ranks]
        # None as well where not all of that date are stored.
        return place, self._saves[max(ranks)].ref if ranks and len(ranks) == len(of_date) else None

    def _apply(self, findings: Findings) -> bool:
        records = [arrival.record for arrival in findings.arrivals] + [
            one.record for one in findings.relinked
        ]
        keys = {record.track.key for record in records if record.track}
        # A relinked or re-saved track may be active far below what was loaded.
        elsewhere = self._stored.saves_of_tracks(keys) if keys else ()
        buffer = ChangeBuffer(elsewhere)
        buffer.add(findings)
        changes = buffer.changes()
        self._stored.apply(changes)
        self._progress(self._stored.size, self._stored.size)
        return changes.has_changes


def _ranks(saves: Sequence[StoredSave]) -> dict[SaveKey, int]:
    return {key: rank for rank, save in enumerate(saves) for key in save.save_keys}
