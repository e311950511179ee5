"""Made-up tracks in the database, and saves of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from library.models import Album, Artist, LibraryState, SavedTrack, Track, TrackArtist
from tests.support.cast import make_user


def person(name: str) -> User:
    user = make_user(name, spotify_id=name)
    LibraryState.objects.create(user=user)
    return user


def track(number: int, *, artist: str = "", local: bool = False) -> Track:
    """A track with one artist."""
    album, _ = Album.objects.get_or_create(key="album", name="Album")
    name = artist or f"Artist {number}"
    key = f"spotify:local:{number}" if local else f"track{number:017}"
    made = Track.objects.create(
        key=key, spotify_id=None if local else key, name=f"Track {number}", album=album, is_local=local
    )
    by, _ = Artist.objects.get_or_create(
        key=name, defaults={"name": name, "spotify_id": None if local else "a" + name.replace(" ", "")}
    )
    TrackArtist.objects.create(track=made, artist=by, place=0)
    return made


def save(user: User, saved: Track, days_ago: float = 0, *, removed: bool = False) -> SavedTrack:
    now = timezone.now()
    return SavedTrack.objects.create(
        user=user,
        track=saved,
        added_at=now - timedelta(days=days_ago),
        position=-saved.pk * 1024,
        removed_at=now if removed else None,
    )


def in_days(days: float) -> datetime:
    return timezone.now() + timedelta(days=days)
