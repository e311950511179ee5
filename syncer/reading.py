"""Reads a person's library at Spotify and brings the database in line, with as few requests as can be.

    nothing stored, interrupted, a week ago     read all pages (`full_read`)
    else                                        read the most recent page or pages (`recent`): on most days one request
    the totals differ                           search for the differences by halving (`halving`)
    the search explains nothing                 read all pages, once a day at most

and then the recent page once more, until one answer proves that the database holds what Spotify lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Protocol

from django.conf import settings

from accounts.models import User
from library.models import SavedTrack
from problems.kinds import TryLater
from providers.spotify.problems import SpotifyPagesLater
from providers.spotify.records import Page
from syncer.extract.full_read import FullRead
from syncer.extract.halving import Search, find_differences
from syncer.extract.reader import Progress, Reader
from syncer.extract.recent import RecentPages, Unfinished, read_recent
from syncer.load.storage import LibraryStore
from syncer.removals import Contains, settle_removals
from syncer.retention import forget_removed
from syncer.transform.records import Oddity
from syncer.transform.saved_tracks import parse_saved_tracks

# A library that changes more often than this during one run is left to the next one.
MAX_PASSES = 20
# One that changes between the requests of so many of them is answered by copies that differ.
MAX_DISTURBED = 5
Kind = Literal["recent", "differences", "full", "import"]


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What a reading found and stored.

    `odd_tracks` names the first tracks of each oddity. `stored` counts the saves that Spotify lists. `complete` is
    False when the library changed too often to be sure; the next reading continues. `unconfirmed`, `held` and `kept`
    are saves that are not listed and not removed (`syncer.removals`); `delay` is why removals could not be confirmed
    now. `has_stored` is False where the library is as it was before.
    """

    kind: Kind
    spotify_total: int
    stored: int
    added: int
    removed: int
    resaved: int
    relinked: int
    changed: int
    oddities: Mapping[Oddity, int]
    odd_tracks: Mapping[Oddity, Sequence[str]]
    complete: bool
    pages: int
    unconfirmed: int = 0
    held: int = 0
    kept: int = 0
    delay: TryLater | None = None
    has_stored: bool = True


def read_library(
    user: User,
    fetch: Callable[[int, int], Page],
    contains: Contains,
    *,
    now: Callable[[], datetime],
    progress: Callable[[int, int], None],
    force_full: bool = False,
    has_failed_before: bool = False,
    turns: Turns | None = None,
) -> ReadReport:
    """Brings the database in line with the library, with as few calls of `fetch(offset, limit)` as can be.

    `has_failed_before`: earlier attempts of the run got no answer for the first page. `contains(spotify_ids)` says of
    at most 40 tracks whether they are saved. `fetch` is called from several threads. `progress(done, total)` is
    called after each commit. `turns` says when the pages behind the first may be read. Raises what either of them
    raises, after everything read so far was stored: the next call continues there. Raises `LibraryOvertaken` when
    another worker has stored something meanwhile.
    """
    store = LibraryStore(user, now)
    reader = Reader(
        fetch,
        parse_saved_tracks,
        in_flight=settings.SPOTIFY_PAGES_IN_FLIGHT,
        expected_total=store.expected_total,
        has_failed_before=has_failed_before,
    )
    turns = turns or AtOnce()
    report = Reading(store, reader, progress, turns).run(force_full=force_full)
    removals = settle_removals(
        store,
        contains,
        listed=reader.listed,
        came_to_rest=report.complete,
        has_read_all=report.kind in ("full", "import"),
        progress=progress,
    )
    report = replace(
        report,
        added=report.added - removals.saved_again,
        removed=removals.removed,
        resaved=report.resaved + removals.saved_again,
        unconfirmed=removals.waiting,
        held=removals.held,
        kept=removals.kept,
        delay=removals.delay or turns.delay,
        has_stored=store.has_stored,
    )
    if report.kind in ("full", "import"):
        # Here as well as once a day: an installation that syncs from cron may have no beat.
        forget_removed(SavedTrack.objects.filter(user=user), now())
    return report


class Turns(Protocol):
    """When the pages behind the first may be read; `delay` is what a read that did not begin waits for."""

    delay: TryLater | None

    def reads_all_again(self, store: LibraryStore) -> bool:
        """Returns whether the weekly read is due and may begin now."""
        ...

    def begins_at_the_top(self) -> bool:
        """Returns whether a read that was interrupted reads the recent pages before it continues."""
        ...

    def begin(self) -> None: ...

    def end(self) -> None: ...


class AtOnce:
    """Nobody else wants anything."""

    delay: TryLater | None = None

    def reads_all_again(self, store: LibraryStore) -> bool:
        return store.reconcile_is_due()

    def begins_at_the_top(self) -> bool:
        return False

    def begin(self) -> None:
        """Nothing to wait for."""

    def end(self) -> None:
        """Nothing to give back."""


