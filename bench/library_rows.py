"""Large libraries made in the database itself: what is known of their tracks is as patchy as sources leave it."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from accounts.models import User
from library.models import (
    Album,
    Artist,
    ArtistGenre,
    ArtistKnowledge,
    Features,
    Genre,
    SavedTrack,
    Track,
    TrackArtist,
)
from library.search import search_text
from sandbox.spotify.source import source_tracks

Thing = TypeVar("Thing")
Row = TypeVar("Row", bound=Model)
ARTISTS, GENRES, YEARS = 12_000, 400, 12
LAST = datetime(2026, 11, 1, tzinfo=UTC)
IMAGE = "https://i.scdn.co/image"
ID_LETTERS = string.digits + string.ascii_letters


def stock(people: int, saved: int) -> list[User]:
    """So many people with so many current saves each and a twentieth more that were removed; all tracks different.

    Of tracks a third has no features, of artists a third no genres; some genres and artists are far more common.
    """
    random = Random(4)
    artists = _artists(random)
    users = [
        User.objects.create_user(f"reader{number}", time_zone="Europe/Berlin") for number in range(people)
    ]
    removed = saved // 20
    tracks = _tracks(random, artists, people * (saved + removed))
    for number, user in enumerate(users):
        _save(random, user, tracks[number::people], removed)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself, after a while
    return users


def _artists(random: Random) -> list[Artist]:
    genres = _stored(Genre, (Genre(name=f"genre {number}") for number in range(GENRES)))
    names = _names(artist.name for track in source_tracks() for artist in track.artists)
    artists = _stored(
        Artist,
        (
            Artist(key=key, spotify_id=key, name=f"{random.choice(names)} {number}")
            for number, key in enumerate(_keys(random, ARTISTS))
        ),
    )
    known = [artist for artist in artists if random.random() < 2 / 3]
    _stored(ArtistKnowledge, (ArtistKnowledge(artist=one, known=True, source="bench") for one in known))
    links = ((one, {_common(random, genres) for _ in range(random.randint(1, 5))}) for one in known)
    _stored(
        ArtistGenre,
        (
            ArtistGenre(artist=one, genre=genre, weight=random.uniform(0.1, 1) if place else 1)
            for one, some in links
            for place, genre in enumerate(some)
        ),
    )
    return artists


def _tracks(random: Random, artists: Sequence[Artist], count: int) -> list[Track]:
    albums = _stored(Album, (_album(random, key) for key in _keys(random, count // 3)))
    names = _names(track.name for track in source_tracks())
    made = (
        Track(
            key=key,
            spotify_id=key,
            uri=f"spotify:track:{key}",
            name=random.choice(names),
            album=random.choice(albums),
            artist_line=artists[n % ARTISTS].name,
            duration_ms=random.randint(90_000, 500_000),
            isrc=f"QZ{n:010}",
            explicit=random.random() < 0.1,
        )
        for n, key in enumerate(_keys(random, count))
    )
    tracks = _stored(Track, (_searchable(track) for track in made))
    _stored(TrackArtist, (credit for track in tracks for credit in _credits(random, track, artists)))
    _stored(Features, (_features(random, track) for track in tracks if random.random() < 2 / 3))
    return tracks


def _album(random: Random, key: str) -> Album:
    images = {
        name: f"{IMAGE}/{width}{random.getrandbits(96):024x}"
        for name, width in (
            ("image_url", "ab67616d0000b273"),
            ("medium_image_url", "ab67616d00001e02"),
            ("small_image_url", "ab67616d00004851"),
        )
    }
    day = f"{random.randint(1960, 2026)}-{random.randint(1, 12):02}-01"
    return Album(key=key, spotify_id=key, name=f"Album {key[:8]}", release_date=day, **images)


def _searchable(track: Track) -> Track:
    track.search_text = search_text(track.artist_line, track.name, track.album.name, track.isrc)
    return track


def _credits(random: Random, track: Track, artists: Sequence[Artist]) -> list[TrackArtist]:
    some = {_common(random, artists) for _ in range(random.choice((1, 1, 1, 2, 3)))}
    return [TrackArtist(track=track, artist=artist, place=place) for place, artist in enumerate(some)]


def _features(random: Random, track: Track) -> Features:
    units = {name: random.random() for name in ("energy", "danceability", "acousticness", "valence")}
    return Features(track=track, known=True, source="bench", tempo=random.uniform(60, 200), **units)


def _save(random: Random, user: User, tracks: Sequence[Track], removed: int) -> None:
    days = sorted(random.uniform(0, YEARS * 365) for _ in tracks)
    moments = [LAST - timedelta(days=YEARS * 365 - day) for day in days]
    gone = set(random.sample(range(len(tracks)), removed))
    saves = (
        SavedTrack(
            user=user,
            track=track,
            added_at=at,
            position=place * 1024,
            removed_at=at + timedelta(days=20) if place in gone else None,
        )
        for place, (track, at) in enumerate(zip(tracks, moments, strict=True))
    )
    _stored(SavedTrack, saves)


def _common(random: Random, things: Sequence[Thing]) -> Thing:
    """The earlier a thing, the more often."""
    return things[int(len(things) * random.random() ** 2)]


def _names(names: Iterable[str]) -> list[str]:
    return sorted(set(names))


def _keys(random: Random, count: int) -> Iterator[str]:
    """Yields ids as long, and as hard to compress, as Spotify's."""
    return ("".join(random.choices(ID_LETTERS, k=22)) for _ in range(count))


def _stored(model: type[Row], rows: Iterable[Row]) -> list[Row]:
    made: Any = model._default_manager.bulk_create(rows, batch_size=2000)
    return list(made)
