"""A smart sheet's tab."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from library.rules import days
from library.rules.matching import matching
from library.rules.serialization import rules_from_json, rules_to_json
from sheets.columns import get_columns
from sheets.models import LinkedSheet, SmartTab
from sheets.planner.desired import DesiredTab, SheetRow
from sheets.planner.grid import Grid
from sheets.planner.locate_columns import keys_in
from sheets.planner.plan import Plan, plan_tab
from sheets.queries import SheetTrack, find_tracks, library_revision, read_tracks
from sheets.receipt import TabReceipt
from sheets.rows import RowMaker, digest
from sheets.tabs.base import ManagedTabWriter

COLUMNS = get_columns(
    (
        "artist",
        "track",
        "album",
        "added",
        "tempo",
        "energy",
        "danceability",
        "acousticness",
        "valence",
        "genres",
        "link",
    )
)
COLUMN_IDS = tuple(column.id for column in COLUMNS)


class SmartTabWriter(ManagedTabWriter):
    """The tab of a smart sheet. Raises `InvalidRules` for rules that this version does not know."""

    row: SmartTab

    def __init__(self, row: SmartTab, sheet: LinkedSheet) -> None:
        super().__init__(row, sheet)
        self._user = sheet.user
        self._rules = rules_from_json(row.rules)
        self._today = days.today(self._user)
        self._maker = RowMaker(COLUMNS, self._user.pk)
        # Before any row is read: what another process stores in between then counts as a change.
        self._revision = library_revision(sheet)

    @property
    def stamp(self) -> str:
        # Rules such as "saved in the last 30 days" match other tracks tomorrow, although nothing was saved.
        day = self._today.isoformat() if self._rules.move_with_time else ""
        zones = [self.sheet.time_zone, self._user.time_zone]
        return digest([self._revision, self._target, day, zones])

    def fingerprint(self, zone: ZoneInfo) -> str:
        return digest([self._target, zone.key], (row.values for row in self._desired(zone)))

    def plan_cells(self, grid: Grid) -> Plan:
        """Returns an exact copy where the person has just changed the order; otherwise no row is moved."""
        # Rows are moved once, for a new order: afterwards the person may sort the tab as they like (decision 0006).
        made = self._plan(grid, is_copy=self._is_reordered) if not self.is_new else None
        # A copy that would cost the person something is not forced: the rows keep the order that they have.
        if made is None or made.refusal is not None:
            made = self._plan(grid, is_copy=False)
        return made

    def confirm(self, zone: ZoneInfo, receipt: TabReceipt, **more: Any) -> None:
        super().confirm(zone, receipt, ordered_by=self._order, **more)
        self.store_rows_as_confirmed()

    def mark_unconfirmed(self) -> None:
        super().mark_unconfirmed()
        self.store_rows_as_sent()

    @property
    def _is_reordered(self) -> bool:
        return self.row.ordered_by not in ("", self._order)

    @property
    def _order(self) -> str:
        order = self._rules.order
        return f"{order.by} {'down' if order.descending else 'up'}"

    @property
    def _target(self) -> list[Any]:
        return [self.sheet.spreadsheet_id, self.gid, rules_to_json(self._rules), COLUMN_IDS]

    @cached_property
    def _tracks(self) -> list[SheetTrack]:
        """One query, in the order that the rules ask for; by default the newest first."""
        found = matching(self._user, self._rules, today=self._today)
        return list(read_tracks(found))

    def _desired(self, zone: ZoneInfo) -> list[SheetRow]:
        return [self._maker.row(track, zone) for track in self._tracks]

    def _former(self, keys: Collection[str], zone: ZoneInfo) -> list[SheetRow]:
        """Returns rows of tracks that the tab holds and that no longer fit, or are no longer saved."""
        wanted = {link for track in self._tracks for link in (track.link, *track.former_links)}
        removed, outside = find_tracks(self._user.pk, set(keys) - wanted)
        return [self._maker.row(track, zone) for track in (*removed, *outside)]

    def _plan(self, grid: Grid, *, is_copy: bool) -> Plan:
        rows, former = self._desired(grid.zone), self._former(keys_in(grid), grid.zone)
        wanted = DesiredTab(
            columns=COLUMNS,
            rows=rows,
            out_of_scope=former,
            mode="mirror" if is_copy else "merge",
            written_columns=COLUMN_IDS if self.was_created else (),
            written=self.written,
            displaces=self.displaces,
        )
        made = plan_tab(grid, wanted)
        self.remember(COLUMN_IDS, rows, former, made)
        return made
