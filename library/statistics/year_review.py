"""A year in review: everything that its page says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from library.listed_tracks import ListedTrack, list_tracks
from library.statistics.days import Streak, busiest_day, longest_streak, saves_by_day
from library.statistics.firsts import first_of_genres
from library.statistics.genres import GenreCount, main_genres_by_month, most_saved
from library.statistics.grouping import mean_sound
from library.statistics.months import Sound, Traffic, sounds, traffic
from library.statistics.period import Period, saves
from library.statistics.spans import genre_spans
from library.statistics.tops import PicturedTop, pictured_albums, pictured_artists

TOP = 5


@dataclass(frozen=True, slots=True)
class YearReview:
    """A year with at least one save, as the library was: tracks that were removed later count.

    `genres` are main genres of the year's tracks; `new_genres` were not saved in any year before, those of the most
    tracks first. `sound_before` is of the year before.
    """

    year: int
    saved: int
    removed: int
    months: list[Traffic]
    artists: list[PicturedTop]
    albums: list[PicturedTop]
    genres: list[GenreCount]
    new_genres: list[str]
    first: ListedTrack
    last: ListedTrack
    sound: Sound
    sound_before: Sound
    busiest: tuple[date, int]
    streak: Streak


def period_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def year_review(user: User, year: int) -> YearReview | None:
    """Returns the year in review; None for a year without a save. As many queries for a large library as for a small one."""
    period = period_of(year)
    days = saves_by_day(user, period)
    streak, busiest = longest_streak(days), busiest_day(days)
    if not streak or not busiest:
        return None
    months = traffic(user, period)
    first, last = _ends(user, period)
    of_year, before = _sounds(user, year)
    return YearReview(
        year=year,
        saved=sum(one.saved for one in months),
        removed=sum(one.removed for one in months),
        months=months,
        artists=pictured_artists(user, period, count=TOP),
        albums=pictured_albums(user, period, count=TOP),
        genres=_genres(user, period),
        new_genres=_new_genres(user, year),
        first=first,
        last=last,
        sound=of_year,
        sound_before=before,
        busiest=(busiest, days[busiest]),
        streak=streak,
    )


def _ends(user: User, period: Period) -> tuple[ListedTrack, ListedTrack]:
    found = saves(user, period)
    ends = {
        found.order_by(*order).values_list("pk", flat=True)[0]
        for order in (("added_at", "pk"), ("-added_at", "-pk"))
    }
    tracks = list_tracks(found.filter(pk__in=ends).order_by("added_at", "pk"))
    return tracks[0], tracks[-1]


def _genres(user: User, period: Period) -> list[GenreCount]:
    total: Counter[str] = Counter()
    for counts in main_genres_by_month(user, period).values():
        total.update(counts)
    known = total.total() - total[""]
    return [GenreCount(name, total[name], total[name] / known) for name in most_saved([total])[:TOP]]


def _new_genres(user: User, year: int) -> list[str]:
    firsts = first_of_genres(user, Period(last=date(year, 12, 31)))
    new = {one.genre for one in firsts if one.day.year == year}
    return [span.genre for span in genre_spans(user, period_of(year)) if span.genre in new]


def _sounds(user: User, year: int) -> tuple[Sound, Sound]:
    # There is no year 0.
    months = sounds(user, Period(date(max(year - 1, 1), 1, 1), date(year, 12, 31)))
    of_year = [one for one in months if one.month.year == year]
    before = [one for one in months if one.month.year == year - 1]
    return mean_sound(date(year, 1, 1), of_year), mean_sound(date(max(year - 1, 1), 1, 1), before)
