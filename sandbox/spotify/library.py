"""A person's saved tracks."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import blake2b
from itertools import groupby
from typing import Literal

Each = Literal["request", "day", "replica"]


@dataclass(frozen=True, slots=True)
class SavedItem:
    """A saved track. `key` is the catalogue's: a Spotify id, except for local files and odd documents."""

    added_at: datetime
    key: str


@dataclass(slots=True)
class Library:
    """Saved tracks, newest first by `added_at`; of equal times, those saved later come first."""

    items: list[SavedItem] = field(default_factory=list)

    def save(self, keys: Iterable[str], at: datetime) -> None:
        """Inserts `keys`, in their order, before everything as old as `at` or older.

        A key that is already saved is moved.
        """
        keys = list(keys)
        self.remove(set(keys))
        self.place(keys, at)

    def place(self, keys: Iterable[str], at: datetime) -> None:
        """Inserts like `save`, but a key may occur more than once, as identical local files do."""
        at = at.replace(microsecond=0)
        place = next((i for i, item in enumerate(self.items) if item.added_at <= at), len(self.items))
        self.items[place:place] = [SavedItem(at, key) for key in keys]

    def append(self, items: Iterable[SavedItem]) -> None:
        """Adds items at the end. They must be in order and not newer than the last one."""
        self.items.extend(items)

    def remove(self, keys: Collection[str]) -> None:
        """Removes items by key."""
        self.items = [item for item in self.items if item.key not in keys]

    def remove_at(self, offsets: Collection[int]) -> None:
        """Removes items by position."""
        self.items = [item for offset, item in enumerate(self.items) if offset not in offsets]

    def relink(self, key: str, new_key: str) -> None:
        """Replaces a key in place, keeping `added_at`."""
        self.items = [replace(item, key=new_key) if item.key == key else item for item in self.items]


@dataclass(frozen=True, slots=True)
class EqualTimesOrder:
    """Lists what was saved in one second in another order for each request, each day, or each replica.

    Requests list other tracks and totals than the one before: https://github.com/spotify/web-api/issues/1327
    What was saved at once came out in another order: https://github.com/aartek/trikatuka2/issues/5
    That Spotify lists it in several is assumed (see README). Requests are answered by the replicas in turn. The same seed gives the same orders.
    """

    each: Each
    seed: int = 0
    replicas: int = 2

    def listed(self, items: Sequence[SavedItem], *, request: int, day: date) -> list[SavedItem]:
        """Returns the items as the person's n-th request of a page, on this day, finds them."""
        order = {"request": request, "day": day.toordinal(), "replica": request % self.replicas}[self.each]
        listed: list[SavedItem] = []
        for _, group in groupby(items, key=lambda item: item.added_at):
            second = list(group)
            if len(second) > 1:
                second.sort(key=lambda item: self._rank(order, item))
            listed += second
        return listed

    def _rank(self, order: int, item: SavedItem) -> bytes:
        # By the track and not by its place, so that a replica's order stays when other tracks come and go.
        return blake2b(
            f"{self.seed} {order} {item.key}".encode(errors="surrogatepass"), digest_size=8
        ).digest()
