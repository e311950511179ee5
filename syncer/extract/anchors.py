"""Anchors and intervals: what the halving search of `halving` counts.

A library of 500 stored saves from which one was removed, and one request in it:

    Spotify, by offset   -1 ├──── 146 places ────┤ page: 146 to 195  ├──── 303 places ────┤ 499
    stored, by rank      -1 ├──── 146 saves ─────┤ ranks: 146 to 195 ├──── 304 saves ─────┤ 500
                                 equal: done        the two anchors         halved again

Between two anchors the places at Spotify are compared with the saves stored. Where the numbers are equal nothing is
read; where they differ the interval is halved again, until one page shows all of it.

Not quite in the middle: the page leaves as many places above it as a whole number of pages shows, here three.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from library.subsequences import longest_increasing_subsequence
from syncer.extract.reader import PAGE
from syncer.transform.records import SavedTrackRecord, SaveKey, StoredSave

# How far a page may lie from its best place, so that its edges cut no second.
MAX_SHIFT = 6
# However large the seconds are, a page brings the search forward by a part of it.
MAX_OVERLAP = PAGE // 2


@dataclass(frozen=True, slots=True)
class Anchor:
    """A save that is in both libraries: its offset at Spotify, and its rank among the stored ones.

    The edges of the library are anchors too: -1 and -1 above it, the two lengths below it.
    """

    offset: int
    rank: int


@dataclass(frozen=True, slots=True)
class Interval:
    """What lies between two anchors. `is_suspect`: a save that is not stored was listed in it."""

    above: Anchor
    below: Anchor
    is_suspect: bool = False

    @property
    def places(self) -> int:
        """How many saves Spotify lists in it."""
        return self.below.offset - self.above.offset - 1

    @property
    def saves(self) -> int:
        """How many saves are stored in it."""
        return self.below.rank - self.above.rank - 1

    @property
    def differs(self) -> bool:
        return self.is_suspect or self.places != self.saves

    @property
    def fits_a_page(self) -> bool:
        """Whether one page can show all of it, with the anchors on both sides."""
        return self.places + 2 <= PAGE

    def pages(self, overlap: int) -> int:
        """How many pages show all of it, each of which shows `overlap` places of the one above once more."""
        return max(1, -(-(self.places + 1 - overlap) // (PAGE - 1 - overlap)))


class Ranks:
    """The stored saves, newest first, by rank, key and ref."""

    def __init__(self, saves: Sequence[StoredSave]) -> None:
        self.saves = saves
        self._by_key: dict[SaveKey, int] = {
            key: rank for rank, save in enumerate(saves) for key in save.save_keys
        }
        self._dates = Counter(save.added_at for save in saves)
        self._first_of_date: dict[datetime, int] = {}
        for rank, save in enumerate(saves):
            self._first_of_date.setdefault(save.added_at, rank)
        # Of a second that the edge of a page cuts nothing is proven: the mean number of its saves on the page.
        cut = sum(count * (count - 1) // 2 for count in self._dates.values())
        self._overlap = min(MAX_OVERLAP, round(cut / max(1, len(saves))))
        self._by_ref = {save.ref: rank for rank, save in enumerate(saves)}

    def of(self, record: SavedTrackRecord) -> int | None:
        """Returns the rank of a listed save; None if it is not stored, or a null."""
        key = record.save_key
        return self._by_key.get(key) if key else None

    def of_ref(self, ref: int | None) -> int:
        """Returns the rank of a save; -1, above all, for None."""
        return -1 if ref is None else self._by_ref[ref]

    def ref_at(self, rank: int) -> int | None:
        """Returns the ref of the save at a rank; None above all."""
        return self.saves[rank].ref if rank >= 0 else None

    def shares_its_date(self, rank: int) -> bool:
        """Whether another save of the same date is stored: within a date the order says nothing."""
        return self._dates[self.saves[rank].added_at] > 1

    def probe(self, interval: Interval) -> int:
        """Returns the offset of the page that splits an interval which does not fit a page.

        It is the root of a complete binary tree of all pages of the interval, filled from below. Of the places near by it
        takes the one where its edges are to cut the fewest saves from others of their second.
        """
        pages = interval.pages(self._overlap)
        full = (
            1 << (pages + 1).bit_length() - 1
        )  # One more than there are nodes in the full levels of the tree.
        pages_above = max(full // 2 - 1, pages - full)
        offset = max(0, interval.above.offset + pages_above * (PAGE - 1 - self._overlap))
        if not pages_above:
            return offset
        near = range(max(interval.above.offset + 1, offset - MAX_SHIFT), offset + MAX_SHIFT + 1)
        return min(near, key=lambda other: (self._expected_cuts(interval, other), abs(other - offset)))

    def _expected_cuts(self, interval: Interval, offset: int) -> int:
        """Returns how many saves the edges of a page cut from their second, if the differences lie evenly."""
        share = (offset - interval.above.offset) / (interval.places + 1)
        first = interval.above.rank + int(share * (interval.saves + 1))
        return sum(self._cut_above(rank) + self._cut_below(rank + PAGE - 1) for rank in (first, first + 1))

    def _cut_above(self, rank: int) -> int:
        """Returns how many of a second a page that begins with `rank` shows, if it does not show all of them."""
        begin, end = self._second_of(rank)
        return end - rank if begin < rank else 0

    def _cut_below(self, rank: int) -> int:
        """Returns how many of a second a page that ends with `rank` shows, if it does not show all of them."""
        begin, end = self._second_of(rank)
        return rank + 1 - begin if rank + 1 < end else 0

    def _second_of(self, rank: int) -> tuple[int, int]:
        """Returns the ranks at which the second of a save begins and has ended; beside the library a save is alone."""
        if not 0 <= rank < len(self.saves):
            return rank, rank + 1
        date = self.saves[rank].added_at
        begin = self._first_of_date[date]
        return begin, begin + self._dates[date]

    def anchors(self, records: Sequence[SavedTrackRecord], offset: int, inside: Interval) -> list[Anchor]:
        """Returns the first and the last of `records` that are in order between the anchors of `inside`.

        The first may be the upper one of these, where it is listed in its place.

        Within a date the order says nothing. So saves of one date are taken in the order they are stored in, and only
        when all of them are listed here; others where there are no better ones.
        """
        ranked = [
            (place, rank) for place, record in enumerate(records) if (rank := self.of(record)) is not None
        ]
        of_date: dict[datetime, list[int]] = defaultdict(list)
        for _, rank in ranked:
            of_date[self.saves[rank].added_at].append(rank)
        in_order = {date: iter(sorted(ranks)) for date, ranks in of_date.items()}
        placed = [(place, next(in_order[self.saves[rank].added_at])) for place, rank in ranked]
        found = [
            one
            for one in (Anchor(offset + place, rank) for place, rank in placed)
            if inside.above.rank < one.rank < inside.below.rank or one == inside.above
        ]
        dates = [self.saves[one.rank].added_at for one in found]
        whole = [
            one for one, date in zip(found, dates, strict=True) if len(of_date[date]) == self._dates[date]
        ]
        anchors = whole or found
        # A save that has moved is listed out of order: as an anchor it would make the counts on both its sides wrong.
        places = longest_increasing_subsequence([anchor.rank for anchor in anchors])
        return [anchors[places[0]], anchors[places[-1]]] if places else []
