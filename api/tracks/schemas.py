"""What saves are looked for by, and a save with its track as the API shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal, get_args

from ninja import Field, Schema

from api.parameters import Day
from library.genres import normalise
from library.listed_tracks import ListedTrack
from library.rules.conditions import LIMITS, Condition, FeatureName, PlaysGenre, RangeCondition, SavedBetween
from library.rules.days import within_calendar
from library.search import RemovedChoice, Sorting, TrackOrder, TrackSearch

Tempo = Annotated[float, Field(ge=LIMITS["tempo"][0], le=LIMITS["tempo"][1])]
Share = Annotated[float, Field(ge=0, le=1)]
_LOWEST = "The lowest {}, included. Left out: no limit."
_HIGHEST = "The highest {}, included. Left out: no limit."
_RANGES: tuple[FeatureName, ...] = get_args(FeatureName)


class TrackFilter(Schema):
    """Which saves. Everything that is given has to be met; both ends of a range are included."""

    search: str = Field(
        "",
        max_length=200,
        description="Words that all occur in artists, title, album or ISRC. Case and accents do not matter.",
    )
    genre: str = Field(
        "",
        max_length=64,
        description="A genre that one of the artists has, such as `hip hop`; its case does not matter.",
    )
    tempo_min: Tempo | None = Field(None, description=_LOWEST.format("tempo, in beats a minute"))
    tempo_max: Tempo | None = Field(None, description=_HIGHEST.format("tempo, in beats a minute"))
    energy_min: Share | None = Field(None, description=_LOWEST.format("energy"))
    energy_max: Share | None = Field(None, description=_HIGHEST.format("energy"))
    danceability_min: Share | None = Field(None, description=_LOWEST.format("danceability"))
    danceability_max: Share | None = Field(None, description=_HIGHEST.format("danceability"))
    acousticness_min: Share | None = Field(None, description=_LOWEST.format("acousticness"))
    acousticness_max: Share | None = Field(None, description=_HIGHEST.format("acousticness"))
    valence_min: Share | None = Field(None, description=_LOWEST.format("valence"))
    valence_max: Share | None = Field(None, description=_HIGHEST.format("valence"))
    saved_from: Day | None = Field(
        None, description="Saved on this day of your time zone or later. Left out: no limit."
    )
    saved_to: Day | None = Field(
        None, description="Saved on this day of your time zone or earlier. Left out: no limit."
    )
    as_of: Day | None = Field(
        None,
        description="What was in the library at the end of that day of your time zone. Left out: what is in it now.",
    )
    removed: RemovedChoice | None = Field(
        None,
        description="`no`: still saved, the default without `as_of`. `only`: not any more. `any`: both.",
    )

    def to_search(self) -> TrackSearch:
        """Returns the same in the words of the library."""
        return TrackSearch(self.search, tuple(self._conditions()), self.removed, self.as_of)

    def _conditions(self) -> Iterator[Condition]:
        if self.genre:
            yield PlaysGenre(normalise(self.genre))
        for name in _RANGES:
            low, high = getattr(self, f"{name}_min"), getattr(self, f"{name}_max")
            if low is not None or high is not None:
                yield RangeCondition(name, low, high)
        if self.saved_from or self.saved_to:
            first, last = (day and within_calendar(day) for day in (self.saved_from, self.saved_to))
            yield SavedBetween(first, last)


class TrackSorting(Schema):
    """In which order. Unknown values come last in both directions."""

    sort: TrackOrder = Field(
        "added",
        description="What the saves are sorted by: `added` is when they were saved, `removed` when they were removed, `artist`"
        " all names of the artists.",
    )
    direction: Literal["asc", "desc"] = Field(
        "desc",
        description="`asc`: the lowest, oldest or first letter comes first. `desc`: the other way round.",
    )

    def to_sorting(self) -> Sorting:
        """Returns the same in the words of the library."""
        return Sorting(self.sort, self.direction == "desc")


class AudioFeatures(Schema):
    """Tempo in beats a minute, the others from 0 to 1; null where the source does not know it."""

    tempo: float | None
    energy: float | None
    danceability: float | None
    acousticness: float | None
    valence: float | None
    source: str


class SavedTrackItem(Schema):
    """A save and its track. A track that was saved again has several; `track_id` is the same in all of them.

    `removed_at` is null while the track is saved. Local files have neither `spotify_id` nor `url`. `release_date` is a
    year, a month or a day. `image_url` is the widest cover of the album at Spotify, null without one. `features` is null where no source knows the track.
    """

    save_id: int
    track_id: int
    spotify_id: str | None
    url: str | None
    title: str
    artists: list[str]
    album: str
    isrc: str
    duration_ms: int | None
    explicit: bool | None
    release_date: str
    image_url: str | None
    added_at: datetime
    removed_at: datetime | None
    genres: list[str]
    genre_sources: list[str]
    features: AudioFeatures | None

    @classmethod
    def of(cls, track: ListedTrack) -> SavedTrackItem:
        """Returns what the API shows of a listed track."""
        return cls(**track.as_document())


class SavedTrackPage(Schema):
    """A page of saves. `next` is the cursor of the following page, null on the last."""

    items: list[SavedTrackItem]
    next: str | None


class SaveInterval(Schema):
    """From when to when a track was saved; `removed_at` is null while it is."""

    save_id: int
    added_at: datetime
    removed_at: datetime | None


class TrackHistory(SavedTrackItem):
    """The track with its newest save, and all its saves, oldest first."""

    saves: list[SaveInterval]
