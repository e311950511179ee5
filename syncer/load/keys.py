"""Keys of artists and albums: Spotify's id, or one made of what is known where there is none."""

from __future__ import annotations

from hashlib import blake2b

from syncer.transform.records import AlbumRecord, ArtistRecord, TrackRecord


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
