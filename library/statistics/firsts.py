"""How long it takes until the genres of a save are known, and on which day each genre was first saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Avg, Case, Count, DurationField, ExpressionWrapper, F, Max, Min, Q, When
from django.db.models.functions import Greatest

from accounts.models import User
from accounts.time_zones import zone_of
from library.statistics.genre_rows import first_saves_by_genre, moment
from library.statistics.period import EVERYTHING, Period, saves


@dataclass(frozen=True, slots=True)
class GenreWait:
    """`mean` and `longest` are of the `known` saves, None without any; `waiting` saves have no genre yet."""

    known: int
    waiting: int
    mean: timedelta | None
    longest: timedelta | None


@dataclass(frozen=True, slots=True)
class FirstOfGenre:
    genre: str
    day: date


def time_to_first_genre(user: User, range_: Period = EVERYTHING) -> GenreWait:
    """Returns how long it took from noticing a save until the first genre of one of its artists was known. One query.

    From `noticed_at`, not `added_at`: a library of ten years is noticed on the day it is linked. Zero where the genre
    was known before.
    """
    known = Q(track__credits__artist__knowledge__known=True)
    known_since = (
        saves(user, range_)
        .values("pk")
        .annotate(_known_at=Min("track__credits__artist__knowledge__fetched_at", filter=known))
    )
    wait = ExpressionWrapper(Greatest(F("_known_at"), F("noticed_at")) - F("noticed_at"), DurationField())
    # Greatest of a null and a moment is null in SQLite and the moment in PostgreSQL.
    of_known = Case(When(_known_at__isnull=False, then=wait), output_field=DurationField())
    result = known_since.annotate(_wait=of_known).aggregate(
        saves=Count("pk"), known=Count("_known_at"), mean=Avg("_wait"), longest=Max("_wait")
    )
    return GenreWait(result["known"], result["saves"] - result["known"], result["mean"], result["longest"])


def first_of_genres(user: User, range_: Period = EVERYTHING) -> list[FirstOfGenre]:
    """Returns the day on which the first track of each genre was saved, oldest first. One query."""
    firsts = first_saves_by_genre(saves(user, range_))
    ordered = sorted((moment(at), genre) for genre, at in firsts)
    return [FirstOfGenre(genre, at.astimezone(zone_of(user)).date()) for at, genre in ordered]
