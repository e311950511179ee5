"""The saved tracks that fit a smart sheet's rules, as one query."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, OrderBy, Q, QuerySet, Window
from django.db.models.functions import Left, RowNumber

from accounts.models import User
from library.models import SavedTrack, TrackArtist
from library.smart import days
from library.smart.rules import (
    Condition,
    IsExplicit,
    Order,
    PlaysGenre,
    Range,
    Rules,
    SavedBetween,
    SavedLately,
    SortName,
)

YEAR = "0999", "9999"
"""Years as text: Spotify's "0000" is no year."""
SORTED_BY: dict[SortName, str] = {
    "saved": "position",
    "release_date": "track__album__release_date",
    "artist": "track__artist_line",
    "track": "track__name",
    "tempo": "track__features__tempo",
    "energy": "track__features__energy",
    "danceability": "track__features__danceability",
    "acousticness": "track__features__acousticness",
    "valence": "track__features__valence",
}


def matching(user: User, rules: Rules, *, today: date | None = None) -> QuerySet[SavedTrack]:
    """Living saves in the rules' order and number; of a track saved twice the newer of those that fit.

    Nothing is asked until it is evaluated, and then in one query. `today` is the person's, by default.
    """
    saves = SavedTrack.objects.filter(user=user, removed_at=None, track__isnull=False)
    fitting = saves.annotate(_year=Left("track__album__release_date", 4)).filter(_fits(user, rules, today))
    newest = Window(RowNumber(), partition_by="track_id", order_by=[F("position").desc(), F("pk").desc()])
    once = fitting.annotate(_place=newest).filter(_place=1)
    return once.order_by(*_ordering(rules.order))[: rules.limit]


def _fits(user: User, rules: Rules, today: date | None) -> Q:
    asked = _Asked(user, ZoneInfo(user.time_zone), today or days.today(user))
    conditions = [asked.of(condition) for condition in rules.conditions]
    return reduce(and_ if rules.match == "all" else or_, conditions) if conditions else Q()


def _ordering(order: Order) -> list[OrderBy]:
    value = F(SORTED_BY[order.by])
    first = value.desc(nulls_last=True) if order.descending else value.asc(nulls_last=True)
    return [first, F("position").desc(), F("pk").desc()]


class _Asked:
    """A condition as SQL. Never `~Q`: Django's negation lets the unknown pass."""

    def __init__(self, user: User, zone: ZoneInfo, today: date) -> None:
        self._user = user
        self._zone = zone
        self._today = today

    def of(self, condition: Condition) -> Q:
        match condition:
            case Range(on="release_year"):
                return self._year(condition)
            case Range():
                return _range(f"track__features__{condition.on}", condition, lambda value: value)
            case PlaysGenre():
                return self._genre(condition)
            case SavedLately() | SavedBetween():
                return self._saved(condition)
            case IsExplicit():
                return Q(track__explicit=not condition.negated)

    def _year(self, condition: Range) -> Q:
        known = Q(_year__gt=YEAR[0], _year__lte=YEAR[1])
        return known & _range("_year", condition, lambda value: f"{value:04.0f}")

    def _saved(self, condition: SavedLately | SavedBetween) -> Q:
        start, end = days.bounds(condition, self._zone, self._today)
        if condition.negated:
            before = Q(added_at__lt=start) if start else Q(pk=None)
            return before | (Q(added_at__gte=end) if end else Q(pk=None))
        return (Q(added_at__gte=start) if start else Q()) & (Q(added_at__lt=end) if end else Q())

    def _genre(self, condition: PlaysGenre) -> Q:
        named = Q(track__in=self._credits(artist__genre_links__genre__name=condition.name))
        if not condition.negated:
            return named
        # what is left out here has a genre, so its track is no null: "not in" is safe
        return Q(track__in=self._credits(artist__genre_links__isnull=False)) & ~named

    def _credits(self, **genres: Any) -> QuerySet[TrackArtist, int]:
        """Tracks of the person's whose artists are so. Not correlated: the database makes one list of it."""
        saved = TrackArtist.objects.filter(track__saves__user=self._user, track__saves__removed_at=None)
        return saved.filter(**genres).order_by().values_list("track", flat=True)


def _range(name: str, condition: Range, value: Callable[[float], object]) -> Q:
    low = None if condition.low is None else value(condition.low)
    high = None if condition.high is None else value(condition.high)
    if condition.negated:
        below = Q(**{f"{name}__lt": low}) if low is not None else Q(pk=None)
        return below | (Q(**{f"{name}__gt": high}) if high is not None else Q(pk=None))
    at_least = Q(**{f"{name}__gte": low}) if low is not None else Q()
    return at_least & (Q(**{f"{name}__lte": high}) if high is not None else Q())
