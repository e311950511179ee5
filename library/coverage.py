"""For how many of a person's tracks features and genres are known: shown wherever they are used."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import User
from library.models import ArtistGenre, SavedTrack, Track


@dataclass(frozen=True, slots=True)
class Coverage:
    """Tracks that are saved today, each counted once; those with features, and with at least one genre."""

    tracks: int
    with_features: int
    with_genres: int


def coverage(user: User) -> Coverage:
    """Returns the coverage of a person's library. One query, however large the library is."""
    # EXISTS and no joins: a track that is saved twice, or has several artists, would be counted several times.
    saved = SavedTrack.objects.filter(user=user, removed_at=None, track=OuterRef("pk"))
    genre = ArtistGenre.objects.filter(artist__credits__track=OuterRef("pk"))
    counts = (
        Track.objects.filter(Exists(saved))
        .annotate(has_genre=Exists(genre))
        .aggregate(
            tracks=Count("pk"),
            with_features=Count("pk", filter=Q(features__known=True)),
            with_genres=Count("pk", filter=Q(has_genre=True)),
        )
    )
    return Coverage(**counts)
