"""Tracks, albums and artists, with their JSON objects as an app in development mode gets them in late 2026.

`popularity`, `available_markets` and `linked_from` are left out on purpose:

https://developer.spotify.com/documentation/web-api/references/changes/february-2026
"""

import json
from dataclasses import dataclass
from typing import Any

API = "https://api.spotify.com/v1"
OPEN = "https://open.spotify.com"


@dataclass(frozen=True, slots=True)
class Artist:
    """An artist as in a track object."""

    id: str
    name: str

    def document(self) -> dict[str, Any]:
        return links("artist", self.id) | {"name": self.name}


@dataclass(frozen=True, slots=True)
class Album:
    """An album as in a track object."""

    id: str
    name: str
    artist: Artist
    album_type: str
    total_tracks: int
    release_date: str
    release_date_precision: str
    image: str
    """The file name of the cover at i.scdn.co, "" for an album without one."""

    def document(self) -> dict[str, Any]:
        return links("album", self.id) | {
            "name": self.name,
            "album_type": self.album_type,
            "total_tracks": self.total_tracks,
            "release_date": self.release_date,
            "release_date_precision": self.release_date_precision,
            "artists": [self.artist.document()],
            "images": _images(self.image),
        }


@dataclass(frozen=True, slots=True)
class Track:
    """A track. All `artists` after the first are guests."""

    id: str
    name: str
    artists: tuple[Artist, ...]
    album: Album
    duration_ms: int
    explicit: bool
    isrc: str
    track_number: int

    def document(self) -> dict[str, Any]:
        return links("track", self.id) | {
            "name": self.name,
            "artists": [artist.document() for artist in self.artists],
            "album": self.album.document(),
            "duration_ms": self.duration_ms,
            "explicit": self.explicit,
            "external_ids": {"isrc": self.isrc},
            "is_local": False,
            "disc_number": 1,
            "track_number": self.track_number,
            "preview_url": None,
        }


def encode(document: Any) -> bytes:
    """JSON in UTF-8; a lone surrogate, which UTF-8 cannot hold, goes as its escape (`\\ud800`)."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


def links(kind: str, id: str) -> dict[str, Any]:
    """Returns the fields that identify an object; `kind` is track, album or artist."""
    return {
        "id": id,
        "type": kind,
        "uri": f"spotify:{kind}:{id}",
        "href": f"{API}/{kind}s/{id}",
        "external_urls": {"spotify": f"{OPEN}/{kind}/{id}"},
    }


COVER_WIDTHS = {"ab67616d0000b273": 640, "ab67616d00001e02": 300, "ab67616d00004851": 64}
"""The widths of a cover, by what its id begins with, as in real ids."""


def _images(name: str) -> list[dict[str, Any]]:
    """Returns a cover in three sizes, widest first."""
    return [
        {"url": f"https://i.scdn.co/image/{digits}{name}", "height": width, "width": width}
        for digits, width in COVER_WIDTHS.items()
        if name
    ]
