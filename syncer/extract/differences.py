"""Finding what differs below the head, by halving.

Between two anchors as many places at Spotify as known saves mean that nothing changed (only a removal together
with a save of an old date hides there, until the next read of all pages). Intervals that differ are split.

A save is gone when one page, or pages read downwards that hold on to one another, show what stands above and
below it and not it. Pages of different moments can hide a save between them, one page cannot.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto

from syncer.extract.change_buffer import ChangeBuffer
from syncer.extract.comparison import compare
from syncer.extract.intervals import Anchor, Interval, Ranks
from syncer.extract.reader import PAGE, Progress, Reader, Slice
from syncer.extract.recent import RecentPages
from syncer.extract.stored_library import StoredLibrary
from syncer.transform.records import SavedTrackRecord


class Search(Enum):
    FOUND = auto()  # and stored
    NOTHING = auto()
    CHANGING = auto()  # the library changes while it is searched
    TOO_MANY = auto()  # reading all pages is cheaper


class _StopError(Exception):
    def __init__(self, why: Search) -> None:
        self.why = why


def find_differences(reader: Reader, known: StoredLibrary, head: RecentPages, progress: Progress) -> Search:
    """Searches everything below `head`, and stores what came in and what is gone."""
    return _Differences(reader, known, head, progress).run()


class _Differences:
    def __init__(self, reader: Reader, known: StoredLibrary, head: RecentPages, progress: Progress) -> None:
        self._reader = reader
        self._known = known
        self._progress = progress
        self._ranks = Ranks(known.all())
        self._pending = ChangeBuffer(self._ranks.saves)
        self._total = head.total
        self._reads_left = head.total // PAGE // 2 + 8
        top = Anchor(head.offset, self._ranks.of_ref(head.anchor)) if head.anchor else Anchor(-1, -1)
        self._todo = [Interval(top, Anchor(head.total, len(self._ranks.saves)))]

    def run(self) -> Search:
        try:
            while self._todo:
                interval = self._todo.pop()
                if interval.differs:
                    self._search(interval)
        except _StopError as stop:
            self._store()
            return stop.why
        return Search.FOUND if self._store() else Search.NOTHING

    def _search(self, interval: Interval) -> None:
        if interval.fits_a_page or not interval.saves or not self._split(interval):
            self._read_through(interval)

    def _split(self, interval: Interval) -> bool:
        """Compares a page in the middle; False when nothing in it is known."""
        page = self._read(interval.middle)
        anchors = self._ranks.anchors(page.records, page.offset, interval)
        if not anchors:
            return False
        first, last = anchors
        start, end = first.offset - page.offset, last.offset - page.offset
        self._settle(first, last, page.records[start : end + 1], page)
        unknown = [self._ranks.of(record) is None for record in page.records]
        self._todo.append(Interval(interval.above, first, is_suspect=any(unknown[:start])))
        self._todo.append(Interval(last, interval.below, is_suspect=any(unknown[end + 1 :])))
        return True

    def _read_through(self, interval: Interval) -> None:
        """Reads the interval from one anchor to the other; each page begins with the last record of the one above."""
        start = max(0, interval.above.offset)
        page = self._read(start)
        records = list(page.records)
        while not (page.is_last or page.end > interval.below.offset):
            above, page = page, self._read(page.end - 1)
            records += self._held_on(above, page)
        upper = self._place_of(interval.above, records, start)
        lower = self._place_of(interval.below, records, start)
        found = compare(
            self._ranks.saves[interval.above.rank + 1 : interval.below.rank],
            records[upper + 1 : lower],
            above=self._ranks.ref_at(interval.above.rank),
        )
        self._pending.add(found)

    def _held_on(self, above: Slice, page: Slice) -> tuple[SavedTrackRecord, ...]:
        """The records of `page` but the first, which must be the last of `above`."""
        last, first = above.records[-1:], page.records[:1]
        if [(one.track, one.added_at) for one in last] != [(one.track, one.added_at) for one in first]:
            raise _StopError(Search.CHANGING)
        return replace(page, offset=above.end, records=page.records[1:]).after(above).records

    def _place_of(self, anchor: Anchor, records: list[SavedTrackRecord], start: int) -> int:
        """The anchor's place among the records read from `start` on, where it must still stand."""
        place = anchor.offset - start
        if anchor.rank in (-1, len(self._ranks.saves)):
            return place if anchor.rank < 0 else len(records)
        if place >= len(records) or self._ranks.of(records[place]) != anchor.rank:
            raise _StopError(Search.CHANGING)
        return place

    def _settle(
        self, first: Anchor, last: Anchor, records: tuple[SavedTrackRecord, ...], page: Slice
    ) -> None:
        saves = self._ranks.saves[first.rank : last.rank + 1]
        found = compare(saves, records, above=self._ranks.ref_at(first.rank - 1))
        shown = {self._ranks.of(record) for record in page.records}
        found.gone = [save for save in found.gone if self._ranks.of_ref(save.ref) not in shown]
        self._pending.add(found)

    def _read(self, offset: int) -> Slice:
        """A page; what `fetch` raises passes on after what was found so far is stored."""
        if not self._reads_left:
            raise _StopError(Search.TOO_MANY)
        self._reads_left -= 1
        self._progress(self._known.size, self._known.size)
        try:
            page = self._reader.read(offset)
        except Exception:
            self._store()
            raise
        if page.total != self._total:
            raise _StopError(Search.CHANGING)
        return page

    def _store(self) -> bool:
        changes = self._pending.changes()
        self._known.apply(changes)
        self._progress(self._known.size, self._known.size)
        return changes.has_news
