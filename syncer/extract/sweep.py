"""Reading all pages: the first import, the weekly reconcile, and what is left when nothing cheaper fits."""

from __future__ import annotations

from contextlib import closing

from syncer.extract.known import KnownLibrary
from syncer.extract.pending import Pending
from syncer.extract.reader import PAGE, Progress, Reader, Slice
from syncer.extract.settling import Settling
from syncer.transform.records import Cursor

# A library that changes more often than this while it is read is read on next time.
DISTURBANCES = 20


class Sweep:
    """Reads from the top, or on from the cursor, and commits pages in the order of their offsets.

    Why nothing is missed: with the same total, saves and removals between two requests balance, so what
    comes next can only have moved down, and is seen. With another total it may have moved up: then the pages
    in flight are dropped, and reading goes back until a page shows a save that was already swept.
    """

    def __init__(self, reader: Reader, known: KnownLibrary, progress: Progress) -> None:
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
        self._settling = Settling(saves, cursor.anchor if cursor else None)
        self._pending = Pending(saves)
        self._last: Slice | None = None
        resumed = cursor if self._settling.has_swept else None
        self._offset = resumed.offset if resumed else 0
        self.total = resumed.total if resumed else 0
        self.is_clean = resumed.clean if resumed else True

    def _read_on(self) -> None:
        """Takes pages until the end, or until the total changes."""
        with closing(self._reader.batches(self._offset, self.total)) as batches:
            for batch in batches:
                for page in batch:
                    if page.total != self.total:
                        self._after_a_change(page)
                        return
                    self._take(page.after(self._last))
                self._commit()

    def _after_a_change(self, page: Slice) -> None:
        self._disturbances += 1
        self.is_clean = False
        self._commit()
        self._offset = self._settling.first_held(self._offset)
        self._settling.drop_held()
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
        if self._settling.shows_swept(page) or self._pending.shows(page.records):
            self._commit()  # what the page shows again must have its place first
        self._pending.add(self._settling.take(page))
        self._offset = page.end
        self._last = page

    def _commit(self) -> None:
        changes = self._pending.changes()
        done = self._settling.first_held(self._offset)
        saves = self._known.apply(changes, Cursor(done, self.total, self._settling.anchor, self.is_clean))
        self._settling.stored(saves)
        self._pending.stored(saves)
        self._progress(min(done, self.total), self.total)
