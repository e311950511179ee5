"""Reads pages of saved tracks as records, one at a time or several in flight, and returns them in order."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from threading import Condition, Lock

from providers.spotify.problems import SpotifyDown
from providers.spotify.records import Page, UnreadableItem
from syncer.extract.page_parts import Fetch, read_by_parts
from syncer.transform.records import Oddity, ParkedPage, SavedTrackRecord, SaveKey, believable_loss

# The most that Spotify gives in one answer:
# https://developer.spotify.com/documentation/web-api/reference/get-users-saved-tracks
PAGE = 50
# Pages in one transaction: fewer commits are slower, more would lose more pages to a killed worker.
BATCH = 10
MOST_LOOKS = 4
# Tracks that are named for each oddity.
MAX_NAMED = 10

Progress = Callable[[int, int], None]
Transform = Callable[[Page], tuple[SavedTrackRecord, ...]]


@dataclass(frozen=True, slots=True)
class Slice:
    """A page's records. Spotify leaves out some that it cannot show: a page that is not full need not be the last."""

    offset: int
    total: int
    records: tuple[SavedTrackRecord, ...]
    # How often each local file of the second that the page begins with was listed directly above it.
    files_above: Mapping[str, int] = field(default_factory=dict)

    @property
    def end(self) -> int:
        return self.offset + PAGE

    @property
    def is_last(self) -> bool:
        return self.end >= self.total

    def parked(self) -> ParkedPage:
        """Returns the page as it is stored with a cursor."""
        return ParkedPage(self.offset, self.total, self.records)

    @property
    def is_behind_the_end(self) -> bool:
        """Whether the page lists nothing: Spotify counts saves that it does not list."""
        return not self.records and self.offset > 0

    def after(self, above: Slice | None) -> Slice:
        """Returns this page as the one below `above`: equal local files of one second are numbered on.

        If the library moved down between the two requests it is the same save listed twice; the closing read of the
        recent pages then finds one too many.
        """
        if above is None or (self.offset, self.total) != (above.end, above.total):
            return self
        files = above.files_of_last_second
        if not files or not self.records:
            return self
        date = self.records[0].added_at
        if above.records and above.records[-1].added_at != date:
            return self
        records = tuple(
            replace(one, occurrence=one.occurrence + files.get(one.track.key, 0))
            if one.track and one.track.is_local and one.added_at == date
            else one
            for one in self.records
        )
        return replace(self, records=records, files_above=files)

    @property
    def files_of_last_second(self) -> Mapping[str, int]:
        """How often each local file was listed in the second that the page ends with."""
        if not self.records:
            return self.files_above
        date = self.records[-1].added_at
        files = dict(self.files_above) if self.records[0].added_at == date else {}
        for one in self.records:
            if one.track and one.track.is_local and one.added_at == date:
                files[one.track.key] = one.occurrence + 1
        return files


