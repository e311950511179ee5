"""Tags as users enter them: genres in several spellings, and tags that are not genres."""

from random import Random
from typing import Any
from urllib.parse import quote_plus

from sandbox.enrichment.artists import KnownArtist
from sandbox.enrichment.stable_random import uuid

Tag = dict[str, Any]
NO_GENRES = (
    "seen live",
    "favourites",
    "Favorite Artists",
    "american",
    "male vocalists",
    "90s",
    "spotify",
    "",
)
"""The empty one is a tag without a name."""


def musicbrainz_genres(artist: KnownArtist) -> list[Tag]:
    """Returns the genres in their only spelling there. https://musicbrainz.org/genres"""
    return [
        {"id": uuid("genre", name), "name": name, "count": votes, "disambiguation": ""}
        for name, votes in sorted(artist.genres.items())
    ]


def listenbrainz_tags(artist: KnownArtist) -> list[Tag]:
    """Returns tags in no particular order. Only genres in their canonical spelling have an id."""
    chance = Random(f"listenbrainz:{artist.mbid}")
    tags: list[Tag] = []
    for name, votes in sorted(artist.genres.items()):
        tags.append({"tag": name, "count": votes + 1, "genre_mbid": uuid("genre", name)})
        if " " in name and chance.random() < 0.5:
            tags.append({"tag": name.replace(" ", "-"), "count": 1})
    if artist.genres:
        tags += [{"tag": tag, "count": chance.randint(1, 9)} for tag in chance.sample(NO_GENRES[:-1], 2)]
    chance.shuffle(tags)
    return [{"artist_mbid": artist.mbid, **tag} for tag in tags]


def lastfm_tags(artist: KnownArtist) -> list[Tag]:
    """Returns tags, the most used first with a count of 100; rarely used ones have a count of 0."""
    chance = Random(f"lastfm:{artist.name}")
    names: list[str] = []
    for genre, _ in sorted(artist.genres.items(), key=lambda found: (-found[1], found[0])):
        names += chance.sample(spellings(genre), chance.choice([1, 1, 2]))
    if len(names) > 1:
        for noise in chance.sample(NO_GENRES, 2):
            names.insert(chance.randint(0, len(names)), noise)
    counts = sorted((chance.randint(0, 99) for _ in names[1:]), reverse=True)
    return [
        {"count": count, "name": name, "url": f"https://www.last.fm/tag/{quote_plus(name)}"}
        for name, count in zip(names, [100, *counts], strict=False)
    ]


def spellings(genre: str) -> list[str]:
    """Returns `hip hop` as hip hop, Hip Hop, HIP HOP, hip-hop and Hip-Hop."""
    hyphened = genre.replace(" ", "-")
    return list(dict.fromkeys([genre, genre.title(), genre.upper(), hyphened, hyphened.title()]))
