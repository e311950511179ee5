"""Parses a page of saved tracks: one record for each item, also for one that is malformed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from providers.spotify.records import Page, UnreadableItem
from syncer.transform.records import Oddity, SavedTrackRecord
from syncer.transform.tracks import parse_track

# In place of a date that Spotify left out. Spotify itself gives it to its oldest saves, so that sorting copes with it.
NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
# A date near the year 9999 overflows when it is shifted into another time zone.
LAST_YEAR = 2200


def parse_saved_tracks(page: Page) -> tuple[SavedTrackRecord, ...]:
    """Returns a record for each item of the page, in its order."""
    records = [parse_saved_track(item) for item in page.items if not isinstance(item, UnreadableItem)]
    for place, item in enumerate(page.items):
        if isinstance(item, UnreadableItem):
            records.insert(place, unreadable_record(records, place))
    return number_equal_saves(records)


def unreadable_record(records: Sequence[SavedTrackRecord], place: int) -> SavedTrackRecord:
    """Returns a record without a track for an item that Spotify fails on, dated like its neighbour among `records`."""
    neighbours = records[max(0, place - 1) : place] or records[place : place + 1]
    date = neighbours[0].added_at if neighbours else NO_DATE
    return SavedTrackRecord(date, None, (Oddity("item_unreadable"),))


def number_equal_saves(records: list[SavedTrackRecord]) -> tuple[SavedTrackRecord, ...]:
    """Returns the records of a page with equal saves numbered: a local file may be saved twice in one second.

    Anything else is saved once: listed twice, it is the same save.
    """
    seen: Counter[tuple[str, datetime]] = Counter()
    for place, record in enumerate(records):
        if record.track and record.track.is_local:
            same = (record.track.key, record.added_at)
            if seen[same]:
                records[place] = replace(record, occurrence=seen[same])
            seen[same] += 1
    return tuple(records)


def parse_saved_track(item: Any) -> SavedTrackRecord:
    """Returns a record even for what is no object: each item keeps its place, or all offsets below would shift."""
    oddities: list[Oddity] = []
    if not isinstance(item, dict):
        return SavedTrackRecord(NO_DATE, None, (Oddity("item_not_object"),))
    added_at = _parse_date(item.get("added_at"), oddities)
    track = parse_track(item.get("track"), oddities)
    return SavedTrackRecord(added_at, track, tuple(oddities))


def _parse_date(raw: Any, oddities: list[Oddity]) -> datetime:
    try:
        moment = datetime.fromisoformat(raw)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        oddities.append(Oddity("added_date_invalid"))
        return NO_DATE
    if not NO_DATE.year <= moment.year < LAST_YEAR:
        oddities.append(Oddity("added_date_out_of_range"))
        return NO_DATE
    return moment
