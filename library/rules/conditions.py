"""The conditions, order and limit of a smart sheet, as plain values.

`matching` evaluates them as one query, `explanation` for one track; both must agree.
"""

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
    # As far as a source's tempo counts as possible (`providers.source.MAX_TEMPO`).
    "tempo": (0, 400),
    "energy": (0, 1),
    "danceability": (0, 1),
    "acousticness": (0, 1),
    "valence": (0, 1),
    # Four digits: years are compared as the text of release dates. Spotify's "0000" is below, and so unknown.
    "release_year": (1000, 9999),
}
"""The lowest and the highest bound that a range of each may have."""
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
    """Unknown values come last in both directions; equal ones by the save, newest first."""

    by: SortName = "saved"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Rules:
    """`match` all or any of the conditions; without conditions every saved track fits. `limit` None is no limit.

    An unknown value fails its condition, and the negated one too:

                              energy 0.9   energy 0.3   energy unknown
        energy from 0.7       fits         does not     does not
        not energy from 0.7   does not     fits         does not
    """

    conditions: tuple[Condition, ...] = ()
    match: Literal["all", "any"] = "all"
    order: Order = Order()
    limit: int | None = None

    @property
    def move_with_time(self) -> bool:
        """Returns whether the passing of a day may change which tracks fit, with nothing saved or removed."""
        return any(isinstance(condition, SavedLately) for condition in self.conditions)
