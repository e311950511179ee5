"""The genres of a person's library today, with how many of the tracks have each: what forms offer to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from accounts.models import User
from library.models import ArtistGenre, SavedTrack

MOST_GENRES = 300
"""More than anybody scrolls through, and few enough for a page of any library."""


@dataclass(frozen=True, slots=True)
class GenreOfLibrary:
    """`tracks` are saved today, each counted once."""

    name: str
    tracks: int


def genres_of_library(user: User, most: int = MOST_GENRES) -> list[GenreOfLibrary]:
    """Returns the genres with the most tracks, the most frequent first. One query, however large the library is."""
    saved = SavedTrack.objects.filter(user=user, removed_at=None, track=OuterRef("artist__credits__track"))
    rows = (
        ArtistGenre.objects.filter(Exists(saved))
        .order_by()
        # By number before the name: texts take several times as long to sort.
        .values_list("genre", "genre__name")
        .annotate(tracks=Count("artist__credits__track", distinct=True))
        .order_by("-tracks", "genre__name")
    )
    return [GenreOfLibrary(name, tracks) for _, name, tracks in rows[:most]]
