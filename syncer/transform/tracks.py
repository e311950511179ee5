"""Parses Spotify's track objects: ids, names, artists, album, release date, text that a database can store.

Every field may be missing: development mode leaves much out, local files have no ids, and older objects have fields
of other shapes. Parsing never raises; what had to be mended or left out is added to `oddities`.

https://developer.spotify.com/documentation/web-api/reference/get-users-saved-tracks
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from providers.spotify.records import parse_whole_number
from providers.text import is_storable, storable_part
from syncer.transform.records import AlbumRecord, ArtistRecord, Oddity, TextField, TrackRecord
from syncer.transform.release_dates import parse_release_date

# Milliseconds: the largest number that PostgreSQL's integer holds.
LONGEST_TRACK = 2**31 - 1


def parse_track(raw: Any, oddities: list[Oddity]) -> TrackRecord | None:
    """Returns the track, or None when `raw` has nothing to identify it by."""
    if not isinstance(raw, dict):
        if raw is not None:
            oddities.append(Oddity("track_not_object"))
        return None
    spotify_id = _id_of(raw, "track_id", oddities)
    uri = storable_text(raw.get("uri"), "track_uri", oddities)
    name = storable_text(raw.get("name"), "track_name", oddities)
    artists = _artists_of(raw.get("artists"), oddities)
    album = _album_of(raw.get("album"), oddities)
    # A local file has no id, and its URI names its tags. Where that is missing too the names have to do: two tracks
    # that share them are one track then.
    key = spotify_id or short_key(uri) or _key_from_names(name, artists, album)
    if not key:
        oddities.append(Oddity("track_without_identity"))
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


def _id_of(raw: dict[str, Any], field: TextField, oddities: list[Oddity]) -> str | None:
    return short_key(storable_text(raw.get("id"), field, oddities)) or None


def _key_from_names(name: str, artists: tuple[ArtistRecord, ...], album: AlbumRecord) -> str:
    words = [name, *(artist.name for artist in artists), album.name]
    if not any(words):
        return ""
    return "unnamed:" + blake2b("\n".join(words).encode(), digest_size=16).hexdigest()


def _artists_of(raw: Any, oddities: list[Oddity]) -> tuple[ArtistRecord, ...]:
    if not isinstance(raw, list):
        oddities.append(Oddity("artists_missing"))
        return ()
    found = [artist for artist in raw if isinstance(artist, dict)]
    if len(found) < len(raw):
        oddities.append(Oddity("artist_not_object"))
    return tuple(
        ArtistRecord(
            _id_of(artist, "artist_id", oddities), storable_text(artist.get("name"), "artist_name", oddities)
        )
        for artist in found
    )


def _album_of(raw: Any, oddities: list[Oddity]) -> AlbumRecord:
    if not isinstance(raw, dict):
        oddities.append(Oddity("album_missing"))
        return AlbumRecord(None, "", "", "", "")
    released = parse_release_date(storable_text(raw.get("release_date"), "release_date", oddities))
    if released is None:
        oddities.append(Oddity("release_date_invalid"))
    date, precision = released or ("", "")
    return AlbumRecord(
        spotify_id=_id_of(raw, "album_id", oddities),
        name=storable_text(raw.get("name"), "album_name", oddities),
        release_date=date,
        release_date_precision=precision,
        **_images_of(raw.get("images"), oddities),
    )


# Spotify lists three, the widest first, and of some lists no widths.
_MAX_IMAGES = 10
_USUAL_WIDTHS = (640, 300, 64)


def _images_of(raw: Any, oddities: list[Oddity]) -> dict[str, str]:
    """Returns the addresses of the first image, and of the narrowest of at least 300 and of at least 64 pixels."""
    images: list[tuple[int, str]] = []
    for place, image in enumerate(raw[:_MAX_IMAGES] if isinstance(raw, list) else []):
        if not isinstance(image, dict):
            continue
        if url := storable_text(image.get("url"), "image_url", oddities):
            usual = _USUAL_WIDTHS[min(place, len(_USUAL_WIDTHS) - 1)]
            images.append((parse_whole_number(image.get("width")) or usual, url))
    if not images:
        return {"image_url": ""}
    return {
        "image_url": images[0][1],
        "medium_image_url": _narrowest(images, 300),
        "small_image_url": _narrowest(images, 64),
    }


def _narrowest(images: Sequence[tuple[int, str]], least: int) -> str:
    wide_enough = [image for image in images if image[0] >= least]
    return min(wide_enough, key=itemgetter(0), default=images[0])[1]


def _duration_of(raw: Any, oddities: list[Oddity]) -> int | None:
    # Local files had an object here: https://github.com/JohnnyCrazy/SpotifyAPI-NET/issues/926
    milliseconds = parse_whole_number(raw.get("totalMilliseconds") if isinstance(raw, dict) else raw)
    if milliseconds is not None and 0 <= milliseconds <= LONGEST_TRACK:
        return milliseconds
    if raw is not None:
        oddities.append(Oddity("duration_invalid"))
    return None


def _flag_of(raw: Any, oddities: list[Oddity]) -> bool | None:
    if raw is not None and not isinstance(raw, bool):
        oddities.append(Oddity("explicit_invalid"))
        return None
    return raw


def _isrc_of(raw: Any, oddities: list[Oddity]) -> str:
    isrc = storable_text(raw.get("isrc"), "isrc", oddities) if isinstance(raw, dict) else ""
    if len(isrc) > 32:
        oddities.append(Oddity("isrc_too_long"))
        return ""
    return isrc


# A B-tree row of PostgreSQL holds 2,704 bytes; 300 characters of any script fit.
KEY_LENGTH = 300


def storable_text(value: Any, field: TextField, oddities: list[Oddity]) -> str:
    """Returns the text of `value` without what no database can store."""
    if value is None:
        return ""
    if not isinstance(value, str):
        oddities.append(Oddity("not_text", field))
        return ""
    if is_storable(value):
        return value
    oddities.append(Oddity("unstorable_characters", field))
    return storable_part(value)


def short_key(text: str) -> str:
    """Returns `text` if it fits an index, else its beginning and a digest of all of it."""
    if len(text) <= KEY_LENGTH:
        return text
    digest = blake2b(text.encode(), digest_size=16).hexdigest()
    return f"{text[:100]}#{digest}"
