"""What a read of all pages has swept, what it holds back, and what it has yet to meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import takewhile

from library.subsequences import longest_increasing_subsequence
from syncer.extract.comparison import Findings, compare
from syncer.extract.reader import BATCH, PAGE, Slice
from syncer.extract.stored_library import Mark, held_once, mark_of, marks_of
from syncer.transform.records import SavedTrackRecord, StoredSave


class StretchMatcher:
    """Compares pages, in order, with the known saves, as soon as a stretch of both is whole.

    Saves down to `anchor` are swept, the rest is still to be met. Records are held back while what they are
    depends on the next page: until a known save stands below them or they are newer than all that is known, and
    while their second is not over (bulk saves share one, and their order within it says nothing).
    """

    def __init__(self, saves: Sequence[StoredSave], anchor: int | None) -> None:
        refs = [save.ref for save in saves]
        self._saves = saves
        self._met = refs.index(anchor) + 1 if anchor in refs else 0
        self._ranks = {mark: rank for rank, save in enumerate(saves) for mark in marks_of(save)}
        self._swept: dict[Mark, int] = {}
        self._swept_dates: Counter[datetime] = Counter()
        self._lowest_of: dict[datetime, int] = {}
        self._held_once: set[str] = set()
        self._sweep(saves[: self._met])
        self._lowest = anchor if self._met else None
        self._ends_with_arrival = False
        self._held: list[tuple[int, SavedTrackRecord]] = []

    @property
    def has_swept(self) -> bool:
        return bool(self._swept)

    @property
    def anchor(self) -> int | None:
        """The lowest settled save; None when that is an arrival not stored yet."""
        return None if self._ends_with_arrival else self._lowest

    def shows_swept(self, page: Slice) -> bool:
        return any(mark_of(record) in self._swept for record in page.records)

    def goes_on_behind(self, page: Slice) -> bool:
        """The page shows the last saves that were swept before this read, each at its place: nothing has moved."""
        met = self._saves[: self._met][-len(page.records) :] if page.records else ()
        return len(met) == len(page.records) > 0 and all(map(_is_same, met, page.records))

    def first_held(self, default: int) -> int:
        """The offset of the first record that is not settled; `default` when there is none."""
        return self._held[0][0] if self._held else default

    def drop_held(self) -> None:
        self._held.clear()

    def take(self, page: Slice) -> Findings:
        """Settles what can be. The page goes on where the last one ended, or shows a swept save.

        What is unknown above a swept save came in meanwhile and is left to the closing pass.
        """
        records = list(enumerate(page.records, page.offset))
        if self.shows_swept(page):
            self._held = list(self._behind_swept(records))
        else:
            self._held += records
        return self._settle(self._settled_count())

    def finish(self) -> Findings:
        """The last page is taken: what was not met by now is gone."""
        self._met, rest = len(self._saves), self._saves[self._met :]
        return self._compare(rest, len(self._held))

    def stored(self, arrivals: Sequence[StoredSave]) -> None:
        """What was settled is stored, these saves among it."""
        self._sweep(arrivals)
        if self._ends_with_arrival:
            self._lowest, self._ends_with_arrival = arrivals[-1].ref, False

    def _sweep(self, saves: Sequence[StoredSave]) -> None:
        for save in saves:
            self._swept_dates[save.added_at] += 1
            self._lowest_of[save.added_at] = save.ref
            self._swept |= dict.fromkeys(marks_of(save), save.ref)

    def _behind_swept(
        self, records: list[tuple[int, SavedTrackRecord]]
    ) -> Iterator[tuple[int, SavedTrackRecord]]:
        last = 0
        for place, (_, record) in enumerate(records):
            if (mark := mark_of(record)) and mark in self._swept:
                last, self._lowest = place, self._swept[mark]
        shown = Counter(record.added_at for _, record in records[: last + 1])
        for offset, record in records[last + 1 :]:
            # A null has no mark: it is one of the swept ones while its second has more of them than the page shows.
            if record.track is None and shown[record.added_at] < self._swept_dates[record.added_at]:
                shown[record.added_at] += 1
                self._lowest = self._lowest_of[record.added_at]
            else:
                yield offset, record

    def _settled_count(self) -> int:
        """How many of the held records can be settled."""
        if self._met == len(self._saves):
            return len(self._held)
        dates = [record.added_at for _, record in self._held]
        too_many = len(self._held) > PAGE * BATCH
        for place in range(len(self._held) - 1, -1, -1):
            if self._rank(self._held[place][1]) is not None and (too_many or dates[place] != dates[-1]):
                return place + 1
        # Newer than all that is still to be met, and so none of it under another id.
        newest = self._saves[self._met].added_at
        arrived = takewhile(lambda date: date > newest and (too_many or date != dates[-1]), dates)
        return sum(1 for _ in arrived)

    def _settle(self, count: int) -> Findings:
        ranks = [self._rank(record) for _, record in self._held[:count]]
        known = [rank for rank in ranks if rank is not None]
        end = known[longest_increasing_subsequence(known)[-1]] + 1 if known else self._met
        self._met, stretch = end, self._saves[self._met : end]
        return self._compare(stretch, count)

    def _compare(self, known: Sequence[StoredSave], count: int) -> Findings:
        settled, self._held = self._held[:count], self._held[count:]
        records = [record for _, record in settled]
        found = compare(known, records, above=self._lowest, elsewhere=self._held_once)
        self._held_once |= held_once(records)
        gone = {save.ref for save in found.gone}
        self._sweep([save for save in known if save.ref not in gone])
        for sighting in found.relinked:
            if mark := mark_of(sighting.record):
                self._swept[mark] = sighting.ref
        if found.arrivals or found.lowest != self._lowest:
            self._ends_with_arrival = found.ends_with_arrival
        self._lowest = found.lowest
        return found

    def _rank(self, record: SavedTrackRecord) -> int | None:
        """The record's rank among the saves still to be met."""
        mark = mark_of(record)
        rank = self._ranks.get(mark) if mark else None
        return rank if rank is not None and rank >= self._met else None


def _is_same(save: StoredSave, record: SavedTrackRecord) -> bool:
    mark = mark_of(record)
    return mark in marks_of(save) if mark else save.key is None and save.added_at == record.added_at
