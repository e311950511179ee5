"""All tracks that can be saved, each encoded as JSON once."""

import json
from collections.abc import Container
from dataclasses import replace
from functools import cache
from itertools import chain, count, islice
from typing import Any

from sandbox.spotify.ids import stable_id
from sandbox.spotify.source import source_tracks
from sandbox.spotify.tracks import Artist, Track, encode, links


class Catalogue:
    """Tracks by key: the Spotify id, or without one (local file, null) the URI or a generated name."""

    def __init__(self) -> None:
        self._tracks = dict(_source_by_id())
        self._encoded: dict[str, bytes] = {}
        self._nameless = count(1)

    def __contains__(self, key: str) -> bool:
        return key in self._tracks or key in self._encoded

    def keys(self) -> set[str]:
        """Returns the keys of all tracks."""
        return {*self._tracks, *self._encoded}

    def encoded(self, key: str) -> bytes:
        """Returns the track object as in a response. Raises KeyError for an unknown key."""
        if key not in self._encoded:
            from_file = key in _source_by_id()
            self._encoded[key] = _encoded_source(key) if from_file else encode(self._tracks[key].document())
        return self._encoded[key]

    def document(self, key: str) -> Any:
        """Returns the track object as JSON data. Raises KeyError for an unknown key."""
        return json.loads(self.encoded(key))

    def add_document(self, document: dict[str, Any] | None) -> str:
        """Adds any JSON that takes the place of a track object, and returns its key."""
        named = document or {}
        key = named.get("id") or named.get("uri") or f"nameless:{next(self._nameless)}"
        self._encoded[key] = encode(document)
        return str(key)

    def add_copy(self, key: str, new_id: str) -> None:
        """Adds the same recording, with the same ISRC, under another id."""
        self.add_document(self.document(key) | links("track", new_id))

    def variant(self, number: int) -> str:
        """Returns the id of a generated track, always the same for a number, for libraries larger than the
        dataset.
        """
        track = _variant(number)
        self._tracks[track.id] = track
        return track.id

    def fresh(self, wanted: int, taken: Container[str]) -> list[str]:
        """Returns that many ids that are not in `taken`: those of the dataset first, then generated ones."""
        ids = chain((track.id for track in source_tracks()), map(self.variant, count()))
        return list(islice((id for id in ids if id not in taken), wanted))


# Every world has the same tracks, so they are created and encoded once a process.


@cache
def _source_by_id() -> dict[str, Track]:
    return {track.id: track for track in source_tracks()}


@cache
def _encoded_source(id: str) -> bytes:
    return encode(_source_by_id()[id].document())


@cache
def _variant(number: int) -> Track:
    tracks = source_tracks()
    model = tracks[number % len(tracks)]
    return replace(
        model,
        id=stable_id("variant", number),
        name=f"{model.name} - Take {number // len(tracks) + 2}",
        isrc=f"QZSBX{number:07}",
    )


@cache
def artists() -> dict[str, Artist]:
    """Returns every artist of the catalogue by id."""
    return {artist.id: artist for track in source_tracks() for artist in _credited(track)}


def _credited(track: Track) -> tuple[Artist, ...]:
    return (*track.artists, track.album.artist)
