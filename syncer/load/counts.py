"""What was stored, counted for the receipt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class StoreCounts:
    """`added` leaves out those saved again; `changed` are tracks that Spotify describes otherwise now."""

    added: int = 0
    removed: int = 0
    resaved: int = 0
    relinked: int = 0
    changed: int = 0

    def __iadd__(self, other: StoreCounts) -> StoreCounts:
        for field in self.__slots__:
            setattr(self, field, getattr(self, field) + getattr(other, field))
        return self
