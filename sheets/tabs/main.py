"""The tab that a person's saved tracks are written into."""

from __future__ import annotations

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
from sheets.planner.repairs import cell_ranges
from sheets.problems import MirrorRefusedForCells, MirrorRefusedForRows
from sheets.receipt import first_of
from sheets.rows import Rows


class MainTabWriter:
    """`unchanged`: rows, columns and time zone equal the last confirmed write.

    `has_former`: as last read, rows of tracks stand there that are not wanted any more, kept for the person.
    """

    def __init__(self, sheet: LinkedSheet) -> None:
        self.sheet = sheet
        self.rows = Rows(sheet)
        self.unchanged = False
        self.has_former = bool(sheet.confirmed_receipt.get("former_rows"))
        self.removed_rows = 0

    @property
    def gid(self) -> int:
        return self.sheet.gid

    def is_still(self, *, heal: bool) -> bool:
        """Whether nothing has to be asked of Google."""
        sheet, rows = self.sheet, self.rows
        if sheet.confirmed_stamp and sheet.confirmed_stamp == rows.stamp and not heal:
            return True
        zone = known_zone(sheet.time_zone)
        self.unchanged = zone is not None and sheet.confirmed_hash == self._fingerprint(zone)
        if not self.unchanged or heal:
            return False
        sheet.confirmed_receipt |= rows.receipt()
        LinkedSheet.objects.filter(pk=sheet.pk).update(
            confirmed_stamp=rows.stamp, confirmed_receipt=sheet.confirmed_receipt
        )
        return True

    @property
    def heal_is_due(self) -> bool:
        read_at = self.sheet.read_at
        return read_at is None or read_at + settings.HEAL_EVERY <= timezone.now()

    def plan(self, grid: Grid) -> Plan:
        sheet = self.sheet
        dropped = dropped_in(grid, self.rows.columns)
        rows = self.rows.to_plan(keys_in(grid), grid.zone, dropped)
        # a mirror has the removed tracks that it keeps among its rows
        stays = (
            len(rows.rows) - len(self.rows) if sheet.mode == LinkedSheet.Mode.MIRROR else len(rows.removed)
        )
        self.removed_rows = stays if sheet.keep_removed else 0
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
            ),
        )
        if made.refusal is not None:
            if made.refusal.cells:
                raise MirrorRefusedForCells(made.refusal.cells)
            raise MirrorRefusedForRows(made.refusal.rows)
        self.has_former = bool(self.removed_rows or made.kept)
        return made

    def doubt(self) -> None:
        self.save(confirmed_hash="", confirmed_stamp="")

    def confirm(self, zone: ZoneInfo, made: Plan, *, in_doubt: bool = False) -> None:
        """`in_doubt`: not all stands as it should, so the next sync looks again."""
        now = timezone.now()
        self.sheet.time_zone = zone.key
        self.save(
            confirmed_stamp="" if in_doubt else self.rows.stamp,
            confirmed_receipt={
                **self.rows.receipt(),
                "sheet_rows": len(self.rows),
                "truncated": made.truncated,
                "kept": self.rows.names_of([row.key for row in made.kept]),
                "removed_rows": self.removed_rows,
                "former_rows": self.has_former,
            },
            gid=self.sheet.gid,
            confirmed_hash="" if in_doubt else self._fingerprint(zone),
            confirmed_at=now,
            read_at=now,
            time_zone=zone.key,
            laid_columns=[column.id for column in self.rows.columns],
            unclear_until=None,
        )

    def _fingerprint(self, zone: ZoneInfo) -> str:
        return self.rows.fingerprint(zone, with_former=self.has_former)

    def save(self, **fields: Any) -> None:
        """The person may have chosen anew meanwhile: all that is kept here says itself which choice it is about."""
        same = LinkedSheet.objects.filter(pk=self.sheet.pk, spreadsheet_id=self.sheet.spreadsheet_id)
        same.update(**fields)
        for name, value in fields.items():
            setattr(self.sheet, name, value)

    def told(self, title: str, made: Plan) -> dict[str, Any]:
        return {
            "tab": title,
            "columns": [column.id for column in self.rows.columns],
            "rows_added": made.added,
            "rows_updated": made.updated,
            "rows_deleted": made.deleted,
            "kept": self.rows.names_of([row.key for row in made.kept]),
            **first_of("repaired", [cells.to_json() for cells in cell_ranges(made.repaired)]),
            **first_of("returned", self.rows.names_of(made.returned)),
            "own_rows": made.user_rows,
            "removed_rows": self.removed_rows,
        }