class Reader:
    """Asks for pages through `fetch(offset, limit)`, which must be thread-safe when `in_flight` is above 1.

    Pages in flight may be answered in any order; `FullRead` says why none is missed. `answered_ahead` are the pages
    that were answered although one above them was refused, in their order.

    A page that Spotify fails on is read by parts (`page_parts`), unless nothing at all was answered: the first page only
    if it `has_failed_before`, in earlier attempts.

    A page that lacks items, and a total that has fallen far below `expected_total` (None before the first import is
    complete), are asked for until two answers agree: about one answer in a hundred was empty, or had only a part of its
    items, with status 200.
    https://github.com/spotify/ios-streaming-sdk/issues/701 https://github.com/spotify/web-api/issues/1327
    """

    def __init__(
        self,
        fetch: Fetch,
        transform: Transform,
        *,
        in_flight: int = 1,
        expected_total: int | None = None,
        has_failed_before: bool = False,
    ) -> None:
        # Requests sent, the refused ones included: all of them count towards the budget.
        self.requests = 0
        # Offsets of items that Spotify fails on, and whether it has answered anything.
        self._unreadable: set[int] = set()
        self._has_answered = False
        self._has_failed_before = has_failed_before
        self.oddities: Counter[Oddity] = Counter()
        self.odd_tracks: defaultdict[Oddity, list[str]] = defaultdict(list)
        # The saves whose oddities are counted.
        self._counted: set[SaveKey | int] = set()
        # Everything that was handed on.
        self.listed: set[SaveKey] = set()
        self.answered_ahead: tuple[Slice, ...] = ()
        self._fetch = fetch
        self._transform = transform
        self._in_flight = in_flight
        self._counting = Lock()
        # The least total that is believed at once. Nothing is known before the first import: then any but 0 is.
        self._least_total = 1 if expected_total is None else expected_total - believable_loss(expected_total)

    def read(self, offset: int) -> Slice:
        """Returns one page. Raises what `fetch` raises."""
        return self._hand_on(self._slice(self._ask(offset)))

    def unpark(self, page: ParkedPage) -> Slice:
        """Returns a page that an earlier reader has read."""
        return self._hand_on(Slice(page.offset, page.total, page.records))

    def batches(
        self, offset: int, total: int, *, slow_start: bool = False
    ) -> Generator[list[Slice], None, None]:
        """Yields the pages from `offset` on, as many at a time as are ready, at most ten.

        With `slow_start` the first page is asked for alone, then two, four …: a library that changes with every answer
        would have the pages in flight dropped each time. Raises what `fetch` raises, after yielding all pages above the refused one; those below it are in
        `answered_ahead` then. Closing the iterator drops what is in flight, and raises the refusal among it.
        """
        self.answered_ahead = ()
        offsets = range(offset, total, PAGE)
        if self._in_flight > 1 and len(offsets) > 1:
            yield from self._concurrent(deque(offsets), 1 if slow_start else BATCH)
        else:
            for each in offsets:
                yield [self.read(each)]

    def _concurrent(self, offsets: deque[int], ahead: int) -> Iterator[list[Slice]]:
        """Raises what `fetch` raises."""
        flight = _Flight(self._ask, first=offsets[0], width=self._in_flight)
        pool = ThreadPoolExecutor(self._in_flight, thread_name_prefix="spotify-page")
        waiting: deque[Future[Page | None]] = deque()
        try:
            try:
                while offsets or waiting:
                    while offsets and len(waiting) < ahead:
                        waiting.append(pool.submit(flight.ask, offsets.popleft()))
                    yield list(self._ready(waiting, flight))
                    ahead = min(2 * ahead, BATCH)
            finally:
                flight.stop()
                # Waits for the answers that are under way: after a ban they may be pages, which are kept.
                pool.shutdown(cancel_futures=True)
        except GeneratorExit:
            # What is in flight is dropped, a refusal among it is not: the next request would make a ban longer.
            flight.raise_failure()
            raise
        except Exception:
            answers = [flight.landed(answer) for answer in waiting if flight.has_landed(answer)]
            self.answered_ahead = tuple(map(self._slice, answers))
            raise

    def _ready(self, waiting: deque[Future[Page | None]], flight: _Flight) -> Iterator[Slice]:
        """The first page, waited for, and those behind it that are there already."""
        yield self._hand_on(self._slice(flight.landed(waiting.popleft())))
        while waiting and flight.has_landed(waiting[0]):
            yield self._hand_on(self._slice(flight.landed(waiting.popleft())))

    def _ask(self, offset: int) -> Page:
        """Returns a page, asked for again where the answer is doubtful. Raises what `fetch` raises."""
        page = self._ask_once(offset)
        for _ in range(MOST_LOOKS - 1):
            if not self._is_doubtful(page):
                break
            again = self._ask_once(offset)
            if again == page:
                # So small a library is what Spotify means, and no other page is asked for again because of it.
                self._least_total = min(self._least_total, page.total)
                break
            # The fuller of two doubtful answers: what it has more was not made up.
            page = (
                max(page, again, key=lambda answer: (answer.total, len(answer.items)))
                if self._is_doubtful(again)
                else again
            )
        return page

    def _ask_once(self, offset: int) -> Page:
        """Returns a page, read by parts where Spotify fails on it twice. Raises what `fetch` raises."""
        unreadable = {place for place in self._unreadable if offset <= place < offset + PAGE}
        try:
            page = self._send(offset, PAGE)
        except SpotifyDown as failure:
            page = self._ask_failing(offset, failure, unreadable)
        self._has_answered = True
        return page

    def _ask_failing(self, offset: int, failure: SpotifyDown, unreadable: set[int]) -> Page:
        """Returns a page that has failed once. Raises `failure` if it fails for good, and what else `fetch` raises."""
        if not unreadable:
            if not (self._has_answered or self._has_failed_before):
                # As far as is known Spotify is down.
                raise failure
            with suppress(SpotifyDown):
                return self._send(offset, PAGE)
        page = read_by_parts(self._send, offset, PAGE, failure, unreadable)
        self._unreadable |= {
            offset + place for place, item in enumerate(page.items) if isinstance(item, UnreadableItem)
        }
        return page

    def _send(self, offset: int, limit: int) -> Page:
        with self._counting:
            self.requests += 1
        return self._fetch(offset, limit)

    def _is_doubtful(self, page: Page) -> bool:
        return page.total < self._least_total or len(page.items) < min(PAGE, page.total - page.offset)

    def _slice(self, page: Page) -> Slice:
        return Slice(page.offset, page.total, self._transform(page))

    def _hand_on(self, page: Slice) -> Slice:
        """Returns the same page after counting its oddities and noting what it lists."""
        # When it is handed on and not when it is answered: pages in flight may be dropped and asked for again.
        for place, record in enumerate(page.records, page.offset):
            key = record.save_key
            if record.oddities:
                # What has no key is known by its distance from the end: new saves come in above it.
                self._count_oddities(record, key or page.total - place)
            if key:
                self.listed.add(key)
        return page

    def _count_oddities(self, record: SavedTrackRecord, key: SaveKey | int) -> None:
        # A page is read more than once: the recent one at the end of every reading.
        if key in self._counted:
            return
        self._counted.add(key)
        self.oddities.update(record.oddities)
        for oddity in record.oddities:
            names = self.odd_tracks[oddity]
            if len(names) < MAX_NAMED:
                names.append(record.name)


class _Flight:
    """Requests that start in the order of their offsets, none far ahead of one that is not answered yet.

    So a ban loses next to nothing of what was answered. As soon as one fails no other starts: Spotify answers requests
    during a ban with a longer one.
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
        """Returns the page, or None if the flight was stopped before its turn. Raises what `fetch` raises."""
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
        """Returns the page that was asked for. Raises the failure that stopped the flight."""
        page = answer.result()
        if page is None:
            raise self._failure or RuntimeError("a flight that was stopped was waited for")
        return page

    def raise_failure(self) -> None:
        """Raises the failure that stopped the flight, if one has."""
        if self._failure:
            raise self._failure

    def has_landed(self, answer: Future[Page | None]) -> bool:
        if not answer.done() or answer.cancelled():
            return False
        return answer.exception() is None and answer.result() is not None

    def stop(self) -> None:
        with self._turn:
            self._stopped = True
            self._turn.notify_all()
