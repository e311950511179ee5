"""The catalogue of columns that a person can choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Column:
    """A column of ours. `pattern` is Google's number format, "" for text; `width` is in pixels."""

    id: str
    header: str
    kind: Literal["text", "number", "date", "boolean"]
    pattern: str
    width: int


_MOMENT = "yyyy-mm-dd hh:mm"

_ALL = (
    Column("artist", "Artist", "text", "", 200),
    Column("track", "Track", "text", "", 260),
    Column("album", "Album", "text", "", 220),
    Column("added", "Added", "date", _MOMENT, 130),
    # Spotify knows some dates only to the year or month, so they stay text.
    Column("release_date", "Release date", "text", "", 100),
    Column("duration", "Duration", "number", "[m]:ss", 80),
    Column("explicit", "Explicit", "boolean", "", 80),
    Column("isrc", "ISRC", "text", "", 120),
    Column("link", "Link", "text", "", 300),
    Column("tempo", "Tempo (BPM)", "number", "0.0", 90),
    Column("energy", "Energy", "number", "0.000", 90),
    Column("danceability", "Danceability", "number", "0.000", 100),
    Column("acousticness", "Acousticness", "number", "0.000", 100),
    Column("valence", "Valence", "number", "0.000", 90),
    Column("genres", "Genres", "text", "", 200),
    Column("removed_on", "Removed on", "date", _MOMENT, 130),
)

CATALOGUE: dict[str, Column] = {column.id: column for column in _ALL}
DEFAULT = ("artist", "track", "album", "added", "link")
LINK = "link"

CHANGING = frozenset({"tempo", "energy", "danceability", "acousticness", "valence", "genres", "removed_on"})
"""Columns whose values arrive or change after the row was written: a row is not recognised by them."""


def chosen(ids: Iterable[str]) -> tuple[Column, ...]:
    """The columns with these ids, in this order, each once. Link, the rows' key, comes last where it is missing.

    Raises KeyError for an id that the catalogue does not know.
    """
    return tuple(CATALOGUE[column_id] for column_id in dict.fromkeys((*ids, LINK)))


def number_format(column: Column) -> dict[str, str] | None:
    """Google's NumberFormat of the column's cells; None for text and booleans.

    https://developers.google.com/workspace/sheets/api/guides/formats
    """
    if not column.pattern:
        return None
    if column.kind == "date":
        return {"type": "DATE_TIME", "pattern": column.pattern}
    return {"type": "TIME" if column.pattern.startswith("[") else "NUMBER", "pattern": column.pattern}
