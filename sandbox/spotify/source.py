"""The tracks of data/tracks.csv. Missing fields are generated, always the same for the same id.

The file has real tracks, albums and artists, but only the year of release, one artist a track, and no ISRC,
explicit flag or cover. Spotify shows its genres and audio features (genres.py, features.py) to old apps only.
"""

import csv
import re
from functools import cache
from pathlib import Path
from random import Random

from sandbox.spotify.ids import stable_id
from sandbox.spotify.tracks import Album, Artist, Track

FILE = Path(__file__).parent.parent / "data" / "tracks.csv"
REGISTRANTS = ("USUM7", "USAT2", "GBAHT", "QZES7", "BRBMG", "DEUM7", "FRZ11")
_GUESTS = re.compile(r"\((?:feat\.|with) ([^)]+)\)")
Row = dict[str, str]


@cache
def source_rows() -> tuple[Row, ...]:
    """Returns the rows of the file."""
    with FILE.open(newline="", encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@cache
def source_tracks() -> tuple[Track, ...]:
    """Returns all tracks in the order of the file."""
    albums: dict[str, Album] = {}
    tracks: list[Track] = []
    for row in source_rows():
        album = albums.setdefault(row["album_id"], _album(row))
        tracks.append(_track(row, album, len(tracks)))
    return tuple(tracks)


def artist(name: str) -> Artist:
    """Returns the artist with this name."""
    return Artist(stable_id("artist", name), name)


def _track(row: Row, album: Album, number: int) -> Track:
    chance = Random(row["track_id"])
    year = album.release_date[2:4]
    return Track(
        id=row["track_id"],
        name=row["track_name"],
        artists=tuple(artist(name) for name in _artist_names(row)),
        album=album,
        duration_ms=int(row["duration_ms"]),
        explicit=chance.random() < 0.3,
        isrc=f"{chance.choice(REGISTRANTS)}{year}{number:05}",
        track_number=chance.randint(1, album.total_tracks),
    )


def _artist_names(row: Row) -> list[str]:
    """Returns the file's artist, then the guests named in the title."""
    names = [row["artist_name"]]
    for found in _GUESTS.finditer(row["track_name"]):
        names += [name for name in re.split(r", | & ", found[1]) if name not in names]
    return names


def _album(row: Row) -> Album:
    chance = Random(row["album_id"])
    single = row["album_name"] == row["track_name"]
    date, precision = _release(row["release_date"], chance)
    return Album(
        id=row["album_id"],
        name=row["album_name"],
        artist=artist(row["artist_name"]),
        album_type="single" if single else chance.choice(["album"] * 9 + ["compilation"]),
        total_tracks=1 if single else chance.randint(8, 20),
        release_date=date,
        release_date_precision=precision,
        image="" if chance.random() < 0.05 else f"{chance.getrandbits(96):024x}",
    )


def _release(year: str, chance: Random) -> tuple[str, str]:
    """Returns date and precision. Most albums have a day, a few only a month or a year."""
    lot = chance.random()
    month, day = chance.randint(1, 12), chance.randint(1, 28)
    if lot < 0.05:
        return year, "year"
    if lot < 0.07:
        return f"{year}-{month:02}", "month"
    return f"{year}-{month:02}-{day:02}", "day"
