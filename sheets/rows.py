"""The rows that a person's sheet should hold, made from the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from library.link_numbers import number_local_files
from library.models import SavedTrack
from library.queries import genres_of_saved
from sheets.columns import Column, GetValue, get_columns
from sheets.models import LinkedSheet
from sheets.planner.desired import SheetRow
from sheets.queries import (
    SheetTrack,
    TracksInScope,
    find_tracks,
    insert_removed,
    library_revision,
    tracks_in_scope,
)
from sheets.receipt import SheetReceipt, TrackWithoutRow


class RowMaker:
    """Makes rows of saved tracks, with the value of each column as the table of columns defines it.

    `tracks`: primary keys of the tracks that rows are made of, where they are few; None for the whole library.
    """

    def __init__(
        self, columns: Sequence[Column], user_id: int, tracks: Collection[int] | None = None
    ) -> None:
        self._user_id = user_id
        self._tracks = tracks
        self._values = [_getter(column) for column in columns]
        self._shows_genres = any(column.needs == "genres" for column in columns)

    def row(self, track: SheetTrack, zone: ZoneInfo) -> SheetRow:
        """Returns the track's row, with one value a column."""
        # filled in here and not by the query, where a track's artists and their genres would multiply its rows
        if self._shows_genres:
            track.genres = self._genres.get(track.track_id)
        return SheetRow(track.link, track.former_links, tuple(value(track, zone) for value in self._values))

    @cached_property
    def _genres(self) -> dict[int, str]:
        # one query for the whole library, made only for a sheet that shows genres
        return genres_of_saved(self._user_id, self._tracks)


def _getter(column: Column) -> GetValue:
    if callable(column.value):
        return column.value
    # resolved once a column and not once a cell: a library has up to 800,000 cells
    attribute = attrgetter(column.value)
    return lambda track, zone: attribute(track)


@dataclass(frozen=True, slots=True)
class RowsToPlan:
    """`rows` to write; and of the keys that the tab holds, rows of tracks that were removed or are out of scope."""

    rows: list[SheetRow]
    removed: list[SheetRow]
    out_of_scope: list[SheetRow]


