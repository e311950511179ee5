"""Spotify's JSON: a page of saved tracks, which is passed on as it is, audio features and an artist's genres."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from providers.source import (
    ArtistRef,
    ArtistTag,
    FeatureValues,
    SourceAnswer,
    SourceError,
    SourceFailure,
    TrackRef,
    nested,
    objects_in,
    parse_features,
)
from providers.text import storable_part

# https://developer.spotify.com/documentation/web-api/concepts/spotify-uris-ids
SPOTIFY_ID = re.compile(r"[0-9A-Za-z]{22}")
TRACK_PAGE = "https://open.spotify.com/track/"
"""In front of a track's id: its page."""
MAX_CONTAINS = 40
"""Track ids in one question whether they are saved: Spotify takes no more."""


class UnreadableItem:
    """In place of an item that Spotify answers with a server error, again and again."""


UNREADABLE = UnreadableItem()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of saved tracks as Spotify sent it: `items` is vendor JSON and goes no further than transform."""

    offset: int
    total: int
    items: tuple[dict[str, Any] | UnreadableItem | None, ...]


def parse_saved_page(answer: object, offset: int) -> Page | None:
    """Returns the page at `offset`, None for anything but a whole one."""
    # Half a page would look like removed tracks.
    if not isinstance(answer, dict):
        return None
    total, items = parse_whole_number(answer.get("total")), answer.get("items")
    if total is None or total < 0 or not isinstance(items, list):
        return None
    return Page(offset=offset, total=total, items=tuple(items))


def is_spotify_id(text: str) -> bool:
    """Returns whether Spotify can be asked about `text`: one malformed id makes it refuse the whole request."""
    return SPOTIFY_ID.fullmatch(text) is not None


def parse_contains(answer: object, count: int) -> tuple[bool, ...] | None:
    """Returns the `count` booleans of an answer, None for anything else."""
    if not isinstance(answer, list) or len(answer) != count:
        return None
    return tuple(answer) if all(isinstance(one, bool) for one in answer) else None


def parse_whole_number(value: object) -> int | None:
    """Returns a whole number, also one that is written as a float: for weeks of 2024 Spotify sent `"total": 61.0`.

    https://github.com/JohnnyCrazy/SpotifyAPI-NET/issues/928
    """
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def parse_audio_features(answer: object, refs: Sequence[TrackRef]) -> SourceAnswer[FeatureValues]:
    """Returns the features of the tracks in `answer`, which has null for a track without. Raises `SourceError`."""
    records = nested(answer, "audio_features")
    if not isinstance(records, list):
        raise SourceError(SourceFailure.DOWN)
    pks = {ref.spotify_id: ref.pk for ref in refs}
    parsed: SourceAnswer[FeatureValues] = SourceAnswer()
    for record in objects_in(records):
        pk = pks.get(storable_part(record.get("id")))
        features, rejected = parse_features(record) if pk is not None else (None, 1)
        parsed.rejected += rejected
        if pk is not None and features is not None:
            parsed.values.setdefault(pk, features)
    return parsed


def parse_artist_genres(answer: object, ref: ArtistRef) -> list[ArtistTag]:
    """Returns the genres of an artist, none for one that is unknown. Raises `SourceError`."""
    if answer is None:
        return []
    # The genres of another artist must not be stored as this one's.
    if nested(answer, "id") != ref.spotify_id:
        raise SourceError(SourceFailure.WRONG_VALUES)
    genres = nested(answer, "genres")
    names = [storable_part(name) for name in genres] if isinstance(genres, list) else []
    # Spotify's genres have an order and no numbers: the first counts most.
    return [
        ArtistTag(name, 1 / place, is_genre=True) for place, name in enumerate(filter(None, names), start=1)
    ]
