"""Which artists MusicBrainz, ListenBrainz and Last.fm know, and which only one of them knows."""

from dataclasses import dataclass
from functools import cache

from sandbox.enrichment.stable_random import stable_fraction, uuid
from sandbox.spotify.catalogue import artists
from sandbox.spotify.genres import artist_genres

EVERYWHERE = frozenset({"musicbrainz", "listenbrainz", "lastfm"})
COVERAGE = (
    (0.12, frozenset[str]()),
    (0.22, frozenset({"lastfm"})),
    (0.30, frozenset({"musicbrainz"})),
    (0.38, frozenset({"listenbrainz"})),
    (1.00, EVERYWHERE),
)
"""Up to which fraction which vendors have tags: nobody, one of them, or all."""


@dataclass(frozen=True, slots=True)
class KnownArtist:
    """`tagged_at`: the vendors that have its tags. `genres`: each with a weight, none for a few artists."""

    spotify_id: str
    name: str
    mbid: str
    genres: dict[str, int]
    tagged_at: frozenset[str]

    @property
    def linked(self) -> bool:
        """MusicBrainz knows its page at Spotify. ListenBrainz is asked by MBID, so it depends on that too."""
        return bool(self.tagged_at & {"musicbrainz", "listenbrainz"})


@cache
def by_spotify_id() -> dict[str, KnownArtist]:
    """Every artist of Spotify's catalogue, those that nobody else knows included."""
    return {
        id: KnownArtist(
            spotify_id=id,
            name=artist.name,
            mbid=uuid("artist", id),
            genres=dict(artist_genres().get(id, {})),
            tagged_at=_vendors(id),
        )
        for id, artist in artists().items()
    }


@cache
def by_mbid() -> dict[str, KnownArtist]:
    """Those that MusicBrainz has linked with Spotify."""
    return {artist.mbid: artist for artist in by_spotify_id().values() if artist.linked}


@cache
def by_name() -> dict[str, KnownArtist]:
    """Those at Last.fm, by name in lower case."""
    return {
        artist.name.lower(): artist for artist in by_spotify_id().values() if "lastfm" in artist.tagged_at
    }


def _vendors(spotify_id: str) -> frozenset[str]:
    fraction = stable_fraction("artist", spotify_id)
    return next(vendors for limit, vendors in COVERAGE if fraction < limit)
