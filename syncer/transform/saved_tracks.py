"""A page of saved tracks, as Spotify sent it, to records: one for each item, whatever the item is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from providers.spotify.records import Page
from syncer.transform.records import SavedTrackRecord
from syncer.transform.tracks import parse_track

# Stands for a date that Spotify left out; its own oldest saves carry it too.
NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
LAST_YEAR = 2200


def parse_page(page: Page) -> tuple[SavedTrackRecord, ...]:
    records = [parse_saved_track(item) for item in page.items]
    seen: Counter[tuple[str, datetime]] = Counter()
    for place, record in enumerate(records):
        if record.track:
            same = (record.track.key, record.added_at)
            if seen[same]:
                records[place] = replace(record, occurrence=seen[same])
            seen[same] += 1
    return tuple(records)


def parse_saved_track(item: Any) -> SavedTrackRecord:
    """Never raises: what cannot be read is named among the oddities, and the place is kept."""
    oddities: list[str] = []
    if not isinstance(item, dict):
        return SavedTrackRecord(NO_DATE, None, ("item is not an object",))
    added_at = _moment_of(item.get("added_at"), oddities)
    track = parse_track(item.get("track"), oddities)
    return SavedTrackRecord(added_at, track, tuple(oddities))


def _moment_of(raw: Any, oddities: list[str]) -> datetime:
    try:
        moment = datetime.fromisoformat(raw)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        oddities.append("added date is missing or not a date")
        return NO_DATE
    if not NO_DATE.year <= moment.year < LAST_YEAR:
        oddities.append("added date is out of this world")
        return NO_DATE
    return moment
