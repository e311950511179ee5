"""What was saved most: artists, albums, decades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Left

from accounts.models import User
from library.covers import Cover, cover_of
from library.models import Album, Artist, Track
from library.statistics.period import EVERYTHING, Period, saves


@dataclass(frozen=True, slots=True)
class Top:
    """`tracks` are different ones: a track saved twice counts once."""

    name: str
    tracks: int
    spotify_id: str | None


@dataclass(frozen=True, slots=True)
class PicturedTop(Top):
    """`cover`: the album's own, and of an artist that of the album saved last. `artist_line` is the album's, "" for an artist."""

    cover: Cover | None
    artist_line: str = ""


@dataclass(frozen=True, slots=True)
class Decade:
    """`first_year` is 1990 for the nineties; None where no release date is known."""

    first_year: int | None
    tracks: int


def top_artists(user: User, range_: Period = EVERYTHING, *, count: int = 20) -> list[Top]:
    """Returns the artists of the most tracks; every artist of a track counts. One query."""
    return [top for _key, top in _top_artists(user, range_, count)]


def top_albums(user: User, range_: Period = EVERYTHING, *, count: int = 20) -> list[Top]:
    """Returns the albums of the most saved tracks. One query."""
    return [top for _key, top in _top_albums(user, range_, count)]


def pictured_artists(user: User, range_: Period = EVERYTHING, *, count: int = 20) -> list[PicturedTop]:
    """Returns `top_artists` with covers. Two queries."""
    tops = _top_artists(user, range_, count)
    covers: dict[int, Cover | None] = {}
    keys = [key for key, _top_ in tops]
    # Each artist's albums, oldest save first, so that the newest one stays.
    credits_ = saves(user, range_).filter(track__artists__in=keys).order_by("added_at", "pk")
    for key, *urls in credits_.values_list("track__artists", *_cover_paths("track__album__")):
        covers[key] = cover_of(*urls) or covers.get(key)
    return [PicturedTop(top.name, top.tracks, top.spotify_id, covers.get(key)) for key, top in tops]


def pictured_albums(user: User, range_: Period = EVERYTHING, *, count: int = 20) -> list[PicturedTop]:
    """Returns `top_albums` with covers, and the artists of one of the saved tracks. Two queries."""
    tops = _top_albums(user, range_, count)
    keys = [key for key, _top_ in tops]
    lines = saves(user, range_).filter(track__album__in=keys).order_by("-added_at", "-pk")
    found = {
        key: (line, cover_of(*urls))
        for key, line, *urls in lines.values_list(
            "track__album", "track__artist_line", *_cover_paths("track__album__")
        )
    }
    return [
        PicturedTop(top.name, top.tracks, top.spotify_id, found[key][1], found[key][0]) for key, top in tops
    ]


# By a subquery and not by joins: half as long, and a track that was saved twice counts once.
def _tracks(user: User, range_: Period) -> QuerySet[Track]:
    return Track.objects.filter(pk__in=saves(user, range_).values("track"))


def _cover_paths(album: str) -> list[str]:
    return [f"{album}small_image_url", f"{album}medium_image_url", f"{album}image_url"]


def _top_artists(user: User, range_: Period, count: int) -> list[tuple[int, Top]]:
    artists = Artist.objects.filter(credits__track__in=saves(user, range_).values("track"))
    # An artist may stand among those of a track twice.
    return _top(artists, Count("credits__track", distinct=True), count)


def _top_albums(user: User, range_: Period, count: int) -> list[tuple[int, Top]]:
    albums = Album.objects.filter(tracks__in=saves(user, range_).values("track"))
    return _top(albums, Count("tracks"), count)


def _top(saved: QuerySet[Any], tracks: Count, count: int) -> list[tuple[int, Top]]:
    # By primary key and not by name: there are several artists of one name, and PostgreSQL groups by the key alone then.
    found = saved.filter(name__gt="").order_by().values("pk", "name", "spotify_id")
    counted = found.annotate(_tracks=tracks).order_by("-_tracks", "name", "pk")
    return [(line["pk"], Top(line["name"], line["_tracks"], line["spotify_id"])) for line in counted[:count]]


def decades(user: User, range_: Period = EVERYTHING) -> list[Decade]:
    """Returns the decades of the release dates, oldest first, unknown last. One query."""
    # Dates are text, as precise as Spotify knows them: "1967-05" and "1967" are both of decade "196".
    found = _tracks(user, range_).order_by().values(_decade=Left("album__release_date", 3))
    counts: dict[int | None, int] = {}
    for text, tracks in found.annotate(_tracks=Count("pk")).values_list("_decade", "_tracks"):
        # Spotify has albums of the year 0000: that is an unknown date.
        first_year = int(text) * 10 if text > "0" and text != "000" else None
        counts[first_year] = counts.get(first_year, 0) + tracks
    return [Decade(at, counts[at]) for at in sorted(counts, key=lambda at: (at is None, at or 0))]
