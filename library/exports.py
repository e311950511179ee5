"""Saves, and what happened to them, as files, in parts: however large a library is, a thousand of its saves are in memory.

`jsonl` has a line a save, of the same form as the API's; `csv` a row, for spreadsheets.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import StringIO
from itertools import islice
from typing import Literal

from django.db.models import QuerySet

from accounts.models import User
from library.events import LibraryEvent, events_behind
from library.listed_tracks import CHUNK, ListedTrack, stream_tracks
from library.models import SavedTrack
from providers.source import FEATURE_NAMES

ExportFormat = Literal["csv", "jsonl"]
CSV_HEADER = (
    "save_id",
    "track_id",
    "spotify_id",
    "url",
    "title",
    "artists",
    "album",
    "isrc",
    "duration_ms",
    "explicit",
    "release_date",
    "added_at",
    "removed_at",
    "genres",
    "genre_sources",
    *FEATURE_NAMES,
    "features_source",
)
EVENT_HEADER = ("event", "noticed_at", *CSV_HEADER)
# https://owasp.org/www-community/attacks/CSV_Injection. Excel in Japanese and Chinese reads the wide forms as the narrow ones.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", *"＝＋－＠")


def export_saves(saves: QuerySet[SavedTrack], form: ExportFormat) -> Iterator[str]:
    """Yields the parts of a file with the saves in the query's order."""
    tracks, as_part = stream_tracks(saves), _FORMS[form]
    if form == "csv":
        yield as_csv([CSV_HEADER])
    while part := list(islice(tracks, CHUNK)):
        yield as_part(part)


def export_events(user: User, form: ExportFormat) -> Iterator[str]:
    """Yields the parts of a file with all that was saved, saved again and removed, oldest first.

    Each line has the track as it is now, with the form of the API's events.
    """
    if form == "csv":
        yield as_csv([EVENT_HEADER])
    place, has_more = None, True
    while has_more:
        page = events_behind(user, place, CHUNK)
        place, has_more = page.place, page.has_more
        if form == "csv":
            yield as_csv((one.kind, as_text(one.at), *_row(one.track)) for one in page.events)
        else:
            yield "".join(f"{json.dumps(_event(one), default=as_text)}\n" for one in page.events)


def _event(event: LibraryEvent) -> dict[str, object]:
    return {"event": event.kind, "noticed_at": event.at, "track": event.track.as_document()}


def without_formula(text: str) -> str:
    """Returns what a spreadsheet shows and does not run: "=1+1" → "'=1+1"."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _rows(tracks: Iterable[ListedTrack]) -> str:
    return as_csv(map(_row, tracks))


def _row(track: ListedTrack) -> tuple[object, ...]:
    return (
        track.save_id,
        track.track_id,
        without_formula(track.spotify_id or ""),
        without_formula(track.url or ""),
        without_formula(track.title),
        without_formula(", ".join(track.artists)),
        without_formula(track.album),
        without_formula(track.isrc),
        track.duration_ms,
        "" if track.explicit is None else str(track.explicit).lower(),
        without_formula(track.release_date),
        as_text(track.added_at),
        as_text(track.removed_at),
        without_formula(", ".join(track.genres)),
        ", ".join(track.genre_sources),
        *(getattr(track, name) for name in FEATURE_NAMES),
        track.features_source,
    )


def as_csv(rows: Iterable[tuple[object, ...]]) -> str:
    """Returns rows as lines of CSV; texts of others go through `without_formula` before."""
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _lines(tracks: Iterable[ListedTrack]) -> str:
    return "".join(f"{json.dumps(track.as_document(), default=as_text)}\n" for track in tracks)


def as_text(moment: datetime | None) -> str:
    """Returns “2026-11-05T12:00:00Z” for an aware time in UTC, "" for none."""
    return moment.isoformat().replace("+00:00", "Z") if moment else ""


_FORMS: dict[ExportFormat, Callable[[Iterable[ListedTrack]], str]] = {"csv": _rows, "jsonl": _lines}
