"""Tabs besides the main one: what they share, from being made to being written."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.time_zones import UTC, known_zone
from sheets.models import LinkedSheet, SmartTab, StatisticsTab
from sheets.planner import requests as ask
from sheets.planner.grid import Grid
from sheets.planner.plan import Plan
from sheets.planner.steps import Atomic, Step

Row = SmartTab | StatisticsTab
BLANK_ROWS, BLANK_COLUMNS = 1000, 26


class TabWriter(ABC):
    """One tab during one writing. `title` is what it is to be called: set by who knows which titles are free.

    `is_new`: it is made with the first batch that reaches it.
    """

    def __init__(self, row: Row, sheet: LinkedSheet) -> None:
        self.row = row
        self.sheet = sheet
        self.title = ""
        self.is_new = False

    @property
    def gid(self) -> int:
        return self.row.gid

    @property
    def name(self) -> str:
        return str(self.row)

    @property
    def is_unsure(self) -> bool:
        """Whether the spreadsheet's list of tabs has to be looked at first: it was never made here, or is renamed."""
        return not self.was_made or self.row.titled != self.name

    @property
    def was_made(self) -> bool:
        return bool(self.row.titled) and self.row.spreadsheet_id == self.sheet.spreadsheet_id

    @property
    @abstractmethod
    def stamp(self) -> str:
        """Equal stamps mean equal cells, without a look at them."""

    @abstractmethod
    def fingerprint(self, zone: ZoneInfo) -> str:
        """Of everything that is written."""

    @abstractmethod
    def plan_cells(self, grid: Grid) -> Plan: ...

    def new_tab(self, made: Plan) -> tuple[Step, ...]:
        """The steps that make the tab and fill it."""
        return (Atomic((self._add(),)), *made.steps)

    def is_still(self) -> bool:
        """Whether nothing has to be written, as far as is known without asking Google."""
        if self.is_unsure or not self.row.confirmed_hash:
            return False
        if self.row.confirmed_stamp == self.stamp:
            return True
        zone = known_zone(self.sheet.time_zone) or UTC
        if self.row.confirmed_hash != self.fingerprint(zone):
            return False
        self._save(confirmed_stamp=self.stamp)
        return True

    def blank(self, zone: ZoneInfo) -> Grid:
        return Grid(self.gid, self.title, zone, BLANK_ROWS, BLANK_COLUMNS, frozen_rows=1)

    def plan(self, grid: Grid) -> Plan:
        made = self.plan_cells(grid)
        if self.is_new:
            return replace(made, steps=self.new_tab(made))
        if self.title not in ("", grid.title):
            return replace(made, steps=(Atomic((ask.rename_tab(self.gid, self.title),)), *made.steps))
        return made

    def doubt(self) -> None:
        """Before a write: until it is confirmed, nobody knows what stands there."""
        self._save(confirmed_hash="", confirmed_stamp="")

    def confirm(
        self, zone: ZoneInfo, receipt: dict[str, Any], *, in_doubt: bool = False, **more: Any
    ) -> None:
        """`in_doubt`: not all stands as it should, so the next sync looks again."""
        self._save(
            spreadsheet_id=self.sheet.spreadsheet_id,
            titled=self.name,
            confirmed_hash="" if in_doubt else self.fingerprint(zone),
            confirmed_stamp="" if in_doubt else self.stamp,
            confirmed_receipt=receipt,
            confirmed_at=timezone.now(),
            lost=False,
            **more,
        )

    def lose(self) -> None:
        """The person has deleted the tab in Google Sheets: it is theirs to say whether it comes back."""
        self._save(lost=True, confirmed_hash="", confirmed_stamp="")

    def told(self, made: Plan, kept: Sequence[str]) -> dict[str, Any]:
        return {
            "name": self.name,
            "rows": made.row_count,
            "rows_added": made.added,
            "rows_updated": made.updated,
            "rows_deleted": made.deleted,
            "kept": list(kept),
        }

    def _add(self) -> ask.Request:
        return ask.add_tab(self.gid, self.title, BLANK_ROWS, BLANK_COLUMNS)

    def _save(self, **fields: Any) -> None:
        """The person may edit it meanwhile: what is kept here is only about what was written."""
        type(self.row)._default_manager.filter(pk=self.row.pk).update(**fields)
        for name, value in fields.items():
            setattr(self.row, name, value)
