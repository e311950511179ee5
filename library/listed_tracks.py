"""Saves with all that is known of their tracks, as the API lists and exports them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Count, QuerySet, Window

from library.covers import Cover, cover_of, is_image_url
from library.genres import heaviest
from library.models import ArtistGenre, SavedTrack, TrackArtist
from library.search import PATHS, Place, Sorting, behind, in_order
from providers.source import FEATURE_NAMES
from providers.spotify.records import TRACK_PAGE

# Saves whose artists and genres are asked for at once: SQLite takes a limited number of values in one statement.
CHUNK = 1000
# Whose genres are remembered from one part of a stream to the next: libraries have their favourites.
MOST_ARTISTS = 20_000

GenreLink = tuple[str, float, str]
"""A genre of an artist's, its weight, and the source of the artist's genres."""


def _path(path: str) -> dict[str, str]:
    return {"path": path}


@dataclass(slots=True)
class ListedTrack:
    """A save and its track: each field names its path from `SavedTrack`. `genres` are the artists', heaviest first.

    `spotify_id` and `url` are None for a local file. `release_date` is as precise as Spotify knows it.
    """

    save_id: int = field(metadata=_path("pk"))
    track_id: int
    spotify_id: str | None = field(metadata=_path("track__spotify_id"))
    title: str = field(metadata=_path("track__name"))
    artist_line: str = field(metadata=_path("track__artist_line"))
    album: str = field(metadata=_path("track__album__name"))
    isrc: str = field(metadata=_path("track__isrc"))
    duration_ms: int | None = field(metadata=_path("track__duration_ms"))
    explicit: bool | None = field(metadata=_path("track__explicit"))
    release_date: str = field(metadata=_path("track__album__release_date"))
    image_url: str = field(metadata=_path("track__album__image_url"))
    medium_image_url: str = field(metadata=_path("track__album__medium_image_url"))
    small_image_url: str = field(metadata=_path("track__album__small_image_url"))
    added_at: datetime
    removed_at: datetime | None
    tempo: float | None = field(metadata=_path("features__tempo"))
    energy: float | None = field(metadata=_path("features__energy"))
    danceability: float | None = field(metadata=_path("features__danceability"))
    acousticness: float | None = field(metadata=_path("features__acousticness"))
    valence: float | None = field(metadata=_path("features__valence"))
    features_source: str | None = field(metadata=_path("features__source"))
    artists: list[str] = field(init=False, default_factory=list)
    genres: list[str] = field(init=False, default_factory=list)
    genre_sources: list[str] = field(init=False, default_factory=list)

    @property
    def url(self) -> str | None:
        return f"{TRACK_PAGE}{self.spotify_id}" if self.spotify_id else None

    @property
    def cover(self) -> Cover | None:
        return cover_of(self.small_image_url, self.medium_image_url, self.image_url)

    def as_document(self) -> dict[str, Any]:
        """Returns the save as an object of JSON, as the API lists it and as a line of a file has it; moments are moments."""
        features = {name: getattr(self, name) for name in FEATURE_NAMES} | {"source": self.features_source}
        return {
            "save_id": self.save_id,
            "track_id": self.track_id,
            "spotify_id": self.spotify_id,
            "url": self.url,
            "title": self.title,
            "artists": self.artists,
            "album": self.album,
            "isrc": self.isrc,
            "duration_ms": self.duration_ms,
            "explicit": self.explicit,
            "release_date": self.release_date,
            "image_url": self.image_url if is_image_url(self.image_url) else None,
            "added_at": self.added_at,
            "removed_at": self.removed_at,
            "genres": self.genres,
            "genre_sources": self.genre_sources,
            "features": features if self.features_source else None,
        }


_NAMES = {one.metadata.get("path", one.name): one.name for one in fields(ListedTrack) if one.init}
"""By path, in the order of the fields, which the constructor takes the values in."""


@dataclass(frozen=True, slots=True)
class TrackPage:
    """`following` is the place behind which the next page begins; None on the last one."""

    tracks: list[ListedTrack]
    following: Place | None


def track_page(saves: QuerySet[SavedTrack], sorting: Sorting, after: Place | None, limit: int) -> TrackPage:
    """Returns at most `limit` of the saves, behind `after`. Three queries, however large the library is."""
    if after is not None:
        saves = behind(saves, sorting, after)
    # The page's saves first, and their tracks afterwards: otherwise the database would join all of them to sort them.
    page = in_order(saves, sorting).values("pk")[: limit + 1]
    return _page(SavedTrack.objects.filter(pk__in=page), sorting, limit)


def first_page(saves: QuerySet[SavedTrack], sorting: Sorting, limit: int) -> tuple[TrackPage, int]:
    """Returns the first page, and how many saves there are. Four queries, however large the library is.

    For conditions that take long: `track_page` and a count would look for what meets them twice.
    """
    counted = in_order(saves, sorting).annotate(_count=Window(Count("pk")))
    rows = list(counted.values_list("pk", "_count")[: limit + 1])
    page = _page(SavedTrack.objects.filter(pk__in=[pk for pk, _ in rows]), sorting, limit)
    return page, rows[0][1] if rows else 0


def _page(saves: QuerySet[SavedTrack], sorting: Sorting, limit: int) -> TrackPage:
    """Returns the first `limit` of a few saves, of which one more says that there is another page."""
    found = list_tracks(in_order(saves, sorting))
    tracks, last = found[:limit], found[limit - 1] if len(found) > limit else None
    name = _NAMES[PATHS[sorting.by]]
    return TrackPage(tracks, Place(getattr(last, name), last.save_id) if last else None)


def list_tracks(saves: QuerySet[SavedTrack]) -> list[ListedTrack]:
    """Returns the saves in the query's order."""
    tracks = [ListedTrack(*values) for values in saves.values_list(*_NAMES)]
    _add_artists(tracks, {})
    return tracks


