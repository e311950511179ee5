"""What is known of how a track sounds and of its genres: from which source, and since when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from library.models import ArtistGenre, ArtistKnowledge, Features, TrackArtist


@dataclass(frozen=True, slots=True)
class ArtistGenres:
    """An artist's genres, heaviest first. `knowledge` is None before the first look-up."""

    artist: str
    genres: list[str]
    knowledge: ArtistKnowledge | None


@dataclass(frozen=True, slots=True)
class TrackKnowledge:
    """`features` is None before the first look-up; `artists` are in the order of the track."""

    features: Features | None
    artists: list[ArtistGenres]


def track_knowledge(track_id: int) -> TrackKnowledge:
    """Returns what the sources said of a track and its artists. Three queries."""
    features = Features.objects.filter(track=track_id).first()
    credits_ = TrackArtist.objects.filter(track=track_id).select_related("artist__knowledge")
    artists = [credit.artist for credit in credits_.order_by("place")]
    genres: dict[int, list[str]] = defaultdict(list)
    links = ArtistGenre.objects.filter(artist__in=artists).order_by("-weight", "genre__name")
    for artist_id, name in links.values_list("artist_id", "genre__name"):
        genres[artist_id].append(name)
    return TrackKnowledge(
        features,
        [ArtistGenres(one.name, genres[one.pk], getattr(one, "knowledge", None)) for one in artists],
    )
