"""The newest saves: whole pages from the top until one whose last save is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from library.subsequences import longest_increasing_subsequence
from syncer.extract.change_buffer import ChangeBuffer
from syncer.extract.comparison import Findings, compare
from syncer.extract.reader import PAGE, Progress, Reader, Slice
from syncer.extract.stored_library import Mark, StoredLibrary, mark_of, marks_of
from syncer.transform.records import SavedTrackRecord, StoredSave

# More pages than this are for a read that can be resumed: a budget might end before they do, time and again.
MOST_PAGES = 100


@dataclass(frozen=True, slots=True)
class RecentPages:
    """`total` is Spotify's; down to `anchor`, a save that stands at `offset`, all is known and stored.

    `is_whole` when the pages went to the end of the library.
    """

    total: int
    offset: int
    anchor: int | None
    pages: int
    is_whole: bool
    has_news: bool


class Unfinished(Enum):
    """Nothing was stored: the total changed meanwhile, or no known save came up."""

    MOVED = auto()
    TOO_LONG = auto()


def read_recent(reader: Reader, known: StoredLibrary, progress: Progress) -> RecentPages | Unfinished:
    """Reads what came in and what is gone at the top, and stores it when all of it is read.

    Half of it would have a hole below that the next head could not see: its first page would end with a known save.
    """
    return _HeadReading(reader, known, progress).run()


class _HeadReading:
    def __init__(self, reader: Reader, known: StoredLibrary, progress: Progress) -> None:
        self._reader = reader
        self._known = known
        self._progress = progress
        self._saves: Sequence[StoredSave] = known.newest(2 * PAGE)
        self._ranks = _ranks(self._saves)
        self._records: list[SavedTrackRecord] = []

    def run(self) -> RecentPages | Unfinished:
        page = self._reader.read(0)
        pages, total = 1, page.total
        while not self._reaches(page):
            if pages == MOST_PAGES:
                return Unfinished.TOO_LONG
            self._records += page.records
            self._progress(self._known.size, self._known.size)
            page = self._reader.read(pages * PAGE).after(page)
            pages += 1
            if page.total != total:
                return Unfinished.MOVED
        count = len(self._records) + len(page.records) if page.is_last else self._known_until(page)
        self._records += page.records
        return self._store(total, count, pages, is_whole=page.is_last)

    def _reaches(self, page: Slice) -> bool:
        """The page ends the library, or its last save is known (a null says nothing)."""
        if page.is_last or self._is_known(page):
            self._know_all(page)
            return True
        if len(self._saves) < self._known.size:
            self._saves = self._known.all()
            self._ranks = _ranks(self._saves)
            return self._is_known(page)
        return False

    def _know_all(self, page: Slice) -> None:
        if page.is_last and len(self._saves) < self._known.size:
            self._saves = self._known.all()
            self._ranks = _ranks(self._saves)

    def _is_known(self, page: Slice) -> bool:
        tracks = [mark for record in page.records if (mark := mark_of(record))]
        return bool(tracks) and tracks[-1] in self._ranks

    def _known_until(self, page: Slice) -> int:
        """How many records there are down to the last known one of this last page."""
        known = [place for place, record in enumerate(page.records) if mark_of(record) in self._ranks]
        return len(self._records) + known[-1] + 1

    def _store(self, total: int, count: int, pages: int, *, is_whole: bool) -> RecentPages:
        seen = self._records[:count]
        ranks = [self._ranks[mark] for record in seen if (mark := mark_of(record)) and mark in self._ranks]
        end = len(self._saves) if is_whole else ranks[longest_increasing_subsequence(ranks)[-1]] + 1
        found = compare(self._saves[:end], seen, above=None)
        has_news = self._apply(found)
        anchor = None if found.ends_with_arrival else found.lowest
        return RecentPages(total, count - 1, anchor, pages, is_whole, has_news)

    def _apply(self, found: Findings) -> bool:
        records = [arrival.record for arrival in found.arrivals] + [one.record for one in found.relinked]
        keys = {record.track.key for record in records if record.track}
        elsewhere = self._known.living_of(keys) if keys else ()
        pending = ChangeBuffer(elsewhere)
        pending.add(found)
        changes = pending.changes()
        self._known.apply(changes)
        self._progress(self._known.size, self._known.size)
        return changes.has_news


def _ranks(saves: Sequence[StoredSave]) -> dict[Mark, int]:
    return {mark: rank for rank, save in enumerate(saves) for mark in marks_of(save)}
