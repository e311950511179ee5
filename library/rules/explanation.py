"""Why a saved track is in a smart sheet, or is not: condition by condition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
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
from library.rules.wording import said, said_of


@dataclass(frozen=True, slots=True)
class Answer:
    """`holds` is None where the value is unknown, which counts as no. `because` says the track's own value."""

    condition: Condition
    holds: bool | None
    because: str

    @property
    def asked(self) -> str:
        return said(self.condition)


@dataclass(frozen=True, slots=True)
class Explanation:
    """`fits`: the rules let the track in. The sheet's limit may still leave it out."""

    answers: tuple[Answer, ...]
    fits: bool


def explain(user: User, saved: SavedTrack, rules: Rules, *, today: date | None = None) -> Explanation:
    """`saved` is a living save of a track of the person's. At most three queries, whatever the rules are."""
    if saved.track is None:
        return Explanation((), fits=False)
    facts = _Facts(saved, saved.track, zone_of(user), today or days.today(user))
    answers = tuple(facts.answer(condition) for condition in rules.conditions)
    joined: Callable[[list[bool]], bool] = all if rules.match == "all" else any
    return Explanation(answers, fits=not answers or joined([answer.holds is True for answer in answers]))


class _Facts:
    def __init__(self, saved: SavedTrack, track: Track, zone: ZoneInfo, today: date) -> None:
        self._saved = saved
        self._track = track
        self._zone = zone
        self._today = today
        self._genres = _genres(track)
        self._features = _features(track)

    def answer(self, condition: Condition) -> Answer:
        match condition:
            case RangeCondition(on="release_year"):
                year = self._year()
                return self._of(condition, _within(year, condition), "" if year is None else f"{year:.0f}")
            case RangeCondition():
                value = getattr(self._features, condition.on, None)
                return self._of(
                    condition, _within(value, condition), said_of(condition.on, value), self._missing()
                )
            case PlaysGenre():
                plays = condition.name in self._genres if self._genres else None
                return self._of(condition, plays, ", ".join(self._genres))
            case SavedLately() | SavedBetween():
                day = self._saved.added_at.astimezone(self._zone).date()
                return self._of(condition, self._saved_in(condition), f"saved on {day.isoformat()}")
            case IsExplicit():
                explicit = self._track.explicit
                return self._of(condition, explicit, "explicit" if explicit else "not explicit")

    def _of(
        self, condition: Condition, holds: bool | None, because: str, missing: str = "not known"
    ) -> Answer:
        if holds is None:
            return Answer(condition, None, f"unknown: {_reason(condition, missing)}")
        return Answer(condition, holds is not condition.negated, because)

    def _missing(self) -> str:
        knows_some = self._features is not None and self._features.known
        return "not among this track's features" if knows_some else "no features for this track"

    def _year(self) -> float | None:
        year = self._track.album.release_date[:4]
        return float(year) if year.isdecimal() and int(year) >= 1000 else None

    def _saved_in(self, condition: SavedLately | SavedBetween) -> bool:
        start, end = days.bounds(condition, self._zone, self._today)
        at: datetime = self._saved.added_at
        return (start is None or at >= start) and (end is None or at < end)


def _reason(condition: Condition, missing: str) -> str:
    if isinstance(condition, PlaysGenre):
        return "no genres for this track's artists"
    if isinstance(condition, RangeCondition) and condition.on == "release_year":
        return "no release date for this album"
    return "Spotify does not say" if isinstance(condition, IsExplicit) else missing


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


def _genres(track: Track) -> list[str]:
    links = ArtistGenre.objects.filter(artist__credits__track=track).order_by("genre__name")
    return list(links.values_list("genre__name", flat=True).distinct())
