"""What crosses between the sources and the rest of enrichment. Vendors' JSON goes no further than their files."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import TextChoices

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
    """A source did not do its part. `kind` is one of SourceFailure; `wait` what the source itself asked for."""

    def __init__(self, kind: str, *, wait: timedelta | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.wait = wait


@dataclass(frozen=True, slots=True)
class TrackRef:
    """A track to ask about. `only`: the sources that are left to ask, None for all."""

    pk: int
    spotify_id: str
    only: frozenset[str] | None = None
    misses: int = 0


@dataclass(frozen=True, slots=True)
class ArtistRef:
    """An artist to ask about; `spotify_id` and `mbid` are "" where nobody knows them."""

    pk: int
    spotify_id: str
    name: str
    mbid: str = ""
    only: frozenset[str] | None = None
    misses: int = 0


@dataclass(frozen=True, slots=True)
class FeatureValues:
    """Checked: tempo in beats a minute, the others 0 to 1; None is unknown."""

    tempo: float | None = None
    energy: float | None = None
    danceability: float | None = None
    acousticness: float | None = None
    valence: float | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A name that a source gives an artist, and how often. `is_genre`: the source itself says that it is one."""

    name: str
    count: float
    is_genre: bool


Ref = TypeVar("Ref", TrackRef, ArtistRef)
Value = TypeVar("Value")


@dataclass(slots=True)
class Answer(Generic[Value]):
    """By primary key. What is in neither `known` nor `later` is unknown to the source.

    `later`: not asked in this batch, but to be asked. `refused`: values and records that were not believed.
    """

    known: dict[int, Value] = field(default_factory=dict)
    later: set[int] = field(default_factory=set)
    refused: int = 0
    requests: int = 0
    trouble: SourceError | None = None
    mbids: dict[int, str] = field(default_factory=dict)


Ref_contra = TypeVar("Ref_contra", contravariant=True)


class Source(Protocol[Ref_contra, Value]):
    """`name` is what settings call it, `state` its row of SourceState: one vendor may serve two lanes.

    `batch`: refs a call of `ask` takes. `pause`: seconds from one batch to the next, over all workers.
    `per_day`: requests a UTC day. `bonus`: worth a question when it can be asked, but not worth waiting for.
    """

    @property
    def name(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def batch(self) -> int: ...
    @property
    def pause(self) -> float: ...
    @property
    def per_day(self) -> int: ...
    @property
    def bonus(self) -> bool: ...

    def ask(self, refs: Sequence[Ref_contra], *, most: int) -> Answer[Value]:
        """At most `most` requests. Raises SourceError when nothing was learned; else the answer carries it."""
        ...


FeatureSource = Source[TrackRef, FeatureValues]
GenreSource = Source[ArtistRef, list[Tag]]


def read_features(raw: Mapping[str, Any]) -> tuple[FeatureValues | None, int]:
    """The values that can be true, None without any; and how many could not."""
    found = {name: raw[name] for name in FEATURE_NAMES if raw.get(name) is not None}
    good = {name: float(value) for name, value in found.items() if _possible(name, value)}
    return (FeatureValues(**good) if good else None), len(found) - len(good)


def _possible(name: str, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    low, high = (1.0, MAX_TEMPO) if name == "tempo" else (0.0, 1.0)
    return low <= value <= high and math.isfinite(value)


def read_tag(name: object, count: object, *, is_genre: bool) -> Tag | None:
    """None for what can be no tag. A count of 0 is one: people have voted it down."""
    if isinstance(count, bool) or not isinstance(count, int | float) or not 0 <= count <= 1e9:
        return None
    tag = text(name).strip()
    return Tag(tag, float(count), is_genre) if 0 < len(tag) <= LONGEST_TAG else None


def text(value: object) -> str:
    """What the database can hold of a string; "" for what is none."""
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def rows(raw: object) -> list[Mapping[str, Any]]:
    """The objects of a list; nothing for anything else."""
    return [row for row in raw if isinstance(row, dict)] if isinstance(raw, list) else []


def branch(raw: object, *names: str) -> object:
    """What stands under these names, one inside the other; None where a step is missing."""
    for name in names:
        raw = raw.get(name) if isinstance(raw, dict) else None
    return raw
