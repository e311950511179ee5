"""The catalogue's tracks as records, and what a new answer of Spotify's may change about them.

stored                 answered                          afterwards
"Song", 3:00           "Song (2024 Mix)", 3:01           "Song (2024 Mix)", 3:01
"Song", 3:00           "Song", unreadable or left out    "Song", 3:00
"Song", 2019-05        "", no album                      "Song", 2019-05
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.db.models import Q, QuerySet

from accounts.models import User
from library.models import Album, Track, TrackArtist
from syncer.transform.records import AlbumRecord, ArtistRecord, TrackRecord


def owner_of(record: TrackRecord, reader: User) -> int:
    """Returns whose the track's row is: the reader's for a local file, 0 for one that all share."""
    return reader.pk if record.is_local else 0


def tracks_of(keys: Collection[str], reader: User) -> QuerySet[Track]:
    """Returns the rows of these tracks that the reader's library uses: shared ones, and their own local files."""
    return Track.objects.filter(Q(is_local=False, owner=0) | Q(is_local=True, owner=reader.pk), key__in=keys)


def stored_records(keys: Collection[str], reader: User) -> dict[str, TrackRecord]:
    """Returns the stored ones among these tracks by key. Two queries."""
    tracks = tracks_of(keys, reader).select_related("album")
    artists: dict[int, list[ArtistRecord]] = {}
    credits = (
        TrackArtist.objects.filter(track__in=tracks_of(keys, reader))
        .select_related("artist")
        .order_by("track", "place")
    )
    for credit in credits:
        record = ArtistRecord(credit.artist.spotify_id, credit.artist.name)
        artists.setdefault(credit.track_id, []).append(record)
    return {
        track.key: TrackRecord(
            key=track.key,
            spotify_id=track.spotify_id,
            uri=track.uri,
            name=track.name,
            artists=tuple(artists.get(track.pk, ())),
            album=album_record(track.album),
            duration_ms=track.duration_ms,
            explicit=track.explicit,
            isrc=track.isrc,
            is_local=track.is_local,
        )
        for track in tracks
    }


def album_record(album: Album) -> AlbumRecord:
    """Returns a stored album as a record."""
    return AlbumRecord(
        album.spotify_id,
        album.name,
        album.release_date,
        album.release_date_precision,
        album.image_url,
        album.medium_image_url,
        album.small_image_url,
    )


def keep_known_values(record: TrackRecord, stored: TrackRecord) -> TrackRecord:
    """Returns `record` with the stored value wherever it has none: what cannot be read replaces nothing."""
    return replace(
        record,
        spotify_id=record.spotify_id or stored.spotify_id,
        uri=record.uri or stored.uri,
        name=record.name or stored.name,
        artists=_known_artists(record.artists, stored.artists),
        album=known_album(record.album, stored.album),
        duration_ms=stored.duration_ms if record.duration_ms is None else record.duration_ms,
        explicit=stored.explicit if record.explicit is None else record.explicit,
        isrc=record.isrc or stored.isrc,
    )


def _known_artists(
    artists: tuple[ArtistRecord, ...], stored: tuple[ArtistRecord, ...]
) -> tuple[ArtistRecord, ...]:
    if not any(artist.name or artist.spotify_id for artist in artists):
        return stored
    names = {artist.spotify_id: artist.name for artist in stored if artist.spotify_id}
    return tuple(replace(one, name=one.name or names.get(one.spotify_id or "", "")) for one in artists)


def known_album(album: AlbumRecord, stored: AlbumRecord) -> AlbumRecord:
    """Returns `album` with the stored values where it has none; another album is taken as it is."""
    if not (album.spotify_id or album.name):
        return stored
    if album.spotify_id != stored.spotify_id or not album.spotify_id:
        return album
    dated = album if album.release_date else stored
    shown = album if album.image_url else stored
    return replace(
        album,
        name=album.name or stored.name,
        release_date=dated.release_date,
        release_date_precision=dated.release_date_precision,
        image_url=shown.image_url,
        medium_image_url=shown.medium_image_url,
        small_image_url=shown.small_image_url,
    )
