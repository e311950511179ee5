"""Reads all pages: the first import, the weekly reconciliation, and when nothing cheaper explains the total."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace

from syncer.extract.change_buffer import ChangeBuffer
from syncer.extract.comparison import StoredLibrary
from syncer.extract.reader import PAGE, Progress, Reader, Slice
from syncer.extract.stretch_matcher import StretchMatcher
from syncer.transform.records import Changes, Cursor

# A library that changes more often than this during one read is continued by the next sync: each change costs a few
# requests, and an endless run would hold its lease and use up the budget.
DISTURBANCES = 20
# A library that seems to change, and of which nothing new is read in between, is answered by copies that differ. A first
# import goes on all the same: nobody else has what it finds.
DISTURBANCES_IN_A_ROW = 3
# Requests beyond one a page, after the first change, from which on a read has cost too much for what it finds.
SPARE_REQUESTS = 24


class FullRead:
    """Reads from the top, or from the cursor, and commits pages in the order of their offsets.

    Why no save is missed: as long as the total is the same, saves and removals between two requests balance, so that
    what comes next can only have moved down, which shows: the next page lists a save that was passed. With another
    total it may have moved up; then pages further up are read until one lists a passed save. Either way the pages in
    flight are dropped, also those that were answered already.

    Pages that were answered below one that was refused are parked with the cursor. They are taken instead of being
    asked for again if the page above the cursor, and all down to theirs, show that nothing has moved.
    """

    def __init__(
        self, reader: Reader, stored: StoredLibrary, progress: Progress, *, is_import: bool = False
    ) -> None:
        self._reader = reader
        self._stored = stored
        self._progress = progress
        self._most_in_a_row = DISTURBANCES if is_import else DISTURBANCES_IN_A_ROW
        self._disturbances = self._in_a_row = self._farthest = 0
        self._asked_before_changes = 0
        self._committed: Cursor | None = None
        self._begin(stored.cursor)

    def run(self) -> bool:
        """Returns whether the last page was reached; False when the library kept changing.

        Raises what `fetch` raises, after storing all pages above the refused one.
        """
        # The page above the cursor shows whether the library has moved since the read was interrupted.
        self._step_back(self._offset - PAGE)
        while self._offset < self.total:
            if self._disturbances > DISTURBANCES or self._in_a_row > self._most_in_a_row or self._is_spent:
                return False
            self._read_down()
        self._buffer.add(self._matcher.finish())
        self._commit()
        return True

    @property
    def _is_spent(self) -> bool:
        """Whether the changes have cost more requests than reading all pages once does."""
        asked = self._reader.requests - self._asked_before_changes
        return self._disturbances > 0 and asked > self.total // PAGE + SPARE_REQUESTS

    def _begin(self, cursor: Cursor | None) -> None:
        saves = self._stored.all()
        self._matcher = StretchMatcher(saves, cursor.anchor if cursor else None)
        self._buffer = ChangeBuffer(saves)
        self._last: Slice | None = None
        self._listed = 0
        self._is_in_one_go = not cursor
        # Without a passed save no page can show whether something has moved: the read begins at the top.
        resumed = cursor if self._matcher.has_passed else None
        self._offset = resumed.offset if resumed else 0
        self.total = resumed.total if resumed else 0
        self.is_clean = resumed.clean if resumed else True
        self._parked = {page.offset: page for page in resumed.parked} if resumed else {}

    @property
    def unlisted(self) -> int | None:
        """How many saves Spotify counts and does not list; None unless all pages were read in one go.

        A page that was shifted by one is as long as it should be: then all places are full, and one save is lacking all
        the same.
        """
        return self.total - self._listed if self._is_in_one_go and self.is_clean else None

    def _read_down(self) -> None:
        """Takes pages until the end, until one that is parked, or until something moves.

        Raises what `fetch` raises, after parking the pages that were answered below the refused one.
        """
        parked = self._parked.pop(self._offset, None)
        if parked:
            self._take(self._reader.unpark(parked).after(self._last))
            self._commit()
            return
        try:
            pages = self._reader.batches(
                self._offset, min(self._parked, default=self.total), slow_start=self._disturbances > 0
            )
            # Closed when something moves: the pages in flight were asked for at offsets that are wrong by now.
            with closing(pages) as batches:
                for batch in batches:
                    for answer in batch:
                        if answer.total != self.total:
                            self._after_a_change(answer)
                            return
                        if answer.is_behind_the_end and self._ends_with_nothing(answer):
                            self._offset = self.total
                            self._commit()
                            return
                        # Before it is looked at: the second of two equal local files is no save that was passed.
                        page = answer.after(self._last)
                        moved = self._shows_taken(page)
                        self._take(page)
                        if moved:
                            self._is_in_one_go = False
                            # The pages below may have been answered before the move: they are asked for again.
                            self._parked.clear()
                            self._commit()
                            return
                    self._commit()
        except Exception:
            self._park(self._reader.answered_ahead)
            raise

    def _ends_with_nothing(self, page: Slice) -> bool:
        """Whether the last page by the total is empty too: what Spotify counts beyond `page` it does not list.

        Raises what `fetch` raises.
        """
        if page.is_last:
            return True
        last = self._reader.read((self.total - 1) // PAGE * PAGE)
        return last.is_behind_the_end and last.total == self.total

    def _park(self, pages: Iterable[Slice]) -> None:
        answered = {page.offset: page.parked() for page in pages if page.total == self.total}
        # Records that are held back are read again, and with them everything below.
        if answered and self._matcher.first_held(self._offset) == self._offset:
            self._parked |= answered
            self._commit()

    def _after_a_change(self, page: Slice) -> None:
        if not self._disturbances:
            self._asked_before_changes = self._reader.requests
        self._disturbances += 1
        self._is_in_one_go = False
        self._in_a_row = self._in_a_row + 1 if self._offset <= self._farthest else 0
        self._farthest = max(self._farthest, self._offset)
        self.is_clean = False
        self._commit()
        self._offset = self._matcher.first_held(self._offset)
        self._matcher.drop_held()
        self._parked.clear()
        if page.offset == self._offset and self._matcher.shows_passed(page):
            self.total = page.total
            self._take(page)
            self._commit()
        else:
            self._step_back(min(self._offset, page.total) - PAGE)

    def _step_back(self, offset: int) -> None:
        """Reads pages upwards from `offset` until one lists a passed save, and continues below it.

        The steps double: a library that lost hundreds of saves costs a handful of requests.
        """
        step = PAGE
        page = self._reader.read(max(0, offset))
        if page.total != self.total or page.end != self._offset or not self._matcher.ends_with(page):
            self._parked.clear()
        while page.offset and not self._matcher.shows_passed(page):
            step *= 2
            page = self._reader.read(max(0, min(page.offset, page.total) - step))
        if self._matcher.has_passed and not self._matcher.shows_passed(page):
            # Not even the first page lists a passed save: all of them were removed, or saved again.
            self._begin(None)
        elif self._matcher.has_passed and page.total != self.total:
            self.is_clean = False
        self.total = page.total
        self._take(page)
        self._commit()

    def _take(self, page: Slice) -> None:
        if self._shows_taken(page):
            self._commit()  # A save that the page lists again must be stored before it can be matched.
        self._buffer.add(self._matcher.take(page))
        self._listed += len(page.records)
        self._offset = page.end
        self._last = page

    def _shows_taken(self, page: Slice) -> bool:
        return self._matcher.shows_passed(page) or self._buffer.shows(page.records)

    def _commit(self) -> None:
        changes = self._buffer.changes()
        done = self._matcher.first_held(self._offset)
        parked = tuple(self._parked.values())
        cursor = Cursor(done, self.total, self._matcher.anchor, self.is_clean, parked)
        if cursor == self._committed and changes == Changes():
            return
        saves = self._stored.apply(changes, cursor)
        self._matcher.mark_stored(saves)
        self._buffer.mark_stored(saves)
        # The lowest arrival is an anchor only now that it is stored.
        self._committed = replace(cursor, anchor=self._matcher.anchor)
        self._progress(min(done, self.total), self.total)
