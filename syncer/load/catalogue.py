"""Storing what Spotify says about artists, albums and tracks: rows that all people share.

Many workers write the same rows at once. They never wait for each other in a circle, because every
transaction takes the tables in one order and the keys of a table in sorted order. What a transaction holds of a
single person comes after them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from django.db.models import Q

from accounts.models import User
from library.models import Album, Artist, Track, TrackArtist
from library.owners import mark_owners_stale
from syncer.transform.records import AlbumRecord, ArtistRecord, TrackRecord

TRACK_FIELDS = [
    "spotify_id",
    "uri",
    "name",
    "album",
    "artist_line",
    "duration_ms",
    "explicit",
    "isrc",
    "is_local",
    "fingerprint",
]
ALBUM_FIELDS = ["spotify_id", "name", "release_date", "release_date_precision", "image_url"]
ARTIST_FIELDS = ["spotify_id", "name"]


def store_tracks(records: Iterable[TrackRecord], reader: User) -> tuple[dict[str, int], int]:
    """The tracks' row ids by key, and how many that were there already changed. Writes only what differs.

    Whoever else has saved what changed is told: it stands in their sheets.
    """
    by_key = {record.key: record for record in records}
    rows = Track.objects.filter(key__in=by_key).values_list("key", "pk", "fingerprint")
    ids = {key: pk for key, pk, _ in rows}
    standing = {key: mark for key, _, mark in rows}
    marks = {key: fingerprint(record) for key, record in by_key.items()}
    differing = {key: by_key[key] for key in sorted(by_key) if standing.get(key) != marks[key]}
    changed = standing.keys() & differing.keys()
    if differing:
        albums = _store_albums(record.album for record in differing.values())
        ids |= _upsert_tracks(differing, marks, albums.ids)
        _store_credits(differing, ids, known=changed)
        if changed or albums.changed:
            mark_owners_stale(Q(key__in=changed) | Q(album__in=albums.changed), reader=reader)
    return ids, len(changed)


def differ(records: Iterable[TrackRecord]) -> bool:
    """Spotify describes at least one of the tracks otherwise than it stands here."""
    marks = {record.key: fingerprint(record) for record in records}
    standing = Track.objects.filter(key__in=marks).values_list("key", "fingerprint")
    return dict(standing) != marks


def _upsert_tracks(
    records: Mapping[str, TrackRecord], marks: Mapping[str, str], albums: Mapping[str, int]
) -> dict[str, int]:
    rows = [
        Track(
            key=key,
            spotify_id=record.spotify_id,
            uri=record.uri,
            name=record.name,
            album_id=albums[album_key(record.album)],
            artist_line=", ".join(artist.name for artist in record.artists if artist.name),
            duration_ms=record.duration_ms,
            explicit=record.explicit,
            isrc=record.isrc,
            is_local=record.is_local,
            fingerprint=marks[key],
        )
        for key, record in records.items()
    ]
    stored = Track.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=TRACK_FIELDS
    )
    return {track.key: track.pk for track in stored}


@dataclass(frozen=True, slots=True)
class _Albums:
    """Row ids by key, and the ids of those that were there already and changed: other tracks may be on them."""

    ids: dict[str, int]
    changed: list[int]


def _store_albums(records: Iterable[AlbumRecord]) -> _Albums:
    by_key = {album_key(record): record for record in records}
    rows = Album.objects.filter(key__in=by_key)
    standing = {album.key: album for album in rows}
    ids = {key: album.pk for key, album in standing.items()}
    differing = [
        _album_row(key, by_key[key])
        for key in sorted(by_key)
        if key not in standing or not _same(standing[key], _album_row(key, by_key[key]), ALBUM_FIELDS)
    ]
    stored = Album.objects.bulk_create(
        differing, update_conflicts=True, unique_fields=["key"], update_fields=ALBUM_FIELDS
    )
    changed = [ids[album.key] for album in differing if album.key in ids]
    return _Albums(ids | {album.key: album.pk for album in stored}, changed)


def _album_row(key: str, record: AlbumRecord) -> Album:
    return Album(
        key=key,
        spotify_id=record.spotify_id,
        name=record.name,
        release_date=record.release_date,
        release_date_precision=record.release_date_precision,
        image_url=record.image_url,
    )


def _store_artists(records: Iterable[ArtistRecord]) -> dict[str, int]:
    by_key = {artist_key(record): record for record in records}
    standing = {artist.key: artist for artist in Artist.objects.filter(key__in=by_key)}
    ids = {key: artist.pk for key, artist in standing.items()}
    differing = [
        Artist(key=key, spotify_id=by_key[key].spotify_id, name=by_key[key].name)
        for key in sorted(by_key)
        if key not in standing or standing[key].name != by_key[key].name
    ]
    stored = Artist.objects.bulk_create(
        differing, update_conflicts=True, unique_fields=["key"], update_fields=ARTIST_FIELDS
    )
    return ids | {artist.key: artist.pk for artist in stored}


def _store_credits(
    records: Mapping[str, TrackRecord], ids: Mapping[str, int], *, known: Iterable[str]
) -> None:
    artists = _store_artists(artist for record in records.values() for artist in record.artists)
    for key in sorted(known):
        TrackArtist.objects.filter(track_id=ids[key], place__gte=len(records[key].artists)).delete()
    TrackArtist.objects.bulk_create(
        [
            TrackArtist(track_id=ids[key], artist_id=artists[artist_key(artist)], place=place)
            for key, record in sorted(records.items(), key=lambda pair: ids[pair[0]])
            for place, artist in enumerate(record.artists)
        ],
        update_conflicts=True,
        unique_fields=["track", "place"],
        update_fields=["artist"],
    )


def _same(one: Album, other: Album, fields: Iterable[str]) -> bool:
    return all(getattr(one, field) == getattr(other, field) for field in fields)


def artist_key(artist: ArtistRecord) -> str:
    return artist.spotify_id or _made_of("artist", artist.name)


def album_key(album: AlbumRecord) -> str:
    return album.spotify_id or _made_of("album", album.name, album.release_date, album.image_url)


def fingerprint(track: TrackRecord) -> str:
    """Equal for two records of a track exactly when storing the second would change nothing."""
    album = track.album
    return _digest(
        track.uri,
        track.name,
        track.duration_ms,
        track.explicit,
        track.isrc,
        track.is_local,
        *((artist.spotify_id, artist.name) for artist in track.artists),
        (album.spotify_id, album.name, album.release_date, album.release_date_precision, album.image_url),
    )


def _made_of(kind: str, *words: str) -> str:
    return f"{kind}:{_digest(*words)}"


def _digest(*parts: object) -> str:
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()
