"""The tab that a person's saved tracks are written into."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from accounts.time_zones import known_zone
from sheets.models import LinkedSheet
from sheets.planner.desired import DesiredTab
from sheets.planner.grid import Grid
from sheets.planner.locate_columns import dropped_in, keys_in
from sheets.planner.plan import Plan, plan_tab
from sheets.planner.repairs import CellRange, cell_ranges
from sheets.problems import MirrorRefusedForCells, MirrorRefusedForRows
from sheets.receipt import ListedCells, SheetReceipt, first_of
from sheets.rows import Rows
from sheets.tabs.base import TabWriter


class MainTabWriter(TabWriter):
    """`unchanged`: rows, columns and time zone equal the last confirmed write.

    `has_former`: as last read, the tab holds rows of tracks that are no longer wanted, kept for the person.
    `read_only`: nothing is stored, for a plan that will not be sent.
    """

    def __init__(self, sheet: LinkedSheet, *, read_only: bool = False) -> None:
        super().__init__(sheet)
        self.rows = Rows(sheet, read_only=read_only)
        self._read_only = read_only
        self.unchanged = False
        self.has_former = self.confirmed_receipt.former_rows
        self.removed_rows = 0

    @property
    def gid(self) -> int:
        return self.sheet.gid

    @property
    def confirmed_receipt(self) -> SheetReceipt:
        """The receipt of the last confirmed write."""
        return SheetReceipt.from_json(self.sheet.confirmed_receipt)

    def is_up_to_date(self, *, heal: bool) -> bool:
        """Whether nothing has to be asked of Google."""
        sheet, rows = self.sheet, self.rows
        # The stamp first: it costs one small query, the fingerprint needs all rows.
        if sheet.confirmed_stamp and sheet.confirmed_stamp == rows.stamp and not heal:
            return True
        zone = known_zone(sheet.time_zone)
        # For a heal as well: when the rows are the same, every difference in the tab was made by the person.
        self.unchanged = zone is not None and sheet.confirmed_hash == self._fingerprint(zone)
        if not self.unchanged or heal:
            return False
        # The rows are the same and the library is not: the numbers of tracks without a row may have changed.
        receipt = rows.complete(self.confirmed_receipt).to_json()
        self.save(confirmed_stamp=rows.stamp, confirmed_receipt=receipt)
        return True

    @property
    def heal_is_due(self) -> bool:
        read_at = self.sheet.read_at
        return read_at is None or read_at + settings.HEAL_EVERY <= timezone.now()

    def plan(self, grid: Grid) -> Plan:
        """Returns what brings the tab from `grid` to the library.

        Raises `MirrorRefusedForCells` or `MirrorRefusedForRows` where an exact copy would delete the person's content.
        """
        sheet = self.sheet
        dropped = dropped_in(grid, self.rows.columns)
        rows = self.rows.to_plan(keys_in(grid), grid.zone, dropped)
        # a mirror has the removed tracks that it keeps among its rows
        removed_rows = (
            len(rows.rows) - len(self.rows) if sheet.mode == LinkedSheet.Mode.MIRROR else len(rows.removed)
        )
        self.removed_rows = removed_rows if sheet.keep_removed else 0
        made = plan_tab(
            grid,
            DesiredTab(
                columns=self.rows.columns,
                rows=rows.rows,
                removed=rows.removed,
                out_of_scope=rows.out_of_scope,
                keep_removed=sheet.keep_removed,
                mode="mirror" if sheet.mode == LinkedSheet.Mode.MIRROR else "merge",
                written_columns=tuple(sheet.laid_columns),
                dropped=dropped,
                # in another time zone every date is another number
                unchanged=self.unchanged and grid.zone.key == sheet.time_zone,
                written=self.written,
                displaces=self.displaces,
            ),
        )
        columns = [column.id for column in self.rows.columns]
        self.remember(columns, rows.rows, [*rows.removed, *rows.out_of_scope], made)
        if made.refusal is not None:
            if made.refusal.cells:
                raise MirrorRefusedForCells(made.refusal.cells)
            raise MirrorRefusedForRows(made.refusal.rows)
        self.has_former = bool(self.removed_rows or made.kept)
        return made

    def mark_unconfirmed(self) -> None:
        self.save(confirmed_hash="", confirmed_stamp="")
        self.store_rows_as_sent()

    def confirm(self, zone: ZoneInfo, plan: Plan, *, check_again: bool = False) -> None:
        """Keeps what Google confirmed. `check_again`: not all is as it should be, so the next sync reads the tab."""
        now = timezone.now()
        self.sheet.time_zone = zone.key
        receipt = SheetReceipt(
            sheet_rows=len(self.rows),
            truncated=plan.truncated,
            kept=self._kept(plan, out_of_scope=False),
            kept_out_of_scope=self._kept(plan, out_of_scope=True),
            removed_rows=self.removed_rows,
            former_rows=self.has_former,
        )
        self.save(
            confirmed_stamp="" if check_again else self.rows.stamp,
            confirmed_receipt=self.rows.complete(receipt).to_json(),
            confirmed_hash="" if check_again else self._fingerprint(zone),
            confirmed_at=now,
            read_at=now,
            time_zone=zone.key,
            laid_columns=[column.id for column in self.rows.columns],
            unclear_until=None,
        )
        self.store_rows_as_confirmed()

    def _fingerprint(self, zone: ZoneInfo) -> str:
        return self.rows.fingerprint(zone, with_former=self.has_former)

    def save(self, **fields: Any) -> None:
        """Stores fields of the sheet, unless another one was linked meanwhile."""
        if not self._read_only:
            same = LinkedSheet.objects.filter(pk=self.sheet.pk, spreadsheet_id=self.sheet.spreadsheet_id)
            same.update(**fields)
        for name, value in fields.items():
            setattr(self.sheet, name, value)

    def receipt_of(self, title: str, plan: Plan, unwritable: list[CellRange]) -> SheetReceipt:
        """Returns the receipt of a write that was confirmed."""
        repaired, repaired_more = first_of(_listed(cell_ranges(plan.repaired)))
        returned, returned_more = first_of(self.rows.names_of(plan.returned))
        cells, cells_more = first_of(_listed(unwritable))
        return replace(
            self.confirmed_receipt,
            tab=title,
            columns=[column.id for column in self.rows.columns],
            rows_added=plan.added,
            rows_updated=plan.updated,
            rows_deleted=plan.deleted,
            repaired=repaired,
            repaired_more=repaired_more,
            returned=returned,
            returned_more=returned_more,
            unwritable_cells=cells,
            unwritable_cells_more=cells_more,
            user_rows=plan.user_rows,
        )

    def _kept(self, plan: Plan, *, out_of_scope: bool) -> list[str]:
        rows = [row for row in plan.kept if (row.status == "out_of_scope") == out_of_scope]
        return self.rows.names_of([row.key for row in rows])


def _listed(ranges: list[CellRange]) -> list[ListedCells]:
    return [ListedCells(cells.header, tuple(cells.addresses)) for cells in ranges]