class Rows:
    """The sheet's rows, read from the database once and only when needed.

    `read_only`: local files that are equal keep the numbers they have. Whoever is about to write gives them new ones.
    """

    def __init__(self, sheet: LinkedSheet, *, read_only: bool = False) -> None:
        self._sheet = sheet
        self._read_only = read_only
        self.columns = get_columns(sheet.columns)
        self._make_row = RowMaker(self.columns, sheet.user_id).row
        # read before the rows: what another process stores in between then counts as a change
        self._revision = library_revision(sheet)

    @property
    def stamp(self) -> str:
        """Equal stamps mean equal rows, without reading them; different ones mean nothing."""
        # the revision rises with every change of the library, in tracks outside the scope as well: that is why a
        # different stamp only means that the rows have to be compared
        sheet = self._sheet
        choice = [sheet.scope, sheet.recent_count, sheet.mode, sheet.keep_removed, sheet.time_zone]
        target = [sheet.spreadsheet_id, sheet.gid]
        columns = [column.id for column in self.columns]
        return digest([self._revision, columns, choice, target])

    def fingerprint(self, zone: ZoneInfo, *, with_former: bool) -> str:
        """Returns a digest of everything that is written: rows, columns, time zone, and where to.

        `with_former`: the tab holds rows of tracks that are no longer wanted.
        """
        sheet = self._sheet
        columns = [column.id for column in self.columns]
        target = [zone.key, sheet.spreadsheet_id, sheet.gid, sheet.mode, sheet.keep_removed, columns]
        # which tracks those are is known only from the tab, so any change of the library may affect them
        if with_former:
            target.append(self._revision)
        return digest(target, (row.values for row in self.desired(zone)))

    def desired(self, zone: ZoneInfo) -> list[SheetRow]:
        """Returns the rows within the sheet's scope, newest first."""
        return [self._make_row(track, zone) for track in self._in_scope.tracks]

    def to_plan(self, keys: Collection[str], zone: ZoneInfo, dropped: Sequence[Column] = ()) -> RowsToPlan:
        """Returns what the planner needs for a tab that holds these keys.

        Each row has the values of columns that are no longer chosen behind the others. A mirror holds nothing but the
        rows to write, so the removed tracks that it keeps are among them.
        """
        columns = (*self.columns, *dropped)
        make_row = RowMaker(columns, self._sheet.user_id).row if dropped else self._make_row
        tracks = self._in_scope.tracks
        links = {link for track in tracks for link in (track.link, *track.former_links)}
        removed, out_of_scope = find_tracks(self._sheet.user_id, set(keys) - links)
        if self._sheet.keep_removed and self._sheet.mode == LinkedSheet.Mode.MIRROR:
            tracks, removed = insert_removed(tracks, removed), []
        return RowsToPlan(
            *([make_row(track, zone) for track in part] for part in (tracks, removed, out_of_scope))
        )

    def __len__(self) -> int:
        return len(self._in_scope.tracks)

    def complete(self, receipt: SheetReceipt) -> SheetReceipt:
        """Returns the receipt with the saves that have no row, each with the reason, and how far the scope goes.

        Rows, those left out and those outside the scope add up to what the library holds.
        """
        saved = SavedTrack.objects.filter(user_id=self._sheet.user_id, removed_at=None)
        counts = saved.aggregate(all=Count("pk"), unknown=Count("pk", filter=Q(track=None)))
        unknown = saved.filter(track=None).order_by("-position").values_list("added_at", flat=True)
        left_out = [
            TrackWithoutRow("track_unknown", number=number, saved_at=added_at.isoformat())
            for number, added_at in enumerate(unknown if counts["unknown"] else (), start=1)
        ]
        left_out += [TrackWithoutRow("saved_twice", track.full_name) for track in self._in_scope.repeated]
        return replace(
            receipt,
            left_out=left_out,
            sheet_scope=self._sheet.scope,
            recent_count=self._sheet.recent_count,
            outside_scope=counts["all"] - len(self._in_scope.tracks) - len(left_out),
        )

    def names_of(self, links: Sequence[str]) -> list[str]:
        """Returns tracks as a person knows them; the link itself for one that was never saved."""
        names = {
            link: track.full_name
            for tracks in find_tracks(self._sheet.user_id, links)
            for track in tracks
            for link in (track.link, *track.former_links)
        }
        return [names.get(link, link) for link in links]

    @cached_property
    def _in_scope(self) -> TracksInScope:
        # local files may share one URI: without numbers their rows would have the same key
        if not self._read_only:
            number_local_files(self._sheet.user_id)
        is_all = self._sheet.scope == LinkedSheet.Scope.ALL
        return tracks_in_scope(self._sheet.user_id, None if is_all else self._sheet.recent_count)


def first_rows(sheet: LinkedSheet, count: int, zone: ZoneInfo) -> list[SheetRow]:
    """Returns so many of the newest rows within the sheet's scope: two queries, however large the library is."""
    limit = count if sheet.scope == LinkedSheet.Scope.ALL else min(count, sheet.recent_count)
    tracks = tracks_in_scope(sheet.user_id, limit).tracks
    maker = RowMaker(get_columns(sheet.columns), sheet.user_id, [track.track_id for track in tracks])
    return [maker.row(track, zone) for track in tracks]


def digest(values: Any, rows: Iterable[Any] = ()) -> str:
    """Returns a hash of JSON values; of the rows one after the other, so that they need not be kept."""
    hashed = hashlib.sha256(json.dumps(values).encode())
    for row in rows:
        hashed.update(json.dumps(row).encode())
    return hashed.hexdigest()
