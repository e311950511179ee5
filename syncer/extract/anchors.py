"""Anchors and intervals: what the halving search of `halving` counts.

A library of 500 stored saves from which one was removed, and one request in the middle of it:

    Spotify, by offset   -1 ├──── 224 places ────┤ page: 224 to 273  ├──── 225 places ────┤ 499
    stored, by rank      -1 ├──── 224 saves ─────┤ ranks: 224 to 273 ├──── 226 saves ─────┤ 500
                                 equal: done        the two anchors         halved again

Between two anchors the places at Spotify are compared with the saves stored. Where the numbers are equal nothing is
read; where they differ the interval is halved again, until one page shows all of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from library.subsequences import longest_increasing_subsequence
from syncer.extract.reader import PAGE
from syncer.transform.records import SavedTrackRecord, SaveKey, StoredSave


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

    @property
    def middle(self) -> int:
        """The offset at which a page lies in its middle."""
        return self.above.offset + 1 + max(0, self.places - PAGE) // 2


class Ranks:
    """The stored saves, newest first, by rank, key and ref."""

    def __init__(self, saves: Sequence[StoredSave]) -> None:
        self.saves = saves
        self._by_key: dict[SaveKey, int] = {
            key: rank for rank, save in enumerate(saves) for key in save.save_keys
        }
        self._dates = Counter(save.added_at for save in saves)
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

    def anchors(self, records: Sequence[SavedTrackRecord], offset: int, inside: Interval) -> list[Anchor]:
        """Returns the first and the last of `records` that are in order between the anchors of `inside`.

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
            Anchor(offset + place, rank)
            for place, rank in placed
            if inside.above.rank < rank < inside.below.rank
        ]
        dates = [self.saves[one.rank].added_at for one in found]
        whole = [
            one for one, date in zip(found, dates, strict=True) if len(of_date[date]) == self._dates[date]
        ]
        anchors = whole or found
        # A save that has moved is listed out of order: as an anchor it would make the counts on both its sides wrong.
        places = longest_increasing_subsequence([anchor.rank for anchor in anchors])
        return [anchors[places[0]], anchors[places[-1]]] if places else []
