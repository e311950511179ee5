"""Anchors and what lies between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from library.subsequences import longest_increasing_subsequence
from syncer.extract.reader import PAGE
from syncer.extract.stored_library import Mark, mark_of, marks_of
from syncer.transform.records import SavedTrackRecord, StoredSave


@dataclass(frozen=True, slots=True)
class Anchor:
    """A save that stands on both sides: its offset at Spotify, and its rank among the known ones.

    The edges of the library are anchors too: -1 and -1 above it, the two lengths below it.
    """

    offset: int
    rank: int


@dataclass(frozen=True, slots=True)
class Interval:
    """What lies between two anchors. `is_suspect`: something unknown was seen in it."""

    above: Anchor
    below: Anchor
    is_suspect: bool = False

    @property
    def places(self) -> int:
        return self.below.offset - self.above.offset - 1

    @property
    def saves(self) -> int:
        return self.below.rank - self.above.rank - 1

    @property
    def differs(self) -> bool:
        return self.is_suspect or self.places != self.saves

    @property
    def fits_a_page(self) -> bool:
        """One page can show it whole, with the anchors on both sides."""
        return self.places + 2 <= PAGE

    @property
    def middle(self) -> int:
        """The offset of a page in its middle."""
        return self.above.offset + 1 + max(0, self.places - PAGE) // 2


class Ranks:
    """The known saves, newest first, by rank and by mark."""

    def __init__(self, saves: Sequence[StoredSave]) -> None:
        self.saves = saves
        self._by_mark: dict[Mark, int] = {
            mark: rank for rank, save in enumerate(saves) for mark in marks_of(save)
        }
        self._by_ref = {save.ref: rank for rank, save in enumerate(saves)}

    def of(self, record: SavedTrackRecord) -> int | None:
        """None for what is unknown, and for a null."""
        mark = mark_of(record)
        return self._by_mark.get(mark) if mark else None

    def of_ref(self, ref: int | None) -> int:
        """-1, the rank above all, for None."""
        return -1 if ref is None else self._by_ref[ref]

    def ref_at(self, rank: int) -> int | None:
        return self.saves[rank].ref if rank >= 0 else None

    def anchors(self, records: Sequence[SavedTrackRecord], offset: int, inside: Interval) -> list[Anchor]:
        """The first and the last of `records` that surely stand between the anchors of `inside`, in order."""
        found = [
            Anchor(offset + place, rank)
            for place, record in enumerate(records)
            if (rank := self.of(record)) is not None and inside.above.rank < rank < inside.below.rank
        ]
        places = longest_increasing_subsequence([anchor.rank for anchor in found])
        return [found[places[0]], found[places[-1]]] if places else []