class Reading:
    """One reading: `store` is the database, `reader` is Spotify."""

    def __init__(
        self, store: LibraryStore, reader: Reader, progress: Progress, turns: Turns | None = None
    ) -> None:
        self._store = store
        self._reader = reader
        self._progress = progress
        self._turns = turns or AtOnce()
        self._kind: Kind = "recent"
        self._total = 0
        # The total during a read of all pages, if it never changed; until the first request after it. And how many saves
        # Spotify counts and does not list.
        self._clean_total: int | None = None
        self._unlisted: int | None = None

    def run(self, *, force_full: bool) -> ReadReport:
        """Reads until the database is proven complete, or until the library has changed too often."""
        store = self._store
        if not store.is_complete:
            self._kind = "import"
        if store.cursor and self._turns.begins_at_the_top():
            # What it could not store is found at the end of the read. The progress stays that of the read of all pages.
            done, total = store.cursor.offset, store.cursor.total
            self._read_recent(lambda *_: self._progress(min(done, total), total))
        # On a day that found no rest, or has no room for the weekly read, the recent pages are enough.
        reads_all = force_full or (store.may_search() and self._is_due())
        has_read = not reads_all or self._read_all()
        complete = has_read and self._reconcile() and store.is_complete
        if not complete:
            store.count_unsettled(ends_day=not has_read)
        return self._report(complete=complete)

    def _is_due(self) -> bool:
        store = self._store
        return not store.is_complete or store.cursor is not None or self._turns.reads_all_again(store)

    def _reconcile(self) -> bool:
        """Reads the recent pages until one request proves that the database holds what Spotify lists.

        One answer is one moment. Its newest saves show that nothing is missing at the top, and what is stored lacks
        nothing that was listed before; so that, with the same total, it is the same.
        """
        in_vain = disturbed = 0
        # Each pass stores what it finds, so that the next one has less to find; only an endless stream of changes
        # uses up all of them.
        for _ in range(MAX_PASSES):
            if disturbed == MAX_DISTURBED:
                return False
            recent = self._read_recent(self._progress)
            if recent is Unfinished.MOVED:
                disturbed += 1
                continue
            if recent is Unfinished.TOO_LONG:
                if not (self._store.may_search() and self._read_all()):
                    return False
                continue
            self._total = recent.total
            if self._proves_complete(recent):
                return True
            self._clean_total = None
            if self._store.expects(recent.total):
                continue
            if not self._store.may_search():
                return False
            search = self._search(recent)
            disturbed += search is Search.CHANGING
            in_vain += search in (Search.NOTHING, Search.TOO_MANY)
            # The library may have changed between the two requests: only a second search in vain says that nothing
            # cheaper than a read of all pages explains the total.
            if search is Search.TOO_MANY or in_vain == 2:
                if not (self._store.claim_daily_full_read() and self._read_all()):
                    return False
                in_vain = disturbed = 0
        return False

    def _read_recent(self, progress: Progress) -> RecentPages | Unfinished:
        """Returns `TOO_LONG` also where the person's share of the day refuses the second page, or one below.

        A read of all pages can be cut anywhere and then holds the first page, which recent pages do not.
        """
        try:
            return read_recent(self._reader, self._store, progress)
        except SpotifyPagesLater:
            return Unfinished.TOO_LONG

    def _proves_complete(self, recent: RecentPages) -> bool:
        if recent.pages > 1:
            # Several answers are several moments.
            return False
        shows_all = recent.is_whole or (self._clean_total == recent.total and not recent.has_changes)
        unlisted = recent.total - self._store.size
        explains = recent.is_whole or self._unlisted == unlisted
        if shows_all and explains and not self._store.expects(recent.total):
            # Everything was read, and Spotify's total is another number: it counts tracks that it does not list. The
            # difference is expected from now on, or each sync would search for it.
            self._store.expect(recent.total)
        return self._store.expects(recent.total)

    def _search(self, recent: RecentPages) -> Search:
        if self._kind == "recent":
            self._kind = "differences"
        return find_differences(self._reader, self._store, recent, self._progress)

    def _read_all(self) -> bool:
        if self._kind != "import":
            self._kind = "full"
        self._turns.begin()
        full_read = FullRead(self._reader, self._store, self._progress, is_import=self._kind == "import")
        ended = full_read.run()
        self._turns.end()
        self._total = full_read.total
        self._clean_total = full_read.total if full_read.is_clean else None
        self._unlisted = full_read.unlisted
        if ended:
            self._store.finish_full_read()
        return ended

    def _report(self, *, complete: bool) -> ReadReport:
        store, counts = self._store, self._store.counts
        return ReadReport(
            kind=self._kind,
            spotify_total=self._total,
            stored=store.size,
            added=counts.added,
            removed=counts.missing,
            resaved=counts.resaved,
            relinked=counts.relinked,
            changed=counts.changed,
            oddities=dict(self._reader.oddities),
            odd_tracks=dict(self._reader.odd_tracks),
            complete=complete,
            pages=self._reader.requests,
        )
