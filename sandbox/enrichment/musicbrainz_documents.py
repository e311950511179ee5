"""MusicBrainz' JSON objects for URLs and artists."""

from collections.abc import Container
from typing import Any

from sandbox.enrichment.artists import KnownArtist
from sandbox.enrichment.stable_random import stable_fraction, uuid
from sandbox.enrichment.tags import musicbrainz_genres
from sandbox.spotify.tracks import OPEN

Document = dict[str, Any]
STREAMS = {
    "free streaming": "769085a1-c2f7-4c24-a532-2375a77693bd",
    "streaming": "63cc5d1f-f096-4c94-a43f-ecb32ea94161",
}


def url(artist: KnownArtist, included: Container[str]) -> Document:
    """Returns the object of a page. For a third of the artists it has two relations to the same artist."""
    resource = f"{OPEN}/artist/{artist.spotify_id}"
    document: Document = {"id": uuid("url", resource), "resource": resource}
    if "artist-rels" in included:
        kinds = list(STREAMS) if stable_fraction("streams", artist.spotify_id) < 1 / 3 else ["free streaming"]
        document["relations"] = [_relation(artist, kind) for kind in kinds]
    return document


def artist(artist: KnownArtist, included: Container[str]) -> Document:
    """Returns the object of an artist, with genres if requested and if MusicBrainz has tags."""
    document = {**_artist(artist), "area": None, "life-span": {"begin": None, "end": None, "ended": False}}
    tagged = "musicbrainz" in artist.tagged_at
    if "genres" in included:
        document["genres"] = musicbrainz_genres(artist) if tagged else []
    return document


def _artist(artist: KnownArtist) -> Document:
    return {
        "id": artist.mbid,
        "name": artist.name,
        "sort-name": artist.name,
        "disambiguation": "",
        "country": None,
        "type": None,
        "type-id": None,
    }


def _relation(artist: KnownArtist, kind: str) -> Document:
    return {
        "artist": _artist(artist),
        "attribute-ids": {},
        "attribute-values": {},
        "attributes": [],
        "begin": None,
        "direction": "backward",
        "end": None,
        "ended": False,
        "source-credit": "",
        "target-credit": "",
        "target-type": "artist",
        "type": kind,
        "type-id": STREAMS[kind],
    }
