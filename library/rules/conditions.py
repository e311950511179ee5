"""What a smart sheet asks of a saved track: plain values, whoever evaluates them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

FeatureName = Literal["tempo", "energy", "danceability", "acousticness", "valence"]
RangeName = Literal["tempo", "energy", "danceability", "acousticness", "valence", "release_year"]
SortName = Literal[
    "saved", "tempo", "energy", "danceability", "acousticness", "valence", "release_date", "artist", "track"
]

LIMITS: dict[RangeName, tuple[float, float]] = {
    "tempo": (0, 400),
    "energy": (0, 1),
    "danceability": (0, 1),
    "acousticness": (0, 1),
    "valence": (0, 1),
    "release_year": (1000, 9999),
}
"""Between which values a range of each can make sense."""
MOST_CONDITIONS = 20
MOST_ROWS = 50_000
MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class RangeCondition:
    """From `low` to `high`, both included; None leaves that end open. At least one is given."""

    on: RangeName
    low: float | None = None
    high: float | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class PlaysGenre:
    """One of the track's genres is `name`, as `library.genres.normalise` writes it."""

    name: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class SavedLately:
    """Saved today or on one of the `days` - 1 days before, in the person's time zone."""

    days: int
    negated: bool = False


@dataclass(frozen=True, slots=True)
class SavedBetween:
    """Saved on a day from `first` to `last`, both included, in the person's time zone; None leaves an end open."""

    first: date | None = None
    last: date | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class IsExplicit:
    negated: bool = False


Condition = RangeCondition | PlaysGenre | SavedLately | SavedBetween | IsExplicit


@dataclass(frozen=True, slots=True)
class Order:
    """What is unknown comes last, whichever way; equal ones by the save, newest first."""

    by: SortName = "saved"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Rules:
    """`match` all or any of the conditions; without any, every saved track. An unknown value fails its condition,
    a negated one too. `limit` is a number of tracks; None is all of them."""

    conditions: tuple[Condition, ...] = ()
    match: Literal["all", "any"] = "all"
    order: Order = Order()
    limit: int | None = None

    @property
    def move_with_time(self) -> bool:
        """Whether a day that passes may change which tracks fit."""
        return any(isinstance(condition, SavedLately) for condition in self.conditions)
