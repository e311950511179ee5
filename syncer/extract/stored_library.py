"""What extraction needs of the stored library: the active saves, and a place for changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from syncer.transform.records import Changes, Cursor, StoredSave


class StoredLibrary(Protocol):
    """The active saves of one person, newest first; `syncer.load.store.LibraryStore` is the one in the database.

    A protocol and not the class itself: extraction stays free of Django, and its tests run thousands of libraries in
    memory.
    """

    @property
    def size(self) -> int: ...

    @property
    def cursor(self) -> Cursor | None: ...

    def newest(self, count: int) -> Sequence[StoredSave]: ...

    def all(self) -> Sequence[StoredSave]: ...

    def saves_of_tracks(self, keys: Iterable[str]) -> Sequence[StoredSave]: ...

    def apply(self, changes: Changes, cursor: Cursor | None = None) -> Sequence[StoredSave]:
        """Stores the changes, all or nothing; returns the arrivals as saves, in their order."""
        ...
