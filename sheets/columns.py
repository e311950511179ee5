"""The table of the columns that a person can choose from: one row is everything that there is to a column.

To add a column, add a row to `_TABLE`. The contents page offers it, the planner lays it out, a sync fills it and the
receipt names it. Only a value that `SheetTrack` does not have yet needs more: a field there, and its model field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sheets.planner.cells import CellValue, Kind, date_serial, duration_serial

if TYPE_CHECKING:
    from sheets.queries import SheetTrack

Feature = Literal["tempo", "energy", "danceability", "acousticness", "valence"]
GetValue = Callable[["SheetTrack", ZoneInfo], CellValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One row of the table.

    `value` is the name of an attribute of `SheetTrack`, or a function of the track and the sheet's time zone.
    `format` is a pattern of Google's number formats, "" for text and booleans; `width` is in pixels.
    `needs` is what enrichment has to look up first: an audio feature, the genres, or "" for nothing. The page says so
    beside the `description`.
    `identifies_row`: a row whose link is damaged may be recognised by this cell. False for values that arrive or
    change after the row was written. `default`: chosen until the person chooses.
    """

    id: str
    header: str
    description: str | Promise
    kind: Kind
    width: int
    value: str | GetValue
    format: str = ""
    needs: Feature | Literal["", "genres"] = ""
    identifies_row: bool = True
    default: bool = False

    @property
    def number_format(self) -> dict[str, str] | None:
        """Google's NumberFormat of the column's cells; None for text and booleans.

        https://developers.google.com/workspace/sheets/api/guides/formats
        """
        if not self.format:
            return None
        if self.kind == "date":
            return {"type": "DATE_TIME", "pattern": self.format}
        return {"type": "TIME" if self.format.startswith("[") else "NUMBER", "pattern": self.format}


def _added(track: SheetTrack, zone: ZoneInfo) -> CellValue:
    return date_serial(track.added_at, zone)


def _removed_on(track: SheetTrack, zone: ZoneInfo) -> CellValue:
    return date_serial(track.removed_at, zone) if track.removed_at else None


def _duration(track: SheetTrack, zone: ZoneInfo) -> CellValue:
    return duration_serial(track.duration_ms) if track.duration_ms is not None else None


def _audio_feature(
    *, id: Feature, header: str, description: Promise | str, width: int, format: str = "0.000"
) -> Column:
    return Column(
        id=id,
        header=header,
        description=description,
        kind="number",
        width=width,
        value=id,
        format=format,
        needs=id,
        # it comes hours after the row, and a better source may replace it
        identifies_row=False,
    )


LINK = "link"
"""The column that holds the rows' keys: it cannot be left out."""
_DATE_AND_TIME = "yyyy-mm-dd hh:mm"

_TABLE = (
    Column(
        id="artist",
        header="Artist",
        description=_("Everybody credited, joined with commas."),
        kind="text",
        width=200,
        value="artists",
        default=True,
    ),
    Column(
        id="track",
        header="Track",
        description=_("The title."),
        kind="text",
        width=260,
        value="name",
        default=True,
    ),
    Column(
        id="album",
        header="Album",
        description=_("The album it is on."),
        kind="text",
        width=220,
        value="album",
        default=True,
    ),
    Column(
        id="added",
        header="Added",
        description=_("When you saved it, in your sheet's time zone."),
        kind="date",
        width=130,
        value=_added,
        format=_DATE_AND_TIME,
        default=True,
    ),
    Column(
        id="release_date",
        header="Release date",
        description=_("As precise as Spotify knows it: a year, a month or a day."),
        # text, because Spotify knows some dates only to the year or month: a date would invent the rest
        kind="text",
        width=100,
        value="release_date",
    ),
    Column(
        id="duration",
        header="Duration",
        description=_("Minutes and seconds."),
        kind="number",
        width=80,
        value=_duration,
        # the brackets keep minutes above 60 from becoming hours
        format="[m]:ss",
    ),
    Column(
        id="explicit",
        header="Explicit",
        description=_("TRUE where the label marks it as explicit."),
        kind="boolean",
        width=80,
        value="explicit",
    ),
    Column(
        id="isrc",
        header="ISRC",
        description=_("The recording's international number."),
        kind="text",
        width=120,
        value="isrc",
    ),
    Column(
        id=LINK,
        header="Link",
        description=_("The track's page on Spotify. Always there: each row is recognised by it."),
        kind="text",
        width=300,
        value="link",
        # a row is first looked up by its link; the other cells are asked only where that one is damaged
        identifies_row=False,
        default=True,
    ),
    _audio_feature(
        id="tempo",
        header="Tempo (BPM)",
        description=_("Beats per minute."),
        width=90,
        format="0.0",
    ),
    _audio_feature(
        id="energy",
        header="Energy",
        description=_("How intense it is, from 0 to 1."),
        width=90,
    ),
    _audio_feature(
        id="danceability",
        header="Danceability",
        description=_("How well one can dance to it, from 0 to 1."),
        width=100,
    ),
    _audio_feature(
        id="acousticness",
        header="Acousticness",
        description=_("How acoustic it sounds, from 0 to 1."),
        width=100,
    ),
    _audio_feature(
        id="valence",
        header="Valence",
        description=_("How cheerful it sounds, from 0 to 1."),
        width=90,
    ),
    Column(
        id="genres",
        header="Genres",
        description=_("Up to three, those of its artists."),
        kind="text",
        width=200,
        value="genres",
        needs="genres",
        identifies_row=False,
    ),
    Column(
        id="removed_on",
        header="Removed on",
        description=_("When we noticed that you had removed it; empty while it is saved."),
        kind="date",
        width=130,
        value=_removed_on,
        format=_DATE_AND_TIME,
        # it is filled in long after the row was written, and emptied when the track is saved again
        identifies_row=False,
    ),
)

COLUMNS: dict[str, Column] = {column.id: column for column in _TABLE}
DEFAULT_COLUMNS = tuple(column.id for column in _TABLE if column.default)


def get_columns(ids: Iterable[str]) -> tuple[Column, ...]:
    """Returns the columns with these ids, in this order, each once. Link comes last where it is missing.

    Raises KeyError for an id that the table does not have.
    """
    return tuple(COLUMNS[column_id] for column_id in dict.fromkeys((*ids, LINK)))
