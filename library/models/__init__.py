"""What you saved: the catalogue that everybody shares, and each person's saved tracks with their history."""

from library.models.catalogue import Album, Artist, Track, TrackArtist
from library.models.features import Features
from library.models.genres import ArtistGenre, ArtistKnowledge, Genre
from library.models.saves import LISTED, MISSING, LibraryState, SavedTrack

__all__ = [
    "LISTED",
    "MISSING",
    "Album",
    "Artist",
    "ArtistGenre",
    "ArtistKnowledge",
    "Features",
    "Genre",
    "LibraryState",
    "SavedTrack",
    "Track",
    "TrackArtist",
]
