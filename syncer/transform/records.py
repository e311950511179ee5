"""The plain records that cross between extract, transform and load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ArtistRecord:
    spotify_id: str | None
    name: str


@dataclass(frozen=True, slots=True)
class AlbumRecord:
    spotify_id: str | None
    name: str
    release_date: str
    release_date_precision: str
    image_url: str


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """`key` is the Spotify id, or a local file's `spotify:local:` URI."""

    key: str
    spotify_id: str | None
    uri: str
    name: str
    artists: tuple[ArtistRecord, ...]
    album: AlbumRecord
    duration_ms: int | None
    explicit: bool | None
    isrc: str
    is_local: bool


@dataclass(frozen=True, slots=True)
class SavedTrackRecord:
    """A saved track; `track` is None where Spotify answered null: its place in the library is kept.

    `occurrence` counts from 0 those of its page that are the same track saved in the same second (local files).
    """

    added_at: datetime
    track: TrackRecord | None
    oddities: tuple[str, ...] = ()
    occurrence: int = 0


@dataclass(frozen=True, slots=True)
class StoredSave:
    """A living save as the database knows it; `key` is None where Spotify answered null."""

    ref: int
    key: str | None
    added_at: datetime
    isrc: str = ""
    aliases: tuple[str, ...] = ()
    occurrence: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """A save to store, directly under the save `after` (its ref), or above all when None.

    Several arrivals after the same save stand under one another in the order they come.
    With a `ref` it is a save that is stored already, at another place.
    """

    record: SavedTrackRecord
    after: int | None
    ref: int | None = None


@dataclass(frozen=True, slots=True)
class Departure:
    """A save that is gone: at `at` when it was saved again then, else when the run noticed."""

    ref: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A save that still stands, as Spotify describes it now."""

    ref: int
    record: SavedTrackRecord


@dataclass(frozen=True, slots=True)
class Changes:
    """What one look at Spotify found; `relinked` are the same saves under another id."""

    arrivals: tuple[Arrival, ...] = ()
    departures: tuple[Departure, ...] = ()
    relinked: tuple[Sighting, ...] = ()
    seen: tuple[Sighting, ...] = ()

    @property
    def has_news(self) -> bool:
        """More than what stands as it stood."""
        return bool(self.arrivals or self.departures or self.relinked)


@dataclass(frozen=True, slots=True)
class ParkedPage:
    """A page that was answered although one before it was refused; `total` is the library's, as it was said with it."""

    offset: int
    total: int
    records: tuple[SavedTrackRecord, ...]


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a read of all pages has come: see `library.models.LibraryState`.

    `anchor` None: the last of the arrivals that are stored together with the cursor. `parked` are pages behind
    the cursor: they count when the page before the cursor shows that nothing has moved.
    """

    offset: int
    total: int
    anchor: int | None
    clean: bool
    parked: tuple[ParkedPage, ...] = ()
