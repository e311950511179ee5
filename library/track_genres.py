"""A track's genres: those of its artists."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from library.genres import heaviest
from library.models import SavedTrack, TrackArtist

MOST = 3
"""Genres that a row shows."""


def genres_of_saved(user_id: int) -> dict[int, str]:
    """Of every track that the person ever saved, by its primary key; one query. Tracks without any are absent."""
    return _joined(TrackArtist.objects.filter(track__in=_saved_tracks(user_id)))


def genres_of(track_ids: Collection[int]) -> dict[int, str]:
    """Of at most a few hundred tracks; one query."""
    return _joined(TrackArtist.objects.filter(track__in=track_ids))


def _saved_tracks(user_id: int) -> QuerySet[SavedTrack, int | None]:
    return SavedTrack.objects.filter(user_id=user_id).values_list("track", flat=True)


def _joined(credits_: QuerySet[TrackArtist]) -> dict[int, str]:
    """The heaviest few, heaviest first, with ", " between; of artists who share a genre the heavier one counts."""
    lines = credits_.filter(artist__genre_links__isnull=False).values_list(
        "track_id", "artist__genre_links__genre__name", "artist__genre_links__weight"
    )
    weights: dict[int, dict[str, float]] = {}
    for track_id, genre, weight in lines.order_by().iterator():
        of_track = weights.setdefault(track_id, {})
        of_track[genre] = max(weight, of_track.get(genre, 0.0))
    return {track_id: ", ".join(heaviest(names, MOST)) for track_id, names in weights.items()}
