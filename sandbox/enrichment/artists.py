"""The artists that MusicBrainz, ListenBrainz and Last.fm have tags for, at all of them, one of them or none."""

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
"""The share of artists, cumulative, that have tags at these vendors: none, one of them, or all."""


@dataclass(frozen=True, slots=True)
class KnownArtist:
    """An artist. `tagged_at` are the vendors that have tags, `genres` maps each genre to a weight."""

    spotify_id: str
    name: str
    mbid: str
    genres: dict[str, int]
    tagged_at: frozenset[str]

    @property
    def linked(self) -> bool:
        """Whether MusicBrainz has the artist's Spotify page.

        ListenBrainz needs it as well: it is queried by MBID.
        """
        return bool(self.tagged_at & {"musicbrainz", "listenbrainz"})


@cache
def by_spotify_id() -> dict[str, KnownArtist]:
    """Returns every artist in Spotify's catalogue, including those without tags anywhere."""
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
    """Returns the artists that MusicBrainz has linked with Spotify."""
    return {artist.mbid: artist for artist in by_spotify_id().values() if artist.linked}


@cache
def by_name() -> dict[str, KnownArtist]:
    """Returns the artists at Last.fm, by name in lower case."""
    return {
        artist.name.lower(): artist for artist in by_spotify_id().values() if "lastfm" in artist.tagged_at
    }


def _vendors(spotify_id: str) -> frozenset[str]:
    fraction = stable_fraction("artist", spotify_id)
    return next(vendors for limit, vendors in COVERAGE if fraction < limit)
