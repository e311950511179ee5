"""Reading a person's library: what stands at Spotify, compared with what is known, into the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.conf import settings

from accounts.models import User
from syncer.extract.reader import Reader
from syncer.extract.sweep import Sweep
from syncer.load.library.store import LibraryStore
from syncer.transform.records import Page
from syncer.transform.saved import records_of

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
    reader = Reader(fetch, records_of, in_flight=settings.SPOTIFY_PAGES_IN_FLIGHT)
    return _Reading(store, reader, progress).run(force_full=force_full)


class _Reading:
    def __init__(self, store: LibraryStore, reader: Reader, progress: Callable[[int, int], None]) -> None:
        self._store = store
        self._reader = reader
        self._progress = progress

    def run(self, *, force_full: bool) -> ReadReport:
        kind: Kind = "full" if self._store.state.complete else "import"
        sweep = Sweep(self._reader, self._store, self._progress)
        complete = sweep.run()
        if complete:
            self._store.note(complete=True, cursor_offset=None, reconciled_at=self._store.now())
        return self._report(kind, sweep.total, complete=complete)

    def _report(self, kind: Kind, total: int, *, complete: bool) -> ReadReport:
        store, tally = self._store, self._store.tally
        return ReadReport(
            kind=kind,
            spotify_total=total,
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