def stream_tracks(saves: QuerySet[SavedTrack]) -> Iterator[ListedTrack]:
    """Yields the saves in the query's order; never more of them than a thousand are in memory."""
    # Tuples and no model instances, which take several times as long to make.
    rows = saves.values_list(*_NAMES).iterator(chunk_size=CHUNK)
    genres: dict[int, list[GenreLink]] = {}
    while chunk := [ListedTrack(*values) for values in islice(rows, CHUNK)]:
        _add_artists(chunk, genres)
        if len(genres) > MOST_ARTISTS:
            genres.clear()
        yield from chunk


def _add_artists(tracks: Sequence[ListedTrack], genres: dict[int, list[GenreLink]]) -> None:
    """Adds what is known of their artists; `genres` are those known already, and get the others."""
    credits_ = (
        TrackArtist.objects.filter(track__in={track.track_id for track in tracks})
        .order_by("track", "place")
        .values_list("track_id", "artist_id", "artist__name")
    )
    of_track: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for track_id, artist_id, name in credits_:
        of_track[track_id].append((artist_id, name))
    artists_of_all = {artist for artists in of_track.values() for artist, _ in artists}
    unknown = artists_of_all - genres.keys()
    genres |= {artist: [] for artist in unknown} | _genres_of(unknown)
    for track in tracks:
        artists = of_track.get(track.track_id, [])
        track.artists = [name for _, name in artists]
        links = [link for artist, _ in artists for link in genres[artist]]
        if links:
            _add_genres(track, links)


def _add_genres(track: ListedTrack, links: Sequence[GenreLink]) -> None:
    weights: dict[str, float] = {}
    for genre, weight, _ in links:
        # Of artists who share a genre the heavier weight counts.
        weights[genre] = max(weight, weights.get(genre, 0.0))
    track.genres = heaviest(weights, len(weights))
    track.genre_sources = sorted({source for _, _, source in links if source})


def _genres_of(artists: Iterable[int]) -> dict[int, list[GenreLink]]:
    links = ArtistGenre.objects.filter(artist__in=artists).order_by()
    found: dict[int, list[GenreLink]] = defaultdict(list)
    rows = links.values_list("artist_id", "genre__name", "weight", "artist__knowledge__source")
    for artist, name, weight, source in rows:
        found[artist].append((name, weight, source or ""))
    return found
