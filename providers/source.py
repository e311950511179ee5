"""The protocol of a source of genres or audio features, and what crosses between sources and enrichment.

Vendors' JSON goes no further than their `records.py`, which check it with the functions at the end of this module.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import TextChoices

from providers.text import storable_part

LONGEST_TAG = 255
UNIT_FEATURES = ("energy", "danceability", "acousticness", "valence")
FEATURE_NAMES = ("tempo", *UNIT_FEATURES)
MAX_TEMPO = 400.0


class SourceFailure(TextChoices):
    """Why a source did not answer, by what follows from it."""

    NONE = "", "none"
    DOWN = "down", "did not answer properly"
    LIMITED = "limited", "asked us to slow down"
    REFUSED = "refused", "did not take our request"
    WRONG_VALUES = "wrong values", "gave values that cannot be"
    FORBIDDEN = "forbidden", "does not serve this installation"


class SourceError(Exception):
    """A source did not answer. `failure` is one of `SourceFailure`, `retry_after` the wait that it asked for itself."""

    def __init__(self, failure: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(failure)
        self.failure = failure
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Credit:
    """A name, its link, and `words` that follow the name: how a source's terms ask to be credited."""

    name: str
    address: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class TrackRef:
    """A track to ask about. `remaining`: the names of the sources that are still to be asked, None for all.

    `misses` counts how often all of them were asked in vain.
    """

    pk: int
    spotify_id: str
    remaining: frozenset[str] | None = None
    misses: int = 0


@dataclass(frozen=True, slots=True)
class ArtistRef:
    """An artist to ask about, like `TrackRef`; `spotify_id` and `mbid` (MusicBrainz's id) are "" where unknown."""

    pk: int
    spotify_id: str
    name: str
    mbid: str = ""
    remaining: frozenset[str] | None = None
    misses: int = 0


@dataclass(frozen=True, slots=True)
class FeatureValues:
    """Checked values: tempo in beats a minute, the others 0 to 1; None is unknown."""

    tempo: float | None = None
    energy: float | None = None
    danceability: float | None = None
    acousticness: float | None = None
    valence: float | None = None


@dataclass(frozen=True, slots=True)
class ArtistTag:
    """A name that a source gives an artist, and how often. `is_genre`: the source itself calls it a genre."""

    name: str
    count: float
    is_genre: bool


Ref = TypeVar("Ref", TrackRef, ArtistRef)
Value = TypeVar("Value")


@dataclass(slots=True)
class SourceAnswer(Generic[Value]):
    """What a source answered about a batch, by primary key. A ref in neither `values` nor `postponed` is unknown to it.

    `postponed` were not asked about yet, because of `error`. `rejected` counts values and records that cannot be true.
    """

    values: dict[int, Value] = field(default_factory=dict)
    postponed: set[int] = field(default_factory=set)
    rejected: int = 0
    requests: int = 0
    error: SourceError | None = None
    mbids: dict[int, str] = field(default_factory=dict)


Ref_contra = TypeVar("Ref_contra", contravariant=True)


class Source(Protocol[Ref_contra, Value]):
    """A service that knows features of tracks or genres of artists.

    `name` is its name in the settings, `title` the name that people read, `state_name` its row of SourceState: one
    vendor may be two sources. `credits` are shown beside its values, as its terms ask.
    `batch_size`: refs that one call of `fetch` takes. `pause`: seconds from one batch to the next, over all workers.
    `requests_per_day`: for a UTC day. `is_optional`: asked when it can be, but refs do not wait for it.
    """

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def credits(self) -> tuple[Credit, ...]: ...
    @property
    def state_name(self) -> str: ...
    @property
    def batch_size(self) -> int: ...
    @property
    def pause(self) -> float: ...
    @property
    def requests_per_day(self) -> int: ...
    @property
    def is_optional(self) -> bool: ...

    def fetch(self, refs: Sequence[Ref_contra], *, max_requests: int) -> SourceAnswer[Value]:
        """Asks about a batch. Raises `SourceError` when nothing was learned; otherwise the answer carries the error."""
        ...


FeatureSource = Source[TrackRef, FeatureValues]
GenreSource = Source[ArtistRef, list[ArtistTag]]


def parse_features(record: Mapping[str, Any]) -> tuple[FeatureValues | None, int]:
    """Returns the values that can be true, None without any; and how many cannot be."""
    given = {name: record[name] for name in FEATURE_NAMES if record.get(name) is not None}
    valid = {name: float(value) for name, value in given.items() if _is_possible(name, value)}
    return (FeatureValues(**valid) if valid else None), len(given) - len(valid)


def _is_possible(name: str, value: object) -> bool:
    # bool is an int in Python, and JSON's true is no number.
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    low, high = (1.0, MAX_TEMPO) if name == "tempo" else (0.0, 1.0)
    return low <= value <= high and math.isfinite(value)


def parse_artist_tag(name: object, count: object, *, is_genre: bool) -> ArtistTag | None:
    """Returns None for what can be no tag."""
    # A count of 0 is a tag: listeners have voted it down.
    if isinstance(count, bool) or not isinstance(count, int | float) or not 0 <= count <= 1e9:
        return None
    tag = storable_part(name).strip()
    return ArtistTag(tag, float(count), is_genre) if 0 < len(tag) <= LONGEST_TAG else None


def objects_in(value: object) -> list[Mapping[str, Any]]:
    """Returns the JSON objects of a list; nothing for anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def nested(value: object, *keys: str) -> object:
    """Returns the value under these keys, one inside the other; None where a step is missing."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
