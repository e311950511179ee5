"""Genres of artists, derived from the genres of their tracks in data/tracks.csv."""

from collections import Counter
from functools import cache

from sandbox.spotify.source import source_rows, source_tracks


@cache
def artist_genres() -> dict[str, Counter[str]]:
    """Returns for each artist id the genres with the number of tracks that have them.

    Guests get the genres of the tracks they are on. An artist whose tracks have no genre is included with
    none.
    """
    found: dict[str, Counter[str]] = {}
    for track, row in zip(source_tracks(), source_rows(), strict=True):
        genres = [genre for genre in row["genres"].split("|") if genre]
        for artist in track.artists:
            found.setdefault(artist.id, Counter()).update(genres)
    return found
