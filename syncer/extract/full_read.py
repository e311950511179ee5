"""Reading all pages: the first import, the weekly reconcile, and what is left when nothing cheaper fits."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

from syncer.extract.change_buffer import ChangeBuffer
from syncer.extract.reader import PAGE, Progress, Reader, Slice
from syncer.extract.stored_library import StoredLibrary
from syncer.extract.stretch_matcher import StretchMatcher
from syncer.transform.records import Cursor

# A library that changes more often than this while it is read is read on next time.
DISTURBANCES = 20


class FullRead:
    """Reads from the top, or on from the cursor, and commits pages in the order of their offsets.

    Why nothing is missed: with the same total, saves and removals between two requests balance, so what
    comes next can only have moved down, and is seen: the page shows a save that was swept. With another total it
    may have moved up: then reading goes back until a page shows one. Either way the pages in flight are dropped,
    whatever order they were answered in.

    Pages that were answered behind one that was refused are parked with the cursor. They are taken instead of
    asked for again when the page before the cursor and all up to theirs show that nothing has moved.
    """

    def __init__(self, reader: Reader, known: StoredLibrary, progress: Progress) -> None:
        self._reader = reader
        self._known = known
        self._progress = progress
        self._disturbances = 0
        self._begin(known.cursor)

    def run(self) -> bool:
        """True when the last page was reached, False when the library did not come to rest."""
        self._regain(self._offset - PAGE)
        while self._offset < self.total:
            if self._disturbances > DISTURBANCES:
                return False
            self._read_on()
        self._pending.add(self._settling.finish())
        self._commit()
        return True

    def _begin(self, cursor: Cursor | None) -> None:
        saves = self._known.all()
        self._settling = StretchMatcher(saves, cursor.anchor if cursor else None)
        self._pending = ChangeBuffer(saves)
        self._last: Slice | None = None
        resumed = cursor if self._settling.has_swept else None
        self._offset = resumed.offset if resumed else 0
        self.total = resumed.total if resumed else 0
        self.is_clean = resumed.clean if resumed else True
        self._parked = {page.offset: page for page in resumed.parked} if resumed else {}

    def _read_on(self) -> None:
        """Takes pages until the end, until one that is parked, or until something moves."""
        parked = self._parked.pop(self._offset, None)
        if parked:
            self._take(self._reader.take_up(parked).after(self._last))
            self._commit()
            return
        try:
            with closing(
                self._reader.batches(self._offset, min(self._parked, default=self.total))
            ) as batches:
                for batch in batches:
                    for page in batch:
                        if page.total != self.total:
                            self._after_a_change(page)
                            return
                        moved = self._shows_taken(page)
                        self._take(page.after(self._last))
                        if moved:
                            # Pages behind it may have been answered before: they are asked for again.
                            self._parked.clear()
                            self._commit()
                            return
                    self._commit()
        except Exception:
            self._park(self._reader.overtaken)
            raise

    def _park(self, pages: Iterable[Slice]) -> None:
        answered = {page.offset: page.parked() for page in pages if page.total == self.total}
        # What is held back is read again, and with it what stands behind.
        if answered and self._settling.first_held(self._offset) == self._offset:
            self._parked |= answered
            self._commit()

    def _after_a_change(self, page: Slice) -> None:
        self._disturbances += 1
        self.is_clean = False
        self._commit()
        self._offset = self._settling.first_held(self._offset)
        self._settling.drop_held()
        self._parked.clear()
        if page.offset == self._offset and self._settling.shows_swept(page):
            self.total = page.total
            self._take(page)
            self._commit()
        else:
            self._regain(min(self._offset, page.total) - PAGE)

    def _regain(self, offset: int) -> None:
        """Reads back from `offset` until a page shows something swept, and goes on behind it."""
        step = PAGE
        page = self._reader.read(max(0, offset))
        if page.total != self.total or page.end != self._offset or not self._settling.goes_on_behind(page):
            self._parked.clear()
        while page.offset and not self._settling.shows_swept(page):
            step *= 2
            page = self._reader.read(max(0, min(page.offset, page.total) - step))
        if self._settling.has_swept and not self._settling.shows_swept(page):
            self._begin(None)
        elif self._settling.has_swept and page.total != self.total:
            self.is_clean = False
        self.total = page.total
        self._take(page)
        self._commit()

    def _take(self, page: Slice) -> None:
        if self._shows_taken(page):
            self._commit()  # what the page shows again must have its place first
        self._pending.add(self._settling.take(page))
        self._offset = page.end
        self._last = page

    def _shows_taken(self, page: Slice) -> bool:
        return self._settling.shows_swept(page) or self._pending.shows(page.records)

    def _commit(self) -> None:
        changes = self._pending.changes()
        done = self._settling.first_held(self._offset)
        parked = tuple(self._parked.values())
        cursor = Cursor(done, self.total, self._settling.anchor, self.is_clean, parked)
        saves = self._known.apply(changes, cursor)
        self._settling.stored(saves)
        self._pending.stored(saves)
        self._progress(min(done, self.total), self.total)
