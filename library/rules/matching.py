"""The saved tracks that fit a smart sheet's rules, as one query."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import partial, reduce
from operator import and_, or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OrderBy, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from accounts.models import User
from accounts.time_zones import zone_of
from library.models import ArtistGenre, SavedTrack, TrackArtist
from library.rules import days
from library.rules.conditions import (
    LIMITS,
    Condition,
    IsExplicit,
    Order,
    PlaysGenre,
    RangeCondition,
    Rules,
    SavedBetween,
    SavedLately,
    SortName,
)

DATE = "track__album__release_date"
SORTED_BY: dict[SortName, str] = {
    "saved": "position",
    "release_date": DATE,
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
    newest = Window(RowNumber(), partition_by="track_id", order_by=[F("position").desc(), F("pk").desc()])
    once = saves.filter(_fits(user, rules, today)).annotate(_place=newest).filter(_place=1)
    return once.order_by(*_ordering(rules.order))[: rules.limit]


def _fits(user: User, rules: Rules, today: date | None) -> Q:
    zone, today = zone_of(user), today or days.today(user)
    genres = [one for one in rules.conditions if isinstance(one, PlaysGenre)]
    refused = {one.name for one in genres if one.negated}
    if rules.match == "any":
        asked = _ConditionSql(zone, today, partial(_is_among_those_that_play, user))
        wanted = {one.name for one in genres if not one.negated}
        rest = [asked.of(one) for one in rules.conditions if one not in genres]
        rest += [asked.one_of(wanted)] if wanted else []
        return reduce(or_, rest, asked.not_all_of(refused) if refused else Q())
    asked = _ConditionSql(zone, today, _plays)
    rest = [asked.of(one) for one in rules.conditions if not (isinstance(one, PlaysGenre) and one.negated)]
    return reduce(and_, rest, asked.none_of(refused) if refused else Q())


def _ordering(order: Order) -> list[OrderBy]:
    value = F(SORTED_BY[order.by])
    first = value.desc(nulls_last=True) if order.descending else value.asc(nulls_last=True)
    return [first, F("position").desc(), F("pk").desc()]


class _ConditionSql:
    """A condition as SQL. Never `~Q` of a value that may be null: Django's negation lets the unknown pass."""

    def __init__(self, zone: ZoneInfo, today: date, plays: Callable[..., Q]) -> None:
        self._zone = zone
        self._today = today
        self._plays = plays

    def of(self, condition: Condition) -> Q:
        match condition:
            case RangeCondition(on="release_year"):
                return Q(**{f"{DATE}__gte": _text(LIMITS["release_year"][0])}) & _year(condition)
            case RangeCondition(on, low, high):
                return _between(f"track__features__{on}", low, high, condition.negated, last="lte")
            case PlaysGenre(name, negated):
                return self.none_of([name]) if negated else self._plays(genre__name=name)
            case SavedLately() | SavedBetween():
                start, end = days.bounds(condition, self._zone, self._today)
                return _between("added_at", start, end, condition.negated)
            case IsExplicit(negated):
                return Q(track__explicit=not negated)

    def none_of(self, names: Collection[str]) -> Q:
        """Asked once for all the names that rules refuse: each look at genres takes its time."""
        return self._plays() & ~self._plays(genre__name__in=names)

    def one_of(self, names: Collection[str]) -> Q:
        return self._plays(genre__name__in=names)

    def not_all_of(self, names: Collection[str]) -> Q:
        """At least one of the names is refused rightly, of a track of which any genre is known."""
        return self._plays() & reduce(or_, [~self._plays(genre__name=name) for name in sorted(names)])


def _year(condition: RangeCondition) -> Q:
    """The dates as text, of which the database has statistics: "1967-05" is after "1967" and before "1968"."""
    low, high = condition.low, condition.high
    before = _text(high + 1) if high is not None and high < LIMITS["release_year"][1] else None
    return _between(DATE, _text(low) if low is not None else None, before, condition.negated)


def _text(year: float) -> str:
    return f"{year:.0f}"


def _between(name: str, first: object, last_or_end: object, negated: bool, last: str = "lt") -> Q:
    """Null, whatever is asked, is outside and not outside: neither is true. None leaves an end open."""
    outside = {"lt": "gte", "lte": "gt"}[last]
    ends = [("gte", "lt", first), (last, outside, last_or_end)]
    given = [(out if negated else within, end) for within, out, end in ends if end is not None]
    parts = [Q(**{f"{name}__{asks}": end}) for asks, end in given]
    return reduce(or_ if negated else and_, parts) if parts else Q(pk__isnull=negated)


def _plays(**genre: Any) -> Q:
    """For conditions that all have to hold: the database joins what it is about to judge."""
    return Q(Exists(ArtistGenre.objects.filter(artist__credits__track=OuterRef("track"), **genre)))


def _is_among_those_that_play(user: User, **genre: Any) -> Q:
    """The same where any condition will do: nothing can be joined then, so the database makes a list once."""
    players = ArtistGenre.objects.filter(**genre).values("artist")
    saved = SavedTrack.objects.filter(user=user, removed_at=None, track__isnull=False).values("track")
    credits = TrackArtist.objects.filter(track__in=saved, artist__in=players)
    return Q(track__in=credits.order_by().values("track"))
