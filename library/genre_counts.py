"""The genres of a person's library with how many tracks each has: what filters and rules may be made of."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from library.models import SavedTrack
from library.statistics.genre_rows import by_genre


@dataclass(frozen=True, slots=True)
class GenreTracks:
    """`tracks` are those that the condition `PlaysGenre(genre)` leaves: a track counts in each of its genres."""

    genre: str
    tracks: int


def genre_counts(user: User) -> list[GenreTracks]:
    """Returns the genres of the tracks that are saved today, the most frequent first. One query."""
    saves = SavedTrack.objects.filter(user=user, removed_at=None, track__isnull=False)
    # Different ones: several artists of a track may play a genre, and a local file may be saved twice.
    counts = by_genre(saves, "COUNT(DISTINCT saves.track_id)")
    return [
        GenreTracks(genre, tracks) for genre, tracks in sorted(counts, key=lambda line: (-line[1], line[0]))
    ]
