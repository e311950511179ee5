"""The recordings in ReccoBeats' database: two thirds of Spotify's catalogue, and second records of some
ISRCs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from sandbox.enrichment.stable_random import is_uuid, stable_fraction, uuid
from sandbox.spotify.catalogue import Catalogue
from sandbox.spotify.features import Features, made_up, measured
from sandbox.spotify.ids import is_id, stable_id

UNKNOWN_SHARE = 1 / 3
SECOND_RECORD_SHARE = 0.1
"""The share of ISRCs with a second record: the same recording on another release, analysed separately."""
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}\d{7}")


@dataclass(frozen=True)
class Recording:
    """A recording. A second one of the same ISRC has generated features."""

    spotify_id: str
    track: Mapping[str, Any]
    """The track object as Spotify's API has it."""
    second: bool = False

    @cached_property
    def id(self) -> str:
        return uuid("recording", self.spotify_id)

    @property
    def isrc(self) -> str | None:
        return (self.track.get("external_ids") or {}).get("isrc")

    @property
    def features(self) -> Features:
        return made_up(self.spotify_id) if self.second or not self.isrc else measured(self.isrc)


def is_known(spotify_id: str) -> bool:
    """Returns whether ReccoBeats has the track with this Spotify id."""
    return stable_fraction("reccobeats", spotify_id) >= UNKNOWN_SHARE


class Recordings:
    """Finds recordings by Spotify id, by ReccoBeats' own id, and by ISRC, of which there may be several."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._named: dict[str, list[Recording]] = {}
        self._read: set[str] = set()

    def find(self, name: str) -> list[Recording]:
        """Returns the recordings with this id or ISRC, none for an unknown or malformed one."""
        if is_id(name):
            return self._of_track(name)
        if is_uuid(name) or _ISRC.fullmatch(name):
            self._read_catalogue()
            return self._named.get(name.lower() if is_uuid(name) else name, [])
        return []

    def _of_track(self, spotify_id: str) -> list[Recording]:
        if spotify_id not in self._catalogue or not is_known(spotify_id):
            return []
        return [_recording(spotify_id, self._catalogue.encoded(spotify_id))]

    def _read_catalogue(self) -> None:
        """Indexes the tracks added since the last call; a large library takes a moment."""
        for key in self._catalogue.keys() - self._read:
            self._read.add(key)
            if is_id(key):
                self._name(key)

    def _name(self, spotify_id: str) -> None:
        for recording in [*self._of_track(spotify_id), *self._second(spotify_id)]:
            self._named[recording.id] = [recording]
            if recording.isrc:
                self._named.setdefault(recording.isrc, []).append(recording)

    def _second(self, spotify_id: str) -> list[Recording]:
        if stable_fraction("second", spotify_id) >= SECOND_RECORD_SHARE:
            return []
        return [_second_recording(spotify_id, self._catalogue.encoded(spotify_id))]


# Nearly every world has the same tracks, so recordings are cached across worlds.


@lru_cache(maxsize=4096)
def _recording(spotify_id: str, encoded_track: bytes) -> Recording:
    return Recording(spotify_id, json.loads(encoded_track))


@lru_cache(maxsize=512)
def _second_recording(spotify_id: str, encoded_track: bytes) -> Recording:
    return Recording(stable_id("second", spotify_id), json.loads(encoded_track), second=True)
