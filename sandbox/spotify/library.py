"""One person's saved tracks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SavedItem:
    """`key` as the catalogue knows the track; a Spotify id unless it is a local file or an oddity."""

    added_at: datetime
    key: str


@dataclass(slots=True)
class Library:
    """Newest first by `added_at`; among equal ones, those saved later stand above."""

    items: list[SavedItem] = field(default_factory=list)

    def save(self, keys: Iterable[str], at: datetime) -> None:
        """Puts `keys`, in their order, above everything that is as old as `at` or older.

        A key already saved is moved there, except one that may stand twice (see `place`).
        """
        keys = list(keys)
        self.remove(set(keys))
        self.place(keys, at)

    def place(self, keys: Iterable[str], at: datetime) -> None:
        """Like `save`, but lets a key stand more than once, as identical local files do."""
        at = at.replace(microsecond=0)
        place = next((i for i, item in enumerate(self.items) if item.added_at <= at), len(self.items))
        self.items[place:place] = [SavedItem(at, key) for key in keys]

    def append(self, items: Iterable[SavedItem]) -> None:
        """Adds many that are already in order, each as old as the last one or older."""
        self.items.extend(items)

    def remove(self, keys: Collection[str]) -> None:
        self.items = [item for item in self.items if item.key not in keys]

    def remove_at(self, offsets: Collection[int]) -> None:
        self.items = [item for offset, item in enumerate(self.items) if offset not in offsets]

    def relink(self, key: str, new_key: str) -> None:
        """Another id in the same place, with the same `added_at`."""
        self.items = [replace(item, key=new_key) if item.key == key else item for item in self.items]
