"""What reading needs of whoever keeps the library: what is known, and a place to hand the news to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from syncer.transform.records import Changes, Cursor, SavedTrackRecord, StoredSave

Mark = tuple[str, datetime, int]
"""A track saved at a time, and the how-manieth of that second it is: what tells one save from another."""


class StoredLibrary(Protocol):
    """The living saves of one person, newest first."""

    @property
    def size(self) -> int: ...

    @property
    def cursor(self) -> Cursor | None: ...

    def newest(self, count: int) -> Sequence[StoredSave]: ...

    def all(self) -> Sequence[StoredSave]: ...

    def living_of(self, keys: Iterable[str]) -> Sequence[StoredSave]: ...

    def apply(self, changes: Changes, cursor: Cursor | None = None) -> Sequence[StoredSave]:
        """Stores the changes, all or nothing, and answers with the arrivals as saves, in their order."""
        ...


def mark_of(record: SavedTrackRecord) -> Mark | None:
    """None for a null: two of them cannot be told apart."""
    return (record.track.key, record.added_at, record.occurrence) if record.track else None


def held_once(records: Iterable[SavedTrackRecord]) -> set[str]:
    """The keys of tracks of which there can be but one in a library: all but local files."""
    return {record.track.key for record in records if record.track and not record.track.is_local}


def marks_of(save: StoredSave) -> list[Mark]:
    """Everything this save may be called, its former ids included."""
    keys = [save.key, *save.aliases] if save.key else []
    return [(key, save.added_at, save.occurrence) for key in keys if key]
