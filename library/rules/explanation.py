"""Why a saved track is in a smart sheet, or is not: condition by condition, as values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from django.core.exceptions import ObjectDoesNotExist

from accounts.models import User
from accounts.time_zones import zone_of
from library.models import ArtistGenre, Features, SavedTrack, Track
from library.rules import days
from library.rules.conditions import (
    Condition,
    IsExplicit,
    PlaysGenre,
    RangeCondition,
    Rules,
    SavedBetween,
    SavedLately,
)

TrackValue = float | bool | date | tuple[str, ...]
MissingReason = Literal[
    "", "no_features", "feature_missing", "no_genres", "no_release_date", "explicit_unknown"
]


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """Whether a track meets a condition, and the track's own value.

    `holds` is None where the value is unknown, which counts as no; `missing` says why it is unknown. The value is a
    number, the genres, the day of saving, or whether the track is explicit.
    """

    condition: Condition
    holds: bool | None
    value: TrackValue | None = None
    missing: MissingReason = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """`fits`: the rules let the track in. The sheet's limit may still leave it out."""

    results: tuple[ConditionResult, ...]
    fits: bool


def explain(user: User, saved: SavedTrack, rules: Rules, *, today: date | None = None) -> Explanation:
    """Evaluates each condition for a current save of the person's. At most three queries, whatever the rules are."""
    return explain_each(user, saved, [rules], today=today)[0]


def explain_each(
    user: User, saved: SavedTrack, each: Sequence[Rules], *, today: date | None = None
) -> list[Explanation]:
    """Returns what `explain` does, for several rules. At most three queries in all."""
    if saved.track is None:
        return [Explanation((), fits=False) for _ in each]
    evaluator = _Evaluator(saved, saved.track, zone_of(user), today or days.today(user))
    return [_explain(evaluator, rules) for rules in each]


def _explain(evaluator: _Evaluator, rules: Rules) -> Explanation:
    results = tuple(evaluator.evaluate(condition) for condition in rules.conditions)
    joined: Callable[[list[bool]], bool] = all if rules.match == "all" else any
    fits = not results or joined([result.holds is True for result in results])
    return Explanation(results, fits=fits)


class _Evaluator:
    """The values of one track, read once for all conditions."""

    def __init__(self, saved: SavedTrack, track: Track, zone: ZoneInfo, today: date) -> None:
        self._saved = saved
        self._track = track
        self._zone = zone
        self._today = today
        self._genres = _genres(track)
        self._features = _features(track)

    def evaluate(self, condition: Condition) -> ConditionResult:
        match condition:
            case RangeCondition(on="release_year"):
                year = self._year()
                return _result(condition, _within(year, condition), year, "no_release_date")
            case RangeCondition():
                value = getattr(self._features, condition.on, None)
                return _result(condition, _within(value, condition), value, self._missing_feature())
            case PlaysGenre():
                plays = condition.name in self._genres if self._genres else None
                return _result(condition, plays, self._genres, "no_genres")
            case SavedLately() | SavedBetween():
                day = self._saved.added_at.astimezone(self._zone).date()
                return _result(condition, self._saved_in(condition), day)
            case IsExplicit():
                explicit = self._track.explicit
                return _result(condition, explicit, explicit, "explicit_unknown")

    def _missing_feature(self) -> MissingReason:
        has_others = self._features is not None and self._features.known
        return "feature_missing" if has_others else "no_features"

    def _year(self) -> float | None:
        year = self._track.album.release_date[:4]
        # Spotify has albums of the year 0000: that is a date which is not known.
        return float(year) if year.isdecimal() and int(year) >= 1000 else None

    def _saved_in(self, condition: SavedLately | SavedBetween) -> bool:
        start, end = days.bounds(condition, self._zone, self._today)
        at: datetime = self._saved.added_at
        return (start is None or at >= start) and (end is None or at < end)


def _result(
    condition: Condition, holds: bool | None, value: TrackValue | None, missing: MissingReason = ""
) -> ConditionResult:
    if holds is None:
        # Unknown stays unknown when it is negated: "not jazz" does not hold for a track without genres.
        return ConditionResult(condition, None, missing=missing)
    return ConditionResult(condition, holds is not condition.negated, value)


def _within(value: float | None, condition: RangeCondition) -> bool | None:
    if value is None:
        return None
    low, high = condition.low, condition.high
    return (low is None or value >= low) and (high is None or value <= high)


def _features(track: Track) -> Features | None:
    try:
        return track.features
    except ObjectDoesNotExist:
        return None


def _genres(track: Track) -> tuple[str, ...]:
    links = ArtistGenre.objects.filter(artist__credits__track=track).order_by("genre__name")
    return tuple(links.values_list("genre__name", flat=True).distinct())
