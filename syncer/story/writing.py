"""Writing one person's sheet: read it, plan, send, and remember what Google confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from accounts.models import Sheet
from accounts.problems import AskUser, Unclear
from syncer import runs
from syncer.load.sheet.batches import batches
from syncer.load.sheet.found import keys_in
from syncer.load.sheet.google import SheetsDoor
from syncer.load.sheet.grid import READ_FIELDS, Grid, TabMissing, parse, read_request, whole_tab
from syncer.load.sheet.metadata import find_request
from syncer.load.sheet.plan import Plan, plan
from syncer.load.sheet.repairs import named
from syncer.load.sheet.wanted import Wanted
from syncer.story.rows import Rows

MOST_ROUNDS = 200
MOST_NAMES = 50


def write_sheet(claim: runs.Claim, sheet: Sheet) -> dict[str, Any]:
    """Brings the sheet to what the database holds; returns the receipt's part about it.

    Asks nothing of Google when rows, columns and time zone equal the last confirmed write and no heal is due.
    """
    rows = Rows(sheet)
    heal = _heal_due(sheet)
    if sheet.confirmed_stamp and sheet.confirmed_stamp == rows.stamp and not heal:
        return _unchanged(sheet)
    zone = ZoneInfo(sheet.time_zone) if sheet.time_zone else None
    unchanged = zone is not None and sheet.confirmed_hash == rows.fingerprint(zone)
    if unchanged and not heal:
        sheet.confirmed_receipt |= rows.receipt()
        Sheet.objects.filter(pk=sheet.pk).update(
            confirmed_stamp=rows.stamp, confirmed_receipt=sheet.confirmed_receipt
        )
        return _unchanged(sheet)
    return _Writing(claim, sheet, rows, unchanged=unchanged).run()


def _unchanged(sheet: Sheet) -> dict[str, Any]:
    return {**sheet.confirmed_receipt, "unchanged": True}


def _heal_due(sheet: Sheet) -> bool:
    return sheet.read_at is None or sheet.read_at + settings.HEAL_EVERY <= timezone.now()


@dataclass
class _Writing:
    claim: runs.Claim
    sheet: Sheet
    rows: Rows
    unchanged: bool

    def __post_init__(self) -> None:
        self.door = SheetsDoor(self.sheet)
        self.reads_before = self.claim.run.google_reads
        self.writes_before = self.claim.run.google_writes

    def run(self) -> dict[str, Any]:
        """Reads, plans and sends batch by batch, planning anew from what each batch left.

        Google has no compare-and-set: a person may sort the sheet between our look and our write. So every batch
        but the last plain insert brings the tab back as it stands afterwards, and the next one is planned from that.
        """
        grid: Grid | None = self._read()
        first: Plan | None = None
        for _ in range(MOST_ROUNDS):
            grid = grid or self._read()
            made = self._plan(grid)
            first = first or made
            bodies = batches(made.steps)
            batch = next(bodies, None)
            if batch is not None and not self._is_plain_end(made, bodies):
                grid = self._send_and_look(batch, grid)
                continue
            if batch is not None:
                self._write(batch, fields="spreadsheetId")
            self._confirm(grid, first)
            return self._receipt(grid, first)
        raise AskUser(
            "sheet_restless",
            "Your sheet kept changing while we wrote, so we stopped. Nothing of yours is lost; the next sync goes on.",
        )

    def _read(self) -> Grid:
        self._hold()
        try:
            return self._tab()
        except TabMissing:
            self.sheet.gid = self._find_tab()
        return self._tab()

    def _tab(self) -> Grid:
        spreadsheet, gid = self.sheet.spreadsheet_id, self.sheet.gid
        try:
            answer = self.door.read(spreadsheet, read_request([gid]), READ_FIELDS)
        except AskUser as problem:
            if problem.code == "tab_deleted":
                raise TabMissing(gid) from problem
            raise
        return parse(answer, gid)

    def _find_tab(self) -> int:
        """The tab that carries our columns' marks, when the one we knew is gone: its copy, say."""
        answer = self.door.read(self.sheet.spreadsheet_id, find_request(), "sheets.properties(sheetId)")
        gids = [entry["properties"].get("sheetId", 0) for entry in answer.get("sheets", ())]
        if len(gids) == 1:
            return int(gids[0])
        raise AskUser(
            "tab_deleted",
            "The tab that we write into is gone. Undo that in Google Sheets, or unlink the sheet and link it again."
            " Your spreadsheet is as it was.",
        )

    def _plan(self, grid: Grid) -> Plan:
        rows, removed, outside = self.rows.planned(keys_in(grid), grid.zone)
        made = plan(
            grid,
            Wanted(
                columns=self.rows.columns,
                rows=rows,
                removed=removed,
                outside=outside,
                keep_removed=self.sheet.keep_removed,
                mode="mirror" if self.sheet.mode == Sheet.Mode.MIRROR else "merge",
                laid=tuple(self.sheet.laid_columns),
                unchanged=self.unchanged,
            ),
        )
        if made.refusal is not None:
            raise AskUser("mirror_refused", made.refusal.sentence)
        return made

    def _is_plain_end(self, made: Plan, bodies: Iterator[Any]) -> bool:
        """Whether the batch at hand is the last and only inserts: that goes right wherever rows have moved to."""
        return not (made.updated or made.moved or made.deleted) and next(bodies, None) is None

    def _send_and_look(self, batch: list[dict[str, Any]], grid: Grid) -> Grid | None:
        """The tab as the batch left it; None when it has to be read by itself."""
        more = {
            "includeSpreadsheetInResponse": True,
            "responseIncludeGridData": True,
            "responseRanges": [whole_tab(grid.title)],
        }
        answer = self._write(batch, fields=f"updatedSpreadsheet({READ_FIELDS})", **more)
        try:
            return parse(answer["updatedSpreadsheet"], self.sheet.gid)
        except TabMissing:
            return None

    def _write(self, batch: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        self._hold(confirmed_hash="", confirmed_stamp="")
        try:
            return self.door.batch_update(self.sheet.spreadsheet_id, batch, **more)
        except Unclear as problem:
            self._save(unclear_until=problem.when)
            raise
        finally:
            self._count()

    def _hold(self, **sheet_fields: Any) -> None:
        """Holds the run's lease for as long as Google may take, before it is asked."""
        if sheet_fields:
            self._save(**sheet_fields)
        self._count()

    def _count(self) -> None:
        runs.renew(
            self.claim,
            google_reads=self.reads_before + self.door.reads,
            google_writes=self.writes_before + self.door.writes,
        )

    def _confirm(self, grid: Grid, made: Plan) -> None:
        self._count()
        now = timezone.now()
        self.sheet.time_zone = grid.zone.key
        self._save(
            confirmed_stamp=self.rows.stamp,
            confirmed_receipt={
                **self.rows.receipt(),
                "sheet_rows": len(self.rows),
                "truncated": made.truncated,
            },
            gid=self.sheet.gid,
            confirmed_hash=self.rows.fingerprint(grid.zone),
            confirmed_at=now,
            read_at=now,
            time_zone=grid.zone.key,
            laid_columns=[column.id for column in self.rows.columns],
            unclear_until=None,
        )

    def _save(self, **fields: Any) -> None:
        """The person may have chosen anew meanwhile: all that is kept here says itself which choice it is about."""
        same = Sheet.objects.filter(pk=self.sheet.pk, spreadsheet_id=self.sheet.spreadsheet_id)
        same.update(**fields)
        for name, value in fields.items():
            setattr(self.sheet, name, value)

    def _receipt(self, grid: Grid, made: Plan) -> dict[str, Any]:
        return {
            **self.sheet.confirmed_receipt,
            "unchanged": False,
            "tab": grid.title,
            **_counts(made),
            "kept": self.rows.names_of([row.key for row in made.kept]),
            "repaired": _first(named(made.repaired)),
            "returned": _first(self.rows.names_of(made.returned)),
            "own_rows": made.own,
        }


def _first(names: list[str]) -> list[str]:
    """Somebody may have emptied the whole tab: enough to understand what was put right."""
    more = len(names) - MOST_NAMES
    return names[:MOST_NAMES] + ([f"and {more:,} more"] if more > 0 else [])


def _counts(made: Plan) -> dict[str, int]:
    return {"rows_added": made.added, "rows_updated": made.updated, "rows_deleted": made.deleted}
