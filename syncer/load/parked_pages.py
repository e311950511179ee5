"""Parked pages as JSON: they wait in the database for the read that goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from syncer.transform.records import AlbumRecord, ArtistRecord, ParkedPage, SavedTrackRecord, TrackRecord

# What a page is made of. Pages that were parked before an update changed it are asked for again.
SHAPE = [
    f"{kind.__name__}.{field.name}"
    for kind in (ParkedPage, SavedTrackRecord, TrackRecord, AlbumRecord, ArtistRecord)
    for field in fields(kind)
]


def serialize_pages(pages: Sequence[ParkedPage]) -> dict[str, Any]:
    """What a JSONField takes; empty for no pages."""
    if not pages:
        return {}
    told = [asdict(page) for page in pages]
    for page in told:
        for record in page["records"]:
            record["added_at"] = record["added_at"].isoformat()
    return {"shape": SHAPE, "pages": told}


def parse_pages(stored: Mapping[str, Any]) -> tuple[ParkedPage, ...]:
    if stored.get("shape") != SHAPE:
        return ()
    return tuple(
        ParkedPage(page["offset"], page["total"], tuple(map(_record, page["records"])))
        for page in stored["pages"]
    )


def _record(told: Mapping[str, Any]) -> SavedTrackRecord:
    return SavedTrackRecord(
        added_at=datetime.fromisoformat(told["added_at"]),
        track=_track(told["track"]) if told["track"] else None,
        oddities=tuple(told["oddities"]),
        occurrence=told["occurrence"],
    )


def _track(told: Mapping[str, Any]) -> TrackRecord:
    artists = tuple(ArtistRecord(**artist) for artist in told["artists"])
    return TrackRecord(**{**told, "artists": artists, "album": AlbumRecord(**told["album"])})
