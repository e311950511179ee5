"""Pages of saved tracks as records, one at a time or several in flight, always handed out in order."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Condition, Lock

from providers.spotify.records import Page
from syncer.transform.records import ParkedPage, SavedTrackRecord

PAGE = 50
BATCH = 10

Fetch = Callable[[int, int], Page]
Progress = Callable[[int, int], None]
Transform = Callable[[Page], tuple[SavedTrackRecord, ...]]


@dataclass(frozen=True, slots=True)
class Slice:
    """A page's records; `offset + len(records)` may be less than a full page's end where Spotify hides some."""

    offset: int
    total: int
    records: tuple[SavedTrackRecord, ...]

    @property
    def end(self) -> int:
        return self.offset + PAGE

    @property
    def is_last(self) -> bool:
        return self.end >= self.total

    def parked(self) -> ParkedPage:
        return ParkedPage(self.offset, self.total, self.records)

    def after(self, above: Slice | None) -> Slice:
        """This page, read after `above` it: twins on both sides of the edge are counted on.

        When the library moved down meanwhile the twin is no twin; the closing pass finds one too many.
        """
        if above is None or (self.offset, self.total) != (above.end, above.total):
            return self
        second = above.records[-1].added_at if above.records else None
        if not self.records or self.records[0].added_at != second:
            return self
        told = {
            one.track.key: one.occurrence + 1 for one in above.records if one.track and one.added_at == second
        }
        records = (
            replace(one, occurrence=one.occurrence + told.get(one.track.key, 0))
            if one.track and one.added_at == second
            else one
            for one in self.records
        )
        return replace(self, records=tuple(records)) if told else self


class Reader:
    """Asks for pages through `fetch(offset, limit)`, which must be thread-safe when `in_flight` is above 1.

    Pages in flight may be answered in another order than they are handed out: see `Sweep` for why none is missed.
    `overtaken` are the pages that were answered although one before them was refused, in their order.
    """

    def __init__(self, fetch: Fetch, transform: Transform, *, in_flight: int = 1) -> None:
        self.requests = 0
        self.oddities: Counter[str] = Counter()
        self.overtaken: tuple[Slice, ...] = ()
        self._fetch = fetch
        self._transform = transform
        self._in_flight = in_flight
        self._counting = Lock()

    def read(self, offset: int) -> Slice:
        return self._told(self._slice(self._ask(offset)))

    def take_up(self, page: ParkedPage) -> Slice:
        """A page that an earlier reader was answered."""
        return self._told(Slice(page.offset, page.total, page.records))

    def batches(self, offset: int, total: int) -> Generator[list[Slice], None, None]:
        """The pages from `offset` on, as many at a time as are ready, at most ten.

        What `fetch` raises comes out after all pages before it; those behind it are in `overtaken` then. Close the
        iterator to drop what is in flight.
        """
        self.overtaken = ()
        offsets = range(offset, total, PAGE)
        if self._in_flight > 1 and len(offsets) > 1:
            yield from self._concurrent(deque(offsets))
        else:
            for each in offsets:
                yield [self.read(each)]

    def _concurrent(self, offsets: deque[int]) -> Iterator[list[Slice]]:
        flight = _Flight(self._ask, first=offsets[0], width=self._in_flight)
        pool = ThreadPoolExecutor(self._in_flight, thread_name_prefix="spotify-page")
        waiting: deque[Future[Page | None]] = deque()
        try:
            try:
                while offsets or waiting:
                    while offsets and len(waiting) < BATCH:
                        waiting.append(pool.submit(flight.ask, offsets.popleft()))
                    yield list(self._ready(waiting, flight))
            finally:
                flight.stop()
                pool.shutdown(cancel_futures=True)  # waits for the answers that are under way
        except Exception:
            answers = [flight.landed(answer) for answer in waiting if flight.has_landed(answer)]
            self.overtaken = tuple(map(self._slice, answers))
            raise

    def _ready(self, waiting: deque[Future[Page | None]], flight: _Flight) -> Iterator[Slice]:
        """The first page, waited for, and those behind it that are there already."""
        yield self._told(self._slice(flight.landed(waiting.popleft())))
        while waiting and flight.has_landed(waiting[0]):
            yield self._told(self._slice(flight.landed(waiting.popleft())))

    def _ask(self, offset: int) -> Page:
        with self._counting:
            self.requests += 1
        return self._fetch(offset, PAGE)

    def _slice(self, page: Page) -> Slice:
        return Slice(page.offset, page.total, self._transform(page))

    def _told(self, page: Slice) -> Slice:
        """The same page, its oddities counted."""
        for record in page.records:
            self.oddities.update(record.oddities)
        return page


class _Flight:
    """Requests that start in the order of their offsets, none far ahead of one still out: a ban loses next to nothing.

    As soon as one fails no other starts: every further one would make a ban longer.
    """

    def __init__(self, ask: Callable[[int], Page], *, first: int, width: int) -> None:
        self._ask = ask
        self._next = first
        self._width = width
        self._out: set[int] = set()
        self._turn = Condition()
        self._stopped = False
        self._failure: Exception | None = None

    def ask(self, offset: int) -> Page | None:
        """The page, or None when the flight was stopped before its turn came."""
        with self._turn:
            self._turn.wait_for(lambda: self._stopped or self._may_start(offset))
            if self._stopped:
                return None
            self._next += PAGE
            self._out.add(offset)
            self._turn.notify_all()
        try:
            page = self._ask(offset)
        except Exception as problem:
            self._failure = self._failure or problem
            self.stop()
            raise
        self._land(offset)
        return page

    def _may_start(self, offset: int) -> bool:
        return self._next == offset and offset - min(self._out, default=offset) < self._width * PAGE

    def _land(self, offset: int) -> None:
        with self._turn:
            self._out.discard(offset)
            self._turn.notify_all()

    def landed(self, answer: Future[Page | None]) -> Page:
        page = answer.result()
        if page is None:
            raise self._failure or RuntimeError("a flight that was stopped was waited for")
        return page

    def has_landed(self, answer: Future[Page | None]) -> bool:
        if not answer.done() or answer.cancelled():
            return False
        return answer.exception() is None and answer.result() is not None

    def stop(self) -> None:
        with self._turn:
            self._stopped = True
            self._turn.notify_all()
