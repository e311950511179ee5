"""The halving search: finds what differs below the most recent pages without reading all of them.

Between two saves that are in both libraries as many places at Spotify as stored saves mean that nothing changed.
Intervals where the numbers differ are halved; see `anchors` for a drawing. Only a removal together with a save of an
old date hides from it, until the next read of all pages.

A save has ended when one page, or pages read downwards of which each begins with the last save of the one above, list
what is above and below it and not the save itself. Pages of different moments can hide a save between them, one page
cannot.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import Enum, auto

from syncer.extract.anchors import Anchor, Interval, Ranks
from syncer.extract.change_buffer import ChangeBuffer
from syncer.extract.comparison import StoredLibrary, compare
from syncer.extract.reader import PAGE, Progress, Reader, Slice
from syncer.extract.recent import RecentPages
from syncer.transform.records import SavedTrackRecord

# Hardly a page shows what another has shown, so that a search costs as a rule no more than a read of all pages, however many
# differences there are. A few requests more are for small libraries.
SPARE_READS = 8


class Search(Enum):
    """How a search ended."""

    FOUND = auto()  # Differences were found and stored.
    NOTHING = auto()  # No interval differs, although the totals do.
    CHANGING = auto()  # The library changes while it is searched.
    TOO_MANY = auto()  # The bound is reached.


class _SearchEndedError(Exception):
    def __init__(self, result: Search) -> None:
        self.result = result


def find_differences(
    reader: Reader, stored: StoredLibrary, recent: RecentPages, progress: Progress
) -> Search:
    """Searches everything below `recent`, and stores what began and what ended.

    Raises what `fetch` raises, after storing what was found so far.
    """
    return _Differences(reader, stored, recent, progress).run()


class _Differences:
    def __init__(
        self, reader: Reader, stored: StoredLibrary, recent: RecentPages, progress: Progress
    ) -> None:
        self._reader = reader
        self._stored = stored
        self._progress = progress
        self._ranks = Ranks(stored.all())
        self._buffer = ChangeBuffer(self._ranks.saves)
        self._total = recent.total
        self._reads_left = recent.total // PAGE + SPARE_READS
        # Without an anchor the search begins at the very top: it costs one page more.
        top = Anchor(recent.offset, self._ranks.of_ref(recent.anchor)) if recent.anchor else Anchor(-1, -1)
        self._intervals = [Interval(top, Anchor(recent.total, len(self._ranks.saves)))]

    def run(self) -> Search:
        try:
            while self._intervals:
                interval = self._intervals.pop()
                if interval.differs:
                    self._search(interval)
        except _SearchEndedError as end:
            self._store_changes()
            return end.result
        return Search.FOUND if self._store_changes() else Search.NOTHING

    def _search(self, interval: Interval) -> None:
        if interval.fits_a_page or not interval.saves or not self._split(interval):
            self._read_through(interval)

    def _split(self, interval: Interval) -> bool:
        """Compares a page of it; False when nothing on it is stored."""
        page = self._read(self._ranks.probe(interval))
        anchors = self._ranks.anchors(page.records, page.offset, interval)
        if not anchors or anchors[-1] == interval.above:
            return False
        # Only what lies between two stored saves of one page is proven; what is above and below belongs to the halves.
        first, last = anchors
        start, end = first.offset - page.offset, last.offset - page.offset
        self._add_page(first, last, page, is_first_known=first == interval.above)
        not_stored = [self._ranks.of(record) is None for record in page.records]
        self._intervals.append(Interval(interval.above, first, is_suspect=any(not_stored[:start])))
        self._intervals.append(Interval(last, interval.below, is_suspect=any(not_stored[end + 1 :])))
        return True

    def _read_through(self, interval: Interval) -> None:
        """Reads the interval from one anchor to the other; each page begins with the last record of the one above.

        Raises `_SearchEndedError` when the library changes meanwhile, or at the bound.
        """
        start = max(0, interval.above.offset)
        page = self._read(start)
        records = list(page.records)
        while not (page.is_last or page.end > interval.below.offset):
            above, page = page, self._read(page.end - 1)
            if not page.records:
                break
            records += self._joined(above, page)
        upper = self._place_of(interval.above, records, start)
        lower = self._place_of(interval.below, records, start)
        findings = compare(
            self._ranks.saves[interval.above.rank + 1 : interval.below.rank],
            records[upper + 1 : lower],
            above=self._ranks.ref_at(interval.above.rank),
        )
        dates = self._shared_dates(interval.above.rank, interval.below.rank)
        findings.ended = [save for save in findings.ended if save.added_at not in dates]
        self._buffer.add(findings)

    def _shared_dates(self, *ranks: int) -> set[datetime]:
        """Returns the dates of anchors that others share: of these, some may be listed on the other side."""
        return {
            self._ranks.saves[rank].added_at
            for rank in ranks
            if 0 <= rank < len(self._ranks.saves) and self._ranks.shares_its_date(rank)
        }

    def _joined(self, above: Slice, page: Slice) -> tuple[SavedTrackRecord, ...]:
        """Returns the records of `page` but the first, which must be the last of `above`.

        Raises `_SearchEndedError` when it is another one: the library has moved between the two requests.
        """
        last, first = above.records[-1:], page.records[:1]
        if [(one.track, one.added_at) for one in last] != [(one.track, one.added_at) for one in first]:
            raise _SearchEndedError(Search.CHANGING)
        return replace(page, offset=above.end, records=page.records[1:]).after(above).records

    def _place_of(self, anchor: Anchor, records: list[SavedTrackRecord], start: int) -> int:
        """Returns the anchor's place among the records read from `start` on.

        Raises `_SearchEndedError` when another save is there by now.
        """
        place = anchor.offset - start
        if anchor.rank in (-1, len(self._ranks.saves)):
            return place if anchor.rank < 0 else len(records)
        # By its date: within a date the order says nothing.
        if place >= len(records) or records[place].added_at != self._ranks.saves[anchor.rank].added_at:
            raise _SearchEndedError(Search.CHANGING)
        return place

    def _add_page(self, first: Anchor, last: Anchor, page: Slice, *, is_first_known: bool) -> None:
        """Adds what became of the saves from one anchor to the other, without the first where it was added before."""
        rank, place = first.rank + is_first_known, first.offset - page.offset + is_first_known
        findings = compare(
            self._ranks.saves[rank : last.rank + 1],
            page.records[place : last.offset - page.offset + 1],
            above=self._ranks.ref_at(rank - 1),
        )
        shown = {self._ranks.of(record) for record in page.records}
        dates = self._shared_dates(first.rank, last.rank)
        # A save that has moved on this page lies outside the anchors: it was looked for in the wrong place.
        findings.ended = [
            save
            for save in findings.ended
            if self._ranks.of_ref(save.ref) not in shown and save.added_at not in dates
        ]
        self._buffer.add(findings)

    def _read(self, offset: int) -> Slice:
        """Reads a page.

        Raises what `fetch` raises, after storing what was found so far, and `_SearchEndedError` at the bound and
        when the total has changed.
        """
        if not self._reads_left:
            raise _SearchEndedError(Search.TOO_MANY)
        self._reads_left -= 1
        self._progress(self._stored.size, self._stored.size)
        try:
            page = self._reader.read(offset)
        except Exception:
            self._store_changes()
            raise
        if page.total != self._total:
            raise _SearchEndedError(Search.CHANGING)
        return page

    def _store_changes(self) -> bool:
        changes = self._buffer.changes()
        self._stored.apply(changes)
        self._progress(self._stored.size, self._stored.size)
        return changes.has_changes
