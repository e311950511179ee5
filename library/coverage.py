"""For how many of a person's tracks features and genres are known: shown wherever they are used."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from library.models import ArtistGenre, Features, TrackArtist
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
    """Returns the coverage of a person's library, or of what was saved in a period. Three queries, however much that is."""
    # Lists of tracks and no joins: a track that is saved twice, or has several artists, would be counted several times.
    # And no tracks themselves, whose rows are the widest: three counts take half as long as one of all of them.
    found = saves(user, range_).order_by()
    saved = found.values("track")
    # Who plays any genre has a main one, and those are the fewest rows.
    players = ArtistGenre.objects.filter(weight=MAIN_WEIGHT).order_by().values("artist")
    with_genres = TrackArtist.objects.filter(track__in=saved, artist__in=players).order_by()
    return Coverage(
        tracks=found.aggregate(tracks=Count("track", distinct=True))["tracks"],
        with_features=Features.objects.filter(track__in=saved, known=True).count(),
        with_genres=with_genres.values("track").distinct().count(),
    )
