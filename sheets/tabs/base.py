"""What all tabs have in common while a sync writes them, from being created to being confirmed."""

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
from sheets.planner.desired import SheetRow
from sheets.planner.grid import Grid
from sheets.planner.plan import Plan
from sheets.planner.steps import Atomic, Step
from sheets.planner.written_rows import WrittenRows, written_rows
from sheets.receipt import TabReceipt
from sheets.storage import forget_written_rows, load_written_rows, save_confirmed, save_sent

ManagedRow = SmartTab | StatisticsTab
# The size of the tab that Google Sheets creates by hand: people know it, and the planner appends what is missing.
BLANK_ROWS, BLANK_COLUMNS = 1000, 26


class TabWriter(ABC):
    """One tab during one write.

    `title` is what the tab is to be called, "" where it keeps its name; `is_new`: the first batch that reaches it
    creates it. `displaces`: whether new rows may take the place of the first or last track's row, unless Google refuses it.
    """

    def __init__(self, sheet: LinkedSheet) -> None:
        self.sheet = sheet
        self.title = ""
        self.is_new = False
        self.displaces = True
        # What is about to be in the rows, and whether that is stored: each batch of a write is planned anew.
        self._planned: WrittenRows | None = None
        self._is_stored_as_sent = False
        self._written: dict[int, tuple[WrittenRows, ...]] = {}

    @property
    @abstractmethod
    def gid(self) -> int: ...

    @abstractmethod
    def plan(self, grid: Grid) -> Plan:
        """Returns what brings the tab from `grid` to what it should hold. Raises `AskUser` where it may not be written."""

    @abstractmethod
    def mark_unconfirmed(self) -> None:
        """Discards the last confirmed write: from the first request on, what the tab holds is unknown."""

    @property
    def written(self) -> tuple[WrittenRows, ...]:
        """What the writes that may be in the tab have left in it: read once, and then added to by what is sent."""
        if self.gid not in self._written:
            self._written[self.gid] = load_written_rows(self.sheet, self.gid)
        return self._written[self.gid]

    def remember(
        self, columns: Sequence[str], wanted: Sequence[SheetRow], former: Sequence[SheetRow], plan: Plan
    ) -> None:
        """Notes what the plan leaves in the rows: those of wanted tracks, and `former` ones that a sync has written."""
        self._planned = written_rows(
            columns,
            ((row.key, row.values) for row in wanted),
            ((row.key, row.values) for row in former),
            plan.former,
        )

    def store_rows_as_sent(self) -> None:
        """Stores what was noted before it is sent, once a write: an answer may get lost."""
        if self._planned is not None and not self._is_stored_as_sent:
            save_sent(self.sheet, self.gid, self._planned)
            self._is_stored_as_sent = True
            self._written[self.gid] = (*self.written, self._planned)

    def store_rows_as_confirmed(self) -> None:
        """Stores what was noted as what Google has confirmed."""
        if self._planned is not None:
            save_confirmed(self.sheet, self.gid, self._planned)

    def blank(self, zone: ZoneInfo) -> Grid:
        """Returns the tab as it is right after it was created."""
        # Planned from this and not from a read, so that creating and filling the tab is one batch.
        return Grid(self.gid, self.title, zone, BLANK_ROWS, BLANK_COLUMNS, frozen_rows=1)


class ManagedTabWriter(TabWriter):
    """A tab besides the main one: the site creates it, and a row of the database keeps what was confirmed."""

    def __init__(self, row: ManagedRow, sheet: LinkedSheet) -> None:
        super().__init__(sheet)
        self.row = row

    @property
    def gid(self) -> int:
        return self.row.gid

    @property
    def name(self) -> str:
        return str(self.row)

    @property
    def needs_listing(self) -> bool:
        """Whether the spreadsheet's list of tabs has to be read first: the tab was never created here, or is renamed."""
        return not self.was_created or self.row.last_title != self.name

    @property
    def was_created(self) -> bool:
        # In this spreadsheet: after linking another one, its tabs have to be created there.
        return bool(self.row.last_title) and self.row.spreadsheet_id == self.sheet.spreadsheet_id

    @property
    @abstractmethod
    def stamp(self) -> str:
        """Equal stamps mean equal cells, without reading them; different ones mean nothing."""

    @abstractmethod
    def fingerprint(self, zone: ZoneInfo) -> str:
        """Returns a digest of everything that is written."""

    @abstractmethod
    def plan_cells(self, grid: Grid) -> Plan:
        """Returns the plan for a tab that exists or is about to, without creating or renaming it."""

    def creation_steps(self, plan: Plan) -> tuple[Step, ...]:
        """Returns the steps that create the tab and fill it."""
        return (Atomic((self._add_tab(),)), *plan.steps)

    def is_up_to_date(self) -> bool:
        """Whether nothing has to be written, as far as is known without asking Google."""
        if self.needs_listing or not self.row.confirmed_hash:
            return False
        if self.row.confirmed_stamp == self.stamp:
            return True
        zone = known_zone(self.sheet.time_zone) or UTC
        if self.row.confirmed_hash != self.fingerprint(zone):
            return False
        # The next sync need not make the rows again to find the same.
        self._save(confirmed_stamp=self.stamp)
        return True

    def plan(self, grid: Grid) -> Plan:
        plan = self.plan_cells(grid)
        if self.is_new:
            return replace(plan, steps=self.creation_steps(plan))
        if self.title not in ("", grid.title):
            return replace(plan, steps=(Atomic((ask.rename_tab(self.gid, self.title),)), *plan.steps))
        return plan

    def mark_unconfirmed(self) -> None:
        self._save(confirmed_hash="", confirmed_stamp="")

    def confirm(self, zone: ZoneInfo, receipt: TabReceipt, *, check_again: bool = False, **more: Any) -> None:
        """Keeps what Google confirmed. `check_again`: not all is as it should be, so the next sync reads the tab."""
        self._save(
            spreadsheet_id=self.sheet.spreadsheet_id,
            last_title=self.name,
            confirmed_hash="" if check_again else self.fingerprint(zone),
            confirmed_stamp="" if check_again else self.stamp,
            confirmed_receipt=receipt.to_json(),
            confirmed_at=timezone.now(),
            deleted_by_user=False,
            **more,
        )

    def forget(self) -> None:
        """The tab is deleted: nothing of it is kept."""
        forget_written_rows(self.sheet, self.gid)
        self.row.delete()

    def mark_deleted_by_user(self) -> None:
        """The person has deleted the tab in Google Sheets: it is only created again when they ask for it."""
        self._save(deleted_by_user=True, confirmed_hash="", confirmed_stamp="")

    def receipt_of(self, plan: Plan, kept: Sequence[str]) -> TabReceipt:
        """Returns the tab's part of the receipt. `kept` names the rows that are kept for the person's content."""
        return TabReceipt(
            name=self.name,
            rows=plan.row_count,
            rows_added=plan.added,
            rows_updated=plan.updated,
            rows_deleted=plan.deleted,
            kept=list(kept),
        )

    def _add_tab(self) -> ask.Request:
        return ask.add_tab(self.gid, self.title, BLANK_ROWS, BLANK_COLUMNS)

    def _save(self, **fields: Any) -> None:
        # By UPDATE of these fields alone: the person may edit the tab's rules while it is written.
        type(self.row)._default_manager.filter(pk=self.row.pk).update(**fields)
        for name, value in fields.items():
            setattr(self.row, name, value)
