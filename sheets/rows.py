"""The rows that a person's sheet should hold, made from what the database holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from library.link_numbers import number_local_files
from library.models import LibraryState, SavedTrack
from library.track_genres import genres_of_saved
from sheets.columns import Column, GetValue, get_columns
from sheets.models import LinkedSheet
from sheets.planner.desired import SheetRow
from sheets.sheet_tracks import InScope, SheetTrack, former_saves, newest_saves, with_removed


class RowMaker:
    """Makes rows of saved tracks: the value of each column, as the table of columns says where it comes from."""

    def __init__(self, columns: Sequence[Column], user_id: int) -> None:
        self._user_id = user_id
        self._values = [_getter(column) for column in columns]
        self._shows_genres = any(column.needs == "genres" for column in columns)

    def row(self, track: SheetTrack, zone: ZoneInfo) -> SheetRow:
        """Returns the track's row, with one value a column."""
        if self._shows_genres:
            track.genres = self._genres.get(track.track_id)
        return SheetRow(track.link, track.former_links, tuple(value(track, zone) for value in self._values))

    @cached_property
    def _genres(self) -> dict[int, str]:
        """One query, made only for a sheet that shows genres."""
        return genres_of_saved(self._user_id)


def _getter(column: Column) -> GetValue:
    if callable(column.value):
        return column.value
    attribute = attrgetter(column.value)
    return lambda track, zone: attribute(track)


class Rows:
    """The sheet's rows, read from the database once and only when asked for."""

    def __init__(self, sheet: LinkedSheet) -> None:
        self._sheet = sheet
        self.columns = get_columns(sheet.columns)
        self._row = RowMaker(self.columns, sheet.user_id).row
        # Read before the rows: what changes after it counts as a change.
        state = LibraryState.objects.filter(user_id=sheet.user_id).first()
        self._revision = [state.revision, state.enriched] if state else [0, 0]

    @property
    def stamp(self) -> str:
        """Equal stamps mean equal rows, without a look at them; unequal ones say nothing."""
        sheet = self._sheet
        choice = [sheet.scope, sheet.recent_count, sheet.mode, sheet.keep_removed, sheet.time_zone]
        place = [sheet.spreadsheet_id, sheet.gid]
        columns = [column.id for column in self.columns]
        return digest([self._revision, columns, choice, place])

    def fingerprint(self, zone: ZoneInfo, *, with_former: bool) -> str:
        """Of everything that is written: rows, columns, time zone, and where to.

        `with_former`: rows of tracks that are not wanted any more stand in the sheet. Which ones, only the sheet
        says, so whatever becomes known about the library may show in them.
        """
        sheet = self._sheet
        columns = [column.id for column in self.columns]
        head = [zone.key, sheet.spreadsheet_id, sheet.gid, sheet.mode, sheet.keep_removed, columns]
        if with_former:
            head.append(self._revision)
        return digest(head, (row.values for row in self.wanted(zone)))

    def wanted(self, zone: ZoneInfo) -> list[SheetRow]:
        """Newest first, as far as the sheet's scope goes."""
        return [self._row(save, zone) for save in self._in_scope.rows]

    def planned(
        self, standing: Collection[str], zone: ZoneInfo, dropped: Sequence[Column] = ()
    ) -> tuple[list[SheetRow], list[SheetRow], list[SheetRow]]:
        """The rows to write; and of links that stand in the sheet, those of removed tracks and those out of scope.

        All with the values of columns that are not chosen any more behind the others. A mirror holds nothing but the
        rows to write, so the removed tracks that it keeps are among them.
        """
        make = RowMaker((*self.columns, *dropped), self._sheet.user_id).row if dropped else self._row
        rows = self._in_scope.rows
        wanted = {link for save in rows for link in (save.link, *save.former_links)}
        removed, outside = former_saves(self._sheet.user_id, set(standing) - wanted)
        if self._sheet.keep_removed and self._sheet.mode == LinkedSheet.Mode.MIRROR:
            rows, removed = with_removed(rows, removed), []
        saves = (rows, removed, outside)
        made, gone, beyond = ([make(save, zone) for save in some] for some in saves)
        return made, gone, beyond

    def __len__(self) -> int:
        return len(self._in_scope.rows)

    def receipt(self) -> dict[str, Any]:
        """Which saved tracks have no row, each with the reason, and how far the scope goes.

        Rows, those left out and those outside the scope add up to what the history holds.
        """
        living = SavedTrack.objects.filter(user_id=self._sheet.user_id, removed_at=None)
        nulls = living.filter(track=None).order_by("-position").values_list("added_at", flat=True)
        left_out = [
            {
                "track": f"unknown track {number}, saved on {added_at:%Y-%m-%d at %H:%M} UTC",
                "reason": "Spotify no longer says which track this is",
            }
            for number, added_at in enumerate(nulls, start=1)
        ]
        twice = [
            {"track": f"{save.artists} – {save.name}", "reason": "saved twice; both saves share one row"}
            for save in self._in_scope.repeated
        ]
        told = left_out + twice
        outside = living.count() - len(self._in_scope.rows) - len(told)
        return {"left_out": told, "sheet_scope": self._scope_in_words(), "outside_scope": outside}

    def names_of(self, links: Sequence[str]) -> list[str]:
        """Tracks as a person knows them; the link of one that the history does not know."""
        names = {
            link: f"{save.artists} – {save.name}"
            for saves in former_saves(self._sheet.user_id, links)
            for save in saves
            for link in (save.link, *save.former_links)
        }
        return [names.get(link, link) for link in links]

    def _scope_in_words(self) -> str:
        if self._sheet.scope == LinkedSheet.Scope.ALL:
            return "the whole library"
        return f"the {self._sheet.recent_count} most recent"

    @cached_property
    def _in_scope(self) -> InScope:
        number_local_files(self._sheet.user_id)
        everything = self._sheet.scope == LinkedSheet.Scope.ALL
        return newest_saves(self._sheet.user_id, None if everything else self._sheet.recent_count)


def digest(head: Any, rows: Iterable[Any] = ()) -> str:
    found = hashlib.sha256(json.dumps(head).encode())
    for row in rows:
        found.update(json.dumps(row).encode())
    return found.hexdigest()
