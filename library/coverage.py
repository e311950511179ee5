"""For how many of a person's tracks features and genres are known: shown wherever they are used."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import User
from library.models import ArtistGenre, Track, TrackArtist
from library.models.genres import MAIN_WEIGHT
from library.statistics.period import Period, saves

TODAY = Period(as_it_is=True)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Tracks, each counted once; those with features, and with at least one genre."""

    tracks: int
    with_features: int
    with_genres: int


def coverage(user: User, range_: Period = TODAY) -> Coverage:
    """Returns the coverage of a person's library, or of what was saved in a period. One query, however much that is."""
    # Lists of tracks and no joins: a track that is saved twice, or has several artists, would be counted several times.
    saved = saves(user, range_).order_by().values("track")
    # Who plays any genre has a main one, and those are the fewest rows.
    players = ArtistGenre.objects.filter(weight=MAIN_WEIGHT).order_by().values("artist")
    with_genres = TrackArtist.objects.filter(track__in=saved, artist__in=players).order_by().values("track")
    counts = Track.objects.filter(pk__in=saved).aggregate(
        tracks=Count("pk"),
        with_features=Count("pk", filter=Q(features__known=True)),
        with_genres=Count("pk", filter=Q(pk__in=with_genres)),
    )
    return Coverage(**counts)
