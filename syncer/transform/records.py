"""The plain records that cross between extract, transform and load: the only thing that the three share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple

from library.presenters import full_name

# A person may remove so many saves in a day, or a twentieth of the library, before it is doubted.
FEW_SAVES = 20

SaveKey = tuple[str, datetime, int]
"""Tells one save from another: the track's key, the added date, the number among equal ones of that second."""

OddityCode = Literal[
    "added_date_invalid",
    "added_date_out_of_range",
    "album_missing",
    "artist_not_object",
    "artists_missing",
    "duration_invalid",
    "explicit_invalid",
    "isrc_too_long",
    "item_not_object",
    "item_unreadable",
    "not_text",
    "release_date_invalid",
    "track_not_object",
    "track_without_identity",
    "unstorable_characters",
]
TextField = Literal[
    "",
    "album_id",
    "album_name",
    "artist_id",
    "artist_name",
    "image_url",
    "isrc",
    "release_date",
    "track_id",
    "track_name",
    "track_uri",
]


class Oddity(NamedTuple):
    """Something in Spotify's answer that was mended or left out; `field` is "" where the code says it all."""

    code: OddityCode
    field: TextField = ""


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
    medium_image_url: str = ""
    small_image_url: str = ""

    @property
    def without_images(self) -> AlbumRecord:
        """The album as a sheet may show it."""
        return replace(self, image_url="", medium_image_url="", small_image_url="")


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

    @property
    def without_images(self) -> TrackRecord:
        """The track as a sheet may show it."""
        return replace(self, album=self.album.without_images)

    @property
    def artist_line(self) -> str:
        """The names of the artists as they stand in one cell."""
        return ", ".join(artist.name for artist in self.artists if artist.name)


@dataclass(frozen=True, slots=True)
class SavedTrackRecord:
    """A saved track; `track` is None where Spotify answered null: its place in the library is kept.

    `occurrence` counts from 0 the saves of one local file in one second; nothing else can be saved twice.
    """

    added_at: datetime
    track: TrackRecord | None
    oddities: tuple[Oddity, ...] = ()
    occurrence: int = 0

    @property
    def name(self) -> str:
        """As a person knows the track; the second of the save where Spotify names none."""
        if self.track is None or not self.track.name:
            return f"{self.added_at:%Y-%m-%d %H:%M:%S} UTC"
        return full_name(self.track.artist_line, self.track.name)

    @property
    def is_unreadable(self) -> bool:
        """Whether Spotify fails on the item: its added date is its neighbour's."""
        return Oddity("item_unreadable") in self.oddities

    @property
    def save_key(self) -> SaveKey | None:
        """None for a null: two of them have nothing that distinguishes them."""
        return (self.track.key, self.added_at, self.occurrence) if self.track else None


@dataclass(frozen=True, slots=True)
class StoredSave:
    """An active save as the database has it; `key` is None where Spotify answered null.

    `aliases` are the keys that Spotify gave the same recording before it relinked it.
    """

    ref: int
    key: str | None
    added_at: datetime
    # Together with the added date it recognises a save that Spotify lists under another id (decision 0007).
    isrc: str = ""
    aliases: tuple[str, ...] = ()
    occurrence: int = 0

    @property
    def save_keys(self) -> list[SaveKey]:
        """Every key that Spotify may list this save by, former ones included; none for a null."""
        if not self.key:
            return []
        former = [(key, self.added_at, self.occurrence) for key in self.aliases if key]
        return [(self.key, self.added_at, self.occurrence), *former]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A save to store directly below the save `after` (its ref), or above all when None.

    Several arrivals after the same save are stored below one another in their order. With a `ref` it is a save that
    is stored already, at another place.
    """

    record: SavedTrackRecord
    after: int | None
    ref: int | None = None


@dataclass(frozen=True, slots=True)
class Departure:
    """A save that has ended: at `at` if the track was saved again then, else when the run noticed."""

    ref: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A save that is still in the library, as Spotify describes it now."""

    ref: int
    record: SavedTrackRecord


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the library was stored; `relinked` are the same saves under another id."""

    arrivals: tuple[Arrival, ...] = ()
    departures: tuple[Departure, ...] = ()
    relinked: tuple[Sighting, ...] = ()
    seen: tuple[Sighting, ...] = ()

    @property
    def has_changes(self) -> bool:
        """Whether any save began, ended, moved or was relinked."""
        return bool(self.arrivals or self.departures or self.relinked)


@dataclass(frozen=True, slots=True)
class ParkedPage:
    """A page that was answered although one above it was refused; `total` is the library's size that came with it."""

    offset: int
    total: int
    records: tuple[SavedTrackRecord, ...]


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a read of all pages has come; see `library.models.LibraryState`.

    `anchor` is the lowest save above the cursor; None means the last of the arrivals that are stored together
    with the cursor. `clean` says that the total never changed. `parked` are pages below the cursor that need not be
    asked for again as long as the page above the cursor shows that nothing has moved.
    """

    offset: int
    total: int
    anchor: int | None
    clean: bool
    parked: tuple[ParkedPage, ...] = ()


def unique_track_keys(records: Iterable[SavedTrackRecord]) -> set[str]:
    """Returns the keys of tracks that a library can hold only once: all but local files."""
    return {record.track.key for record in records if record.track and not record.track.is_local}


def believable_loss(size: int) -> int:
    """Returns how many of `size` saves may be missing at once and be taken for what a person has removed."""
    return max(FEW_SAVES, size // 20)
