"""Records and stored saves made of a key and an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from syncer.transform.records import AlbumRecord, SavedTrackRecord, StoredSave, TrackRecord

MORNING = datetime(2026, 11, 22, 9, tzinfo=UTC)


def at(hour: int) -> datetime:
    return MORNING + timedelta(hours=hour - 9)


def record(
    key: str | None, hour: int = 9, *, isrc: str = "", is_local: bool = False, occurrence: int = 0
) -> SavedTrackRecord:
    """Returns a saved track of that hour; None is a null."""
    if key is None:
        return SavedTrackRecord(at(hour), None)
    album = AlbumRecord(None, "", "", "", "")
    track = TrackRecord(key, key, "", key, (), album, None, None, isrc, is_local)
    return SavedTrackRecord(at(hour), track, occurrence=occurrence)


def stored(ref: int, key: str | None, hour: int = 9, **fields) -> StoredSave:
    return StoredSave(ref, key, at(hour), **fields)
