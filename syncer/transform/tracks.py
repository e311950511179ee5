"""Spotify's track objects to records. Everything may be missing: development mode leaves much out, local
files have no ids, and older objects have fields in shapes of their own.

https://developer.spotify.com/documentation/web-api/reference/get-users-saved-tracks
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any

from syncer.transform.records import AlbumRecord, ArtistRecord, TrackRecord

RELEASE_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
PRECISIONS = {4: "year", 7: "month", 10: "day"}
LONGEST_TRACK = 2**31 - 1  # ms, what the database's integer holds


def parse_track(raw: Any, oddities: list[str]) -> TrackRecord | None:
    """The track, or None when there is nothing in `raw` to tell it by."""
    if not isinstance(raw, dict):
        if raw is not None:
            oddities.append("track is not an object")
        return None
    spotify_id = _id_of(raw, "track id", oddities)
    uri = storable_text(raw.get("uri"), "track uri", oddities)
    name = storable_text(raw.get("name"), "track name", oddities)
    artists = _artists_of(raw.get("artists"), oddities)
    album = _album_of(raw.get("album"), oddities)
    key = spotify_id or short_key(uri) or _made_up_key(name, artists, album)
    if not key:
        oddities.append("track has no id and no name")
        return None
    return TrackRecord(
        key=key,
        spotify_id=spotify_id,
        uri=uri or (f"spotify:track:{spotify_id}" if spotify_id else ""),
        name=name,
        artists=artists,
        album=album,
        duration_ms=_duration_of(raw.get("duration_ms"), oddities),
        explicit=_flag_of(raw.get("explicit"), oddities),
        isrc=_isrc_of(raw.get("external_ids"), oddities),
        is_local=raw.get("is_local") is True or uri.startswith("spotify:local:"),
    )


def _id_of(raw: dict[str, Any], field: str, oddities: list[str]) -> str | None:
    return short_key(storable_text(raw.get("id"), field, oddities)) or None


def _made_up_key(name: str, artists: tuple[ArtistRecord, ...], album: AlbumRecord) -> str:
    words = [name, *(artist.name for artist in artists), album.name]
    if not any(words):
        return ""
    return "unnamed:" + blake2b("\n".join(words).encode(), digest_size=16).hexdigest()


def _artists_of(raw: Any, oddities: list[str]) -> tuple[ArtistRecord, ...]:
    if not isinstance(raw, list):
        oddities.append("artists are missing")
        return ()
    found = [artist for artist in raw if isinstance(artist, dict)]
    if len(found) < len(raw):
        oddities.append("an artist is not an object")
    return tuple(
        ArtistRecord(
            _id_of(artist, "artist id", oddities), storable_text(artist.get("name"), "artist name", oddities)
        )
        for artist in found
    )


def _album_of(raw: Any, oddities: list[str]) -> AlbumRecord:
    if not isinstance(raw, dict):
        oddities.append("album is missing")
        return AlbumRecord(None, "", "", "", "")
    date = storable_text(raw.get("release_date"), "release date", oddities)
    if date and not RELEASE_DATE.fullmatch(date):
        oddities.append("release date is not a date")
        date = ""
    return AlbumRecord(
        spotify_id=_id_of(raw, "album id", oddities),
        name=storable_text(raw.get("name"), "album name", oddities),
        release_date=date,
        release_date_precision=PRECISIONS.get(len(date), ""),
        image_url=_image_of(raw.get("images"), oddities),
    )


def _image_of(raw: Any, oddities: list[str]) -> str:
    """The first image's address: Spotify lists the widest first."""
    first = raw[0] if isinstance(raw, list) and raw else None
    return storable_text(first.get("url"), "image address", oddities) if isinstance(first, dict) else ""


def _duration_of(raw: Any, oddities: list[str]) -> int | None:
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= LONGEST_TRACK:
        return raw
    if raw is not None:
        oddities.append("duration is not a number of milliseconds")
    return None


def _flag_of(raw: Any, oddities: list[str]) -> bool | None:
    if raw is not None and not isinstance(raw, bool):
        oddities.append("explicit is neither true nor false")
        return None
    return raw


def _isrc_of(raw: Any, oddities: list[str]) -> str:
    isrc = storable_text(raw.get("isrc"), "ISRC", oddities) if isinstance(raw, dict) else ""
    if len(isrc) > 32:
        oddities.append("ISRC is too long")
        return ""
    return isrc


UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
KEY_LENGTH = 300


def storable_text(value: Any, field: str, oddities: list[str]) -> str:
    """The text of `value`; what had to be left out is named in `oddities`."""
    if value is None:
        return ""
    if not isinstance(value, str):
        oddities.append(f"{field} is not text")
        return ""
    if value.isascii() and "\0" not in value:
        return value
    if UNSTORABLE.search(value) is None:
        return value
    oddities.append(f"{field} had characters that cannot be stored")
    return UNSTORABLE.sub("", value)


def short_key(text: str) -> str:
    """`text` itself while it fits an index, else its beginning and a digest of all of it."""
    if len(text) <= KEY_LENGTH:
        return text
    digest = blake2b(text.encode(), digest_size=16).hexdigest()
    return f"{text[:100]}#{digest}"
