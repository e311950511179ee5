"""What you saved: the catalogue that everybody shares, and each person's saved tracks with their history."""

from library.models.catalogue import Album, Artist, Track, TrackArtist
from library.models.saved import LibraryState, SavedTrack

__all__ = ["Album", "Artist", "LibraryState", "SavedTrack", "Track", "TrackArtist"]
