"""Every track that can be saved, with its JSON encoded once."""

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
    """Tracks by key: a Spotify id, or for what has none (a local file, null), its URI or a name of its own."""

    def __init__(self) -> None:
        self._tracks = dict(_source_by_id())
        self._encoded: dict[str, bytes] = {}
        self._nameless = count(1)

    def __contains__(self, key: str) -> bool:
        return key in self._tracks or key in self._encoded

    def keys(self) -> set[str]:
        return {*self._tracks, *self._encoded}

    def encoded(self, key: str) -> bytes:
        """The track object as it stands in an answer. Raises KeyError for a key that nobody added."""
        if key not in self._encoded:
            from_file = key in _source_by_id()
            self._encoded[key] = _encoded_source(key) if from_file else encode(self._tracks[key].document())
        return self._encoded[key]

    def document(self, key: str) -> Any:
        return json.loads(self.encoded(key))

    def add_document(self, document: dict[str, Any] | None) -> str:
        """Takes any JSON that shall stand where a saved track stands, and gives its key."""
        named = document or {}
        key = named.get("id") or named.get("uri") or f"nameless:{next(self._nameless)}"
        self._encoded[key] = encode(document)
        return str(key)

    def add_copy(self, key: str, new_id: str) -> None:
        """The same recording (and ISRC) under another id."""
        self.add_document(self.document(key) | links("track", new_id))

    def variant(self, number: int) -> str:
        """The id of a made-up track, always the same one for the same number, for libraries beyond the file."""
        track = _variant(number)
        self._tracks[track.id] = track
        return track.id

    def fresh(self, wanted: int, taken: Container[str]) -> list[str]:
        """So many ids that are not among `taken`: the file's own first, then made-up ones."""
        ids = chain((track.id for track in source_tracks()), map(self.variant, count()))
        return list(islice((id for id in ids if id not in taken), wanted))


# Every world holds the same tracks: they are made, and those of the file encoded, once a process.


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
    """Every artist of the catalogue by id."""
    return {artist.id: artist for track in source_tracks() for artist in _credited(track)}


def _credited(track: Track) -> tuple[Artist, ...]:
    return (*track.artists, track.album.artist)
