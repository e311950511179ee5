"""Parked pages as JSON: they are kept in the database until the read of all pages is resumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from syncer.transform.records import (
    AlbumRecord,
    ArtistRecord,
    Oddity,
    ParkedPage,
    SavedTrackRecord,
    TrackRecord,
)

# The fields of a page. A page that was parked by another version of the code is asked for again: no migration of
# half-read pages is worth its code, and at most a few requests are lost.
SHAPE = [
    f"{kind.__name__}.{field.name}"
    for kind in (ParkedPage, SavedTrackRecord, TrackRecord, AlbumRecord, ArtistRecord)
    for field in fields(kind)
]


def serialize_pages(pages: Sequence[ParkedPage]) -> dict[str, Any]:
    """Returns what a JSONField takes; empty for no pages."""
    if not pages:
        return {}
    as_json = [asdict(page) for page in pages]
    for page in as_json:
        for record in page["records"]:
            record["added_at"] = record["added_at"].isoformat()
    return {"shape": SHAPE, "pages": as_json}


def parse_pages(stored: Mapping[str, Any]) -> tuple[ParkedPage, ...]:
    """Returns the stored pages, none if another version of the code has stored them."""
    if stored.get("shape") != SHAPE:
        return ()
    return tuple(
        ParkedPage(page["offset"], page["total"], tuple(map(_record, page["records"])))
        for page in stored["pages"]
    )


def _record(stored: Mapping[str, Any]) -> SavedTrackRecord:
    return SavedTrackRecord(
        added_at=datetime.fromisoformat(stored["added_at"]),
        track=_track(stored["track"]) if stored["track"] else None,
        oddities=tuple(Oddity(*oddity) for oddity in stored["oddities"]),
        occurrence=stored["occurrence"],
    )


def _track(stored: Mapping[str, Any]) -> TrackRecord:
    artists = tuple(ArtistRecord(**artist) for artist in stored["artists"])
    return TrackRecord(**{**stored, "artists": artists, "album": AlbumRecord(**stored["album"])})
