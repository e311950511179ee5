"""Stores artists, albums and tracks: the catalogue, whose rows all people share.

Many workers write the same rows at once. They cannot deadlock, because every transaction locks the tables in one
order, the keys of a table in sorted order, and rows of a single person after them:

    albums (a, b, c …) → tracks (a, b, c …) → artists → track artists → library states → saves

Artists and albums without an id at Spotify (local files) get a key made of what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from hashlib import blake2b
from operator import or_

from django.db.models import Q

from accounts.models import User
from library.models import Album, Artist, Track, TrackArtist
from library.search import search_text
from library.storage import mark_owners_stale
from syncer.load.stored_tracks import (
    album_record,
    keep_known_values,
    known_album,
    owner_of,
    stored_records,
    tracks_of,
)
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
    "search_text",
]
ALBUM_FIELDS = [
    "spotify_id",
    "name",
    "release_date",
    "release_date_precision",
    "image_url",
    "medium_image_url",
    "small_image_url",
]
ARTIST_FIELDS = ["spotify_id", "name"]

OwnedKey = tuple[int, str]
"""The owner and the key of an artist or album: 0 for those that all share."""


def store_tracks(records: Iterable[TrackRecord], reader: User) -> tuple[dict[str, int], int]:
    """Writes the tracks that differ; returns the row ids of all by key, and how many existing ones changed.

    A track that has other images has not changed: no sheet shows them.
    The sheets of other people who have saved a changed track are marked stale, so that their next sync writes it.
    """
    by_key = {record.key: record for record in records}
    rows = tracks_of(by_key, reader).values_list("key", "pk", "fingerprint")
    ids = {key: pk for key, pk, _ in rows}
    stored_fingerprints = {key: value for key, _, value in rows}
    fingerprints = {key: fingerprint(record) for key, record in by_key.items()}
    # Sorted: all workers lock the rows in one order.
    differing = {
        key: by_key[key] for key in sorted(by_key) if stored_fingerprints.get(key) != fingerprints[key]
    }
    described_anew = stored_fingerprints.keys() & differing.keys()
    stored = stored_records(described_anew, reader) if described_anew else {}
    differing |= {key: keep_known_values(differing[key], stored[key]) for key in stored}
    changed = {key for key in stored if differing[key].without_images != stored[key].without_images}
    if differing:
        owners = {key: owner_of(record, reader) for key, record in differing.items()}
        albums = _store_albums((owners[key], record.album) for key, record in differing.items())
        ids |= _upsert_tracks(differing, owners, fingerprints, albums.ids)
        _store_credits(differing, owners, ids, existing=described_anew)
        if changed or albums.changed:
            shared = Q(owner=0, key__in=changed) | Q(album__in=albums.changed)
            mark_owners_stale(shared, reader=reader)
    return ids, len(changed)


def have_changed(records: Iterable[TrackRecord], known: Mapping[str, str], reader: User) -> bool:
    """Returns whether Spotify describes at least one of the tracks in another way than the catalogue.

    `known` are the stored fingerprints of some of them by key; those of the others are looked up.
    """
    fingerprints = {record.key: fingerprint(record) for record in records}
    stored = {key: known[key] for key in fingerprints if key in known}
    if len(stored) < len(fingerprints):
        unknown = tracks_of(fingerprints.keys() - stored.keys(), reader)
        stored |= dict(unknown.values_list("key", "fingerprint"))
    return stored != fingerprints


def _upsert_tracks(
    records: Mapping[str, TrackRecord],
    owners: Mapping[str, int],
    fingerprints: Mapping[str, str],
    albums: Mapping[OwnedKey, int],
) -> dict[str, int]:
    rows = [
        Track(
            key=key,
            owner=owners[key],
            spotify_id=record.spotify_id,
            uri=record.uri,
            name=record.name,
            album_id=albums[owners[key], album_key(record.album)],
            artist_line=record.artist_line,
            duration_ms=record.duration_ms,
            explicit=record.explicit,
            isrc=record.isrc,
            is_local=record.is_local,
            fingerprint=fingerprints[key],
            search_text=search_text(record.artist_line, record.name, record.album.name, record.isrc),
        )
        for key, record in records.items()
    ]
    # An upsert: another worker may have stored the same new track since it was looked up.
    stored = Track.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key", "owner"], update_fields=TRACK_FIELDS
    )
    return {track.key: track.pk for track in stored}


@dataclass(frozen=True, slots=True)
class _Albums:
    """Row ids by key, and the ids of existing albums that changed in more than their images.

    Tracks of other people may be on them.
    """

    ids: dict[OwnedKey, int]
    changed: list[int]


def _store_albums(records: Iterable[tuple[int, AlbumRecord]]) -> _Albums:
    by_key = {(owner, album_key(record)): record for owner, record in records}
    rows = Album.objects.filter(_one_of(by_key))
    stored_rows = {(album.owner, album.key): album for album in rows}
    ids = {key: album.pk for key, album in stored_rows.items()}
    # Albums are shared: what this answer leaves out may be known from another track of theirs.
    known = {key: album_record(album) for key, album in stored_rows.items()}
    by_key |= {key: known_album(by_key[key], album) for key, album in known.items()}
    differing = [_album_row(key, by_key[key]) for key in sorted(by_key) if by_key[key] != known.get(key)]
    stored = Album.objects.bulk_create(
        differing, update_conflicts=True, unique_fields=["key", "owner"], update_fields=ALBUM_FIELDS
    )
    changed = [ids[key] for key, album in known.items() if by_key[key].without_images != album.without_images]
    return _Albums(ids | {(album.owner, album.key): album.pk for album in stored}, changed)


def _album_row(owned_key: OwnedKey, record: AlbumRecord) -> Album:
    owner, key = owned_key
    return Album(
        key=key,
        owner=owner,
        spotify_id=record.spotify_id,
        name=record.name,
        release_date=record.release_date,
        release_date_precision=record.release_date_precision,
        image_url=record.image_url,
        medium_image_url=record.medium_image_url,
        small_image_url=record.small_image_url,
    )


def _store_artists(records: Iterable[tuple[int, ArtistRecord]]) -> dict[OwnedKey, int]:
    by_key = {(owner, artist_key(record)): record for owner, record in records}
    stored_rows = {(artist.owner, artist.key): artist for artist in Artist.objects.filter(_one_of(by_key))}
    ids = {key: artist.pk for key, artist in stored_rows.items()}
    differing = [
        Artist(owner=owner, key=key, spotify_id=record.spotify_id, name=record.name)
        for (owner, key), record in sorted(by_key.items(), key=lambda pair: pair[0])
        if (owner, key) not in stored_rows or record.name not in ("", stored_rows[owner, key].name)
    ]
    stored = Artist.objects.bulk_create(
        differing, update_conflicts=True, unique_fields=["key", "owner"], update_fields=ARTIST_FIELDS
    )
    return ids | {(artist.owner, artist.key): artist.pk for artist in stored}


def _one_of(keys: Iterable[OwnedKey]) -> Q:
    """Returns the condition for the rows with these keys: those that all share, and those of one person."""
    by_owner: dict[int, list[str]] = {}
    for owner, key in keys:
        by_owner.setdefault(owner, []).append(key)
    return reduce(or_, (Q(owner=owner, key__in=some) for owner, some in by_owner.items()), Q(pk__in=()))


def _store_credits(
    records: Mapping[str, TrackRecord],
    owners: Mapping[str, int],
    ids: Mapping[str, int],
    *,
    existing: Iterable[str],
) -> None:
    artists = _store_artists(
        (owners[key], artist) for key, record in records.items() for artist in record.artists
    )
    # A track that has fewer artists now: the upsert below replaces places, it removes none.
    for key in sorted(existing):
        TrackArtist.objects.filter(track_id=ids[key], place__gte=len(records[key].artists)).delete()
    TrackArtist.objects.bulk_create(
        [
            TrackArtist(track_id=ids[key], artist_id=artists[owners[key], artist_key(artist)], place=place)
            for key, record in sorted(records.items(), key=lambda pair: ids[pair[0]])
            for place, artist in enumerate(record.artists)
        ],
        update_conflicts=True,
        unique_fields=["track", "place"],
        update_fields=["artist"],
    )


def artist_key(artist: ArtistRecord) -> str:
    """Returns Spotify's id, or a key made of the name."""
    return artist.spotify_id or _key_from_names("artist", artist.name)


def album_key(album: AlbumRecord) -> str:
    """Returns Spotify's id, or a key made of name, date and image."""
    return album.spotify_id or _key_from_names("album", album.name, album.release_date, album.image_url)


def fingerprint(track: TrackRecord) -> str:
    """Returns a digest that is equal for two records of a track exactly when storing the second changes nothing."""
    # Compared instead of the rows: nearly all tracks of a page are unchanged, and their artists need no query then.
    album = track.album
    return _digest(
        track.uri,
        track.name,
        track.duration_ms,
        track.explicit,
        track.isrc,
        track.is_local,
        *((artist.spotify_id, artist.name) for artist in track.artists),
        (
            album.spotify_id,
            album.name,
            album.release_date,
            album.release_date_precision,
            album.image_url,
            album.medium_image_url,
            album.small_image_url,
        ),
    )


def _key_from_names(kind: str, *words: str) -> str:
    return f"{kind}:{_digest(*words)}"


def _digest(*parts: object) -> str:
    # Not `hash()`, which differs between processes; and the repr, in which one part cannot run into the next.
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()
