"""The saved tracks that fit a smart sheet's rules, as one query."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import partial, reduce
from operator import and_, or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OrderBy, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from accounts.models import User
from accounts.time_zones import zone_of
from library.models import ArtistGenre, SavedTrack, TrackArtist
from library.models.genres import MAIN_WEIGHT
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

# Who plays any genre has a main one, and those are the fewest rows.
ANY = {"weight": MAIN_WEIGHT}
DATE = "track__album__release_date"
SORTED_BY: dict[SortName, str] = {
    "saved": "position",
    "release_date": DATE,
    "artist": "track__artist_line",
    "track": "track__name",
    "tempo": "features__tempo",
    "energy": "features__energy",
    "danceability": "features__danceability",
    "acousticness": "features__acousticness",
    "valence": "features__valence",
}


def matching(user: User, rules: Rules, *, today: date | None = None) -> QuerySet[SavedTrack]:
    """Returns the current saves that fit, in the rules' order and up to their limit. One query, when it is evaluated.

    Each track once: of several saves of it the newest of those that fit. `today` is the person's, by default.

        a local file saved    fits "saved in the last 7 days"    in the sheet
        yesterday             yes                                yes
        2 days ago            yes                                no: the newer save is
        3 weeks ago           no                                 no
    """
    saves = SavedTrack.objects.filter(user=user, removed_at=None, track__isnull=False)
    # After the conditions: an older save may be the only one of its track that meets them. A local file can be saved
    # several times, and DISTINCT ON is PostgreSQL's alone.
    newest = Window(RowNumber(), partition_by="track_id", order_by=[F("position").desc(), F("pk").desc()])
    once = saves.filter(as_condition(user, rules, today)).annotate(_place=newest).filter(_place=1)
    return once.order_by(*_ordering(rules.order))[: rules.limit]


def holds_track(user: User, rules: Rules, track_id: int | None) -> bool:
    """Whether a track is among those that fit and that the limit leaves: only the query knows the latter.

    By track, not by save: of a local file that is saved twice one is in the sheet.
    """
    return track_id in set(matching(user, rules).values_list("track", flat=True))


def as_condition(user: User, rules: Rules, today: date | None = None) -> Q:
    """Returns the conditions of rules for a query of saves, whichever these are."""
    zone, today = zone_of(user), today or days.today(user)
    genres = [one for one in rules.conditions if isinstance(one, PlaysGenre)]
    excluded = {one.name for one in genres if one.negated}
    if rules.match == "any":
        sql = _ConditionSql(zone, today, partial(_is_among_those_that_play, user))
        wanted = {one.name for one in genres if not one.negated}
        rest = [sql.of(one) for one in rules.conditions if one not in genres]
        rest += [sql.one_of(wanted)] if wanted else []
        rest += [sql.has_genre() & ~_is_among_those_that_play_all(user, excluded)] if excluded else []
        return reduce(or_, rest, Q())
    sql = _ConditionSql(zone, today, _plays)
    rest = [sql.of(one) for one in rules.conditions if not (isinstance(one, PlaysGenre) and one.negated)]
    # Whose genre is asked for by name has one.
    is_known = any(not one.negated for one in genres)
    return reduce(and_, rest, sql.none_of(excluded, is_known=is_known) if excluded else Q())


def _ordering(order: Order) -> list[OrderBy]:
    # nulls_last, because SQLite sorts nulls as the smallest and PostgreSQL as the largest values. The primary key makes
    # the order total: a limit must cut the same tracks at every sync.
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
                # A lower bound at all: "" and "0000" are unknown dates, and would be before any year.
                return Q(**{f"{DATE}__gte": _text(LIMITS["release_year"][0])}) & _year(condition)
            case RangeCondition(on, low, high):
                return _between(f"features__{on}", low, high, condition.negated, last="lte")
            case PlaysGenre(name, negated):
                return self.none_of([name]) if negated else self.one_of([name])
            case SavedLately() | SavedBetween():
                start, end = days.bounds(condition, self._zone, self._today)
                return _between("added_at", start, end, condition.negated)
            case IsExplicit(negated):
                return Q(track__explicit=not negated)

    def none_of(self, names: Collection[str], *, is_known: bool = False) -> Q:
        """Returns the condition for all excluded names at once: each subquery on genres costs a pass over them.

        `is_known`: that the track has a genre is another condition already.
        """
        none = ~self._plays(genre__name__in=names)
        return none if is_known else self.has_genre() & none

    def one_of(self, names: Collection[str]) -> Q:
        return self._plays(genre__name__in=names)

    def has_genre(self) -> Q:
        return self._plays(**ANY)


def _year(condition: RangeCondition) -> Q:
    """Compares dates as text, of which the database has statistics: "1967-05" is after "1967" and before "1968"."""
    low, high = condition.low, condition.high
    before = _text(high + 1) if high is not None and high < LIMITS["release_year"][1] else None
    return _between(DATE, _text(low) if low is not None else None, before, condition.negated)


def _text(year: float) -> str:
    return f"{year:.0f}"


def _between(name: str, first: object, last_or_end: object, negated: bool, last: str = "lt") -> Q:
    """Returns the condition that a value is in a range, or outside; null meets neither. None leaves an end open.

    first 0.2, last 0.7           null    0.1    0.5    0.9
    in the range                  no      no     yes    no
    negated: below or above       no      yes    no     yes
    """
    outside = {"lt": "gte", "lte": "gt"}[last]
    ends = [("gte", "lt", first), (last, outside, last_or_end)]
    given = [(out if negated else within, end) for within, out, end in ends if end is not None]
    parts = [Q(**{f"{name}__{lookup}": end}) for lookup, end in given]
    return reduce(or_ if negated else and_, parts) if parts else Q(pk__isnull=negated)


def _plays(**genre: Any) -> Q:
    """Returns the condition that an artist of the track plays this genre. For rules that match all."""
    # Under AND the database makes a join of EXISTS, with the saves that the other conditions leave.
    players = ArtistGenre.objects.filter(**genre).order_by().values("artist")
    return Q(Exists(TrackArtist.objects.filter(track=OuterRef("track"), artist__in=players)))


def _is_among_those_that_play(user: User, **genre: Any) -> Q:
    """Returns the same condition as `_plays`, for rules that match any."""
    # Under OR it can join nothing, and EXISTS would run for each save: a list of tracks is made once instead.
    players = ArtistGenre.objects.filter(**genre).values("artist")
    return Q(track__in=_credits(user).filter(artist__in=players).values("track"))


def _is_among_those_that_play_all(user: User, names: Collection[str]) -> Q:
    """Returns the condition that each of the genres is played by an artist of the track. For rules that match any.

    One list for all of them: a track lacks one of the genres where it is not in it.
    """
    if len(names) == 1:
        return _is_among_those_that_play(user, genre__name__in=names)
    genre = "artist__genre_links__genre"
    tracks = _credits(user).filter(**{f"{genre}__name__in": names}).values("track")
    return Q(
        track__in=tracks.annotate(_genres=Count(genre, distinct=True))
        .filter(_genres=len(names))
        .values("track")
    )


def _credits(user: User) -> QuerySet[TrackArtist]:
    """Returns the artists of the tracks that the person has saved."""
    saved = SavedTrack.objects.filter(user=user, removed_at=None, track__isnull=False)
    return TrackArtist.objects.filter(track__in=saved.values("track")).order_by()
