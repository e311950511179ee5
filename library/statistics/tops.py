"""What was saved most: artists, albums, decades."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Left

from accounts.models import User
from library.statistics.period import EVERYTHING, Period, saves


@dataclass(frozen=True, slots=True)
class Top:
    """`tracks` are different ones: a track saved twice counts once. `artists` are an album's, "" for an artist."""

    name: str
    tracks: int
    spotify_id: str | None


@dataclass(frozen=True, slots=True)
class Decade:
    """`first_year` is 1990 for the nineties; None where no release date is known."""

    first_year: int | None
    tracks: int


def top_artists(user: User, range_: Period = EVERYTHING, *, count: int = 20) -> list[Top]:
    """Returns the artists of the most tracks; every artist of a track counts. One query."""
    return _top(user, range_, "track__artists", count)


def top_albums(user: User, range_: Period = EVERYTHING, *, count: int = 20) -> list[Top]:
    """Returns the albums of the most saved tracks. One query."""
    return _top(user, range_, "track__album", count)


def _top(user: User, range_: Period, of: str, count: int) -> list[Top]:
    # By primary key and not by name alone: there are several artists of one name.
    found = (
        saves(user, range_)
        .exclude(**{f"{of}__name": ""})
        .exclude(**{of: None})
        .order_by()
        .values(of, f"{of}__name", f"{of}__spotify_id")
    )
    counted = found.annotate(_tracks=Count("track", distinct=True)).order_by("-_tracks", f"{of}__name", of)
    return [Top(line[f"{of}__name"], line["_tracks"], line[f"{of}__spotify_id"]) for line in counted[:count]]


def decades(user: User, range_: Period = EVERYTHING) -> list[Decade]:
    """Returns the decades of the release dates, oldest first, unknown last. One query."""
    # Dates are text, as precise as Spotify knows them: "1967-05" and "1967" are both of decade "196".
    found = saves(user, range_).order_by().values(_decade=Left("track__album__release_date", 3))
    counts: dict[int | None, int] = {}
    for text, tracks in found.annotate(_tracks=Count("track", distinct=True)).values_list(
        "_decade", "_tracks"
    ):
        # Spotify has albums of the year 0000: that is an unknown date.
        first_year = int(text) * 10 if text > "0" and text != "000" else None
        counts[first_year] = counts.get(first_year, 0) + tracks
    return [Decade(at, counts[at]) for at in sorted(counts, key=lambda at: (at is None, at or 0))]
