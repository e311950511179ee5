"""A small library made of plain values, and the same in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from django.utils import timezone

from accounts.models import User
from library.models import (
    Album,
    Artist,
    ArtistGenre,
    Features,
    Genre,
    SavedTrack,
    Track,
    TrackArtist,
)
from library.search import search_text
from tests.support.cast import make_user

_numbers = count(1)


@dataclass(frozen=True)
class Song:
    """None and () are what nobody knows. `genres` are those of its artists, one tuple an artist."""

    added_at: datetime
    tempo: float | None = None
    energy: float | None = None
    acousticness: float | None = None
    has_features: bool = True
    genres: tuple[tuple[str, ...], ...] = ((),)
    release_date: str = ""
    explicit: bool | None = None


def person(name: str = "ada", time_zone: str = "Europe/Berlin") -> User:
    return make_user(name, time_zone=time_zone)


def save(user: User, song: Song, *, removed_at: datetime | None = None, name: str = "") -> SavedTrack:
    track = made(song, name=name)
    return SavedTrack.objects.create(
        user=user, track=track, added_at=song.added_at, position=next(_numbers) * 1024, removed_at=removed_at
    )


def made(song: Song, *, name: str = "") -> Track:
    number = next(_numbers)
    album = Album.objects.create(key=f"album{number}", name=f"Album {number}", release_date=song.release_date)
    title = name or f"Song {number}"
    track = Track.objects.create(
        key=f"track{number}", name=title, album=album, explicit=song.explicit, search_text=search_text(title)
    )
    if song.has_features:
        values = {"tempo": song.tempo, "energy": song.energy, "acousticness": song.acousticness}
        Features.objects.create(track=track, known=True, source="test", **values)
    for place, genres in enumerate(song.genres):
        artist = Artist.objects.create(key=f"artist{number}/{place}", name=f"Artist {number}/{place}")
        TrackArtist.objects.create(track=track, artist=artist, place=place)
        for weight, genre in enumerate(reversed(genres), 1):
            row, _ = Genre.objects.get_or_create(name=genre)
            ArtistGenre.objects.create(artist=artist, genre=row, weight=weight / len(genres))
    return track


def unknown_to_all(track: Track) -> None:
    Features.objects.update_or_create(
        track=track, defaults={"known": False, "ask_again_at": timezone.now(), "tempo": None, "energy": None}
    )
