"""The statistics of a library: time series by month, and what was saved most and first."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from api.authentication import may_read, person_of
from api.stats.schemas import GenreDelay, PeriodQuery
from library.statistics.firsts import FirstOfGenre, first_of_genres, time_to_first_genre
from library.statistics.genres import GenreMonth, genre_months
from library.statistics.months import Sound, Traffic, sounds, traffic
from library.statistics.tops import Decade, Top, decades, top_albums, top_artists

PeriodParameters = Query[PeriodQuery]
Count = Annotated[int, Query(ge=1, le=100, description="How many, the most saved first.")]

router = Router(tags=["Statistics"])


@router.get("/traffic", auth=may_read, response=list[Traffic], summary="Tracks saved and removed by month")
def get_traffic(request: HttpRequest, period: PeriodParameters) -> list[Traffic]:
    """Returns the months in which a track was saved or removed, oldest first. One saved again counts as both."""
    return traffic(person_of(request), period.to_period())


@router.get("/genres", auth=may_read, response=list[GenreMonth], summary="Genres by month")
def get_genres(request: HttpRequest, period: PeriodParameters, top: Count = 10) -> list[GenreMonth]:
    """Returns the months in which something was saved, oldest first, each with the same `top` genres.

    A track counts once, under its main genre. `share` is of the month's tracks whose genre is known.
    """
    return genre_months(person_of(request), period.to_period(), top=top)


@router.get("/features", auth=may_read, response=list[Sound], summary="Audio features by month")
def get_features(request: HttpRequest, period: PeriodParameters) -> list[Sound]:
    """Returns the months in which something was saved, oldest first, with the mean of each audio feature.

    `value` is null, never 0, where no track of the month has the feature.
    """
    return sounds(person_of(request), period.to_period())


@router.get("/artists", auth=may_read, response=list[Top], summary="Artists of the most tracks")
def get_top_artists(request: HttpRequest, period: PeriodParameters, count: Count = 20) -> list[Top]:
    """Returns the artists of the most saved tracks; every artist of a track counts."""
    return top_artists(person_of(request), period.to_period(), count=count)


@router.get("/albums", auth=may_read, response=list[Top], summary="Albums of the most tracks")
def get_top_albums(request: HttpRequest, period: PeriodParameters, count: Count = 20) -> list[Top]:
    """Returns the albums of the most saved tracks."""
    return top_albums(person_of(request), period.to_period(), count=count)


@router.get("/decades", auth=may_read, response=list[Decade], summary="Decades of the release dates")
def get_decades(request: HttpRequest, period: PeriodParameters) -> list[Decade]:
    """Returns the decades in which saved tracks were released, oldest first; those without a date last."""
    return decades(person_of(request), period.to_period())


@router.get("/first-of-genres", auth=may_read, response=list[FirstOfGenre], summary="When each genre began")
def get_first_of_genres(request: HttpRequest, period: PeriodParameters) -> list[FirstOfGenre]:
    """Returns the day on which the first track of each genre was saved, oldest first."""
    return first_of_genres(person_of(request), period.to_period())


@router.get("/time-to-first-genre", auth=may_read, response=GenreDelay, summary="How long genres take")
def get_time_to_first_genre(request: HttpRequest, period: PeriodParameters) -> GenreDelay:
    """Returns how long it took from noticing a save until a genre of it was known."""
    return GenreDelay.of(time_to_first_genre(person_of(request), period.to_period()))
