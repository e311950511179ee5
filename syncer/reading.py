"""Reading a person's library: what stands at Spotify, compared with what is known, into the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.conf import settings

from accounts.models import User
from library.models import SavedTrack
from providers.spotify.records import Page
from syncer.extract.differences import Search, find_differences
from syncer.extract.full_read import FullRead
from syncer.extract.reader import Progress, Reader
from syncer.extract.recent import RecentPages, Unfinished, read_recent
from syncer.load.store import LibraryStore
from syncer.retention import forget_removed
from syncer.transform.saved_tracks import parse_page

# A library that changes more often than this while it is read is looked at again next time.
PASSES = 20
Kind = Literal["head", "differences", "full", "import"]


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What a reading found and stored.

    `stored` counts living saves, `placeholders` among them: the added dates of those that Spotify answers null for.
    `oddities` says how often something had to be mended or left out. `complete` is False when the library
    changed too often to be sure; the next reading goes on.
    """

    kind: Kind
    spotify_total: int
    stored: int
    added: int
    removed: int
    resaved: int
    relinked: int
    changed: int
    placeholders: tuple[datetime, ...]
    oddities: Mapping[str, int]
    complete: bool
    pages: int


def read_library(
    user: User,
    fetch: Callable[[int, int], Page],
    *,
    now: Callable[[], datetime],
    progress: Callable[[int, int], None],
    force_full: bool = False,
) -> ReadReport:
    """Brings the database to what the library is, with as few calls of `fetch(offset, limit)` as can be.

    `fetch` is called from several threads. What it raises passes through, after everything read so far was
    stored: the next call goes on from there. `progress(done, total)` is called after each commit.
    """
    store = LibraryStore(user, now)
    reader = Reader(fetch, parse_page, in_flight=settings.SPOTIFY_PAGES_IN_FLIGHT)
    report = Reading(store, reader, progress).run(force_full=force_full)
    if report.kind in ("full", "import"):
        # Here as well as once a day: where cron runs the syncs there is no beat that would tidy up.
        forget_removed(SavedTrack.objects.filter(user=user), now())
    return report


class Reading:
    """One reading: `store` knows and keeps the library, `reader` asks Spotify."""

    def __init__(self, store: LibraryStore, reader: Reader, progress: Progress) -> None:
        self._store = store
        self._reader = reader
        self._progress = progress
        self._kind: Kind = "head"
        self._total = 0
        # The total of a read of all pages during which it never changed, until the first look after it.
        self._clean_total: int | None = None

    def run(self, *, force_full: bool) -> ReadReport:
        store = self._store
        if not store.is_complete:
            self._kind = "import"
        reads_all = not store.is_complete or force_full or store.cursor or store.reconcile_is_due()
        complete = (not reads_all or self._read_all()) and self._settle()
        return self._report(complete=complete)

    def _settle(self) -> bool:
        """Reads from the top until one request proves that the database holds what stands there.

        One answer is one moment. Its total and its newest saves prove the rest: what is stored lacks nothing that
        stood there before, so that with the same number it is the same.
        """
        fruitless = 0
        for _ in range(PASSES):
            head = read_recent(self._reader, self._store, self._progress)
            if head is Unfinished.MOVED:
                continue
            if head is Unfinished.TOO_LONG:
                if not self._read_all():
                    return False
                continue
            self._total = head.total
            if self._is_proof(head):
                return True
            self._clean_total = None
            if self._store.expects(head.total):
                continue
            search = self._search(head)
            fruitless += search in (Search.NOTHING, Search.TOO_MANY)
            if search is Search.TOO_MANY or fruitless == 2:
                if not (self._store.fall_back() and self._read_all()):
                    return False
                fruitless = 0
        return False

    def _is_proof(self, head: RecentPages) -> bool:
        if head.pages > 1:
            return False
        shows_all = head.is_whole or (self._clean_total == head.total and not head.has_news)
        if shows_all and not self._store.expects(head.total):
            # Everything was read, and Spotify counts something else: that is how it counts from now on.
            self._store.expect(head.total)
        return self._store.expects(head.total)

    def _search(self, head: RecentPages) -> Search:
        if self._kind == "head":
            self._kind = "differences"
        return find_differences(self._reader, self._store, head, self._progress)

    def _read_all(self) -> bool:
        if self._kind != "import":
            self._kind = "full"
        sweep = FullRead(self._reader, self._store, self._progress)
        ended = sweep.run()
        self._total = sweep.total
        self._clean_total = sweep.total if sweep.is_clean else None
        if ended:
            self._store.finish_full_read()
        return ended

    def _report(self, *, complete: bool) -> ReadReport:
        store, tally = self._store, self._store.tally
        return ReadReport(
            kind=self._kind,
            spotify_total=self._total,
            stored=store.size,
            added=tally.added,
            removed=tally.removed,
            resaved=tally.resaved,
            relinked=tally.relinked,
            changed=tally.changed,
            placeholders=tuple(store.placeholders()),
            oddities=dict(self._reader.oddities),
            complete=complete,
            pages=self._reader.requests,
        )
