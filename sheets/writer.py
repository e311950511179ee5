"""Writing one person's sheet: read it, plan, send, and remember what Google confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from problems.kinds import AskUser, Unclear
from sheets.credentials import client_for
from sheets.models import LinkedSheet
from sheets.planner import requests as ask
from sheets.planner.a1 import quoted_title
from sheets.planner.batches import split_into_batches
from sheets.planner.grid import READ_FIELDS, Grid, TabMissing, parse_grid
from sheets.planner.plan import Plan
from sheets.planner.repairs import CellRange
from sheets.planner.requests import Request
from sheets.planner.steps import Atomic, Step
from sheets.receipt import first_of
from sheets.separate_writes import may_be_another_tab, write_apart
from sheets.tabs.base import TabWriter
from sheets.tabs.main import MainTabWriter
from sheets.tabs.queue import TabQueue, own_tabs
from sheets.tabs.reader import TabReader
from sheets.unwritable_cells import find_unwritable_cells, mark_of

MOST_WRITES = 200
NO_ROWS = {"rows_added": 0, "rows_updated": 0, "rows_deleted": 0}


class Hold(Protocol):
    """Called right before and after each request to Google."""

    def __call__(self, *, reads: int, writes: int) -> int:
        """Renews the run's lease for as long as Google may take, and counts requests made since the last call.

        Returns the writes of all attempts of the run. Raises when the run may not go on.
        """
        ...


def write_sheet(sheet: LinkedSheet, hold: Hold) -> dict[str, Any]:
    """Brings the sheet to what the database holds; returns the receipt's part about it.

    Asks nothing of Google when rows, columns and time zone equal the last confirmed write and no heal is due.
    """
    main = MainTabWriter(sheet)
    heal = main.heal_is_due
    main_is_still = main.is_still(heal=heal)
    own = own_tabs(sheet, heal=heal)
    if main_is_still and own.are_still:
        return {**sheet.confirmed_receipt, **_tabs(own.told), "unchanged": True}
    try:
        return _Writing(hold, main, own, with_main=not main_is_still).run()
    except AskUser as problem:
        if not may_be_another_tab(problem, own):
            raise

    def write(own: TabQueue, *, with_main: bool) -> dict[str, Any]:
        return _Writing(hold, main, own, with_main=with_main).run()

    receipt = write_apart(own, write, with_main=not main_is_still) or {**sheet.confirmed_receipt, **NO_ROWS}
    return {**receipt, **_tabs(own.told), "unchanged": False}


def _tabs(told: list[dict[str, Any]]) -> dict[str, Any]:
    return {"tabs": told} if told else {}


class _Writing:
    """All tabs that have to be written, in one batch wherever it fits: the main one first."""

    def __init__(self, hold: Hold, main: MainTabWriter, own: TabQueue, *, with_main: bool) -> None:
        self.hold = hold
        self.main = main
        self.own = own
        self.with_main = with_main
        self.spreadsheet_id = main.sheet.spreadsheet_id
        self.door = client_for(main.sheet)
        self.looking = TabReader(self.door, self.spreadsheet_id, main if with_main else None, own)
        self.counted_reads = self.counted_writes = 0
        self.writes_of_run = hold(reads=0, writes=0)
        self.leaving = own.leaving

    @property
    def tabs(self) -> list[MainTabWriter | TabWriter]:
        return [*([self.main] if self.with_main else []), *self.own.due]

    def run(self) -> dict[str, Any]:
        """Reads, plans and sends batch by batch, planning anew from what each batch left.

        Google has no compare-and-set: a person may sort the sheet between our look and our write. So every batch
        but the last plain insert brings the tabs back as they stand afterwards, and the next one is planned from that.
        """
        grids = self._read()
        first: dict[int, Plan] = {}
        sent = ""
        # Counted on the run: what waits for a budget in between does not begin anew.
        while self.writes_of_run < MOST_WRITES:
            grids = grids or self._read()
            made, batch, is_end = self._begin(grids)
            first = made | first
            titles = {gid: grid.title for gid, grid in grids.items()}
            zone = next((grid.zone for grid in grids.values()), ZoneInfo("UTC"))
            if batch is not None and not (is_end and not sent):
                before, sent = sent, mark_of(made, batch)
                if sent == before:
                    return self._confirm(zone, titles, first, self._unwritable_cells(grids))
            if batch is not None and not is_end:
                # the tabs as read, the batch and Google's answer are a lot of memory each
                grids = {}
                grids = self._send_and_look(batch, titles, zone)
                continue
            if batch is not None:
                self._write(batch, fields="spreadsheetId")
            return self._confirm(zone, titles, first, {})
        raise AskUser(
            "sheet_restless",
            "Your sheet kept changing while we wrote, so we stopped. Nothing of yours is lost. If a script or an add-on"
            " changes our columns, switch it off, or let whoever works in the sheet finish; then sync again.",
        )

    def _begin(self, grids: dict[int, Grid]) -> tuple[dict[int, Plan], list[Request] | None, bool]:
        """A plan for each tab, the first batch of all together, and whether that one is the end of it.

        The plans come without their steps: for a large library the tab, the steps and Google's answer are each more
        memory than all the rest, so no two of them are kept at a time.
        """
        made, bodies = self._plan(grids)
        batch = next(bodies, None)
        rest = {gid: replace(one, steps=()) for gid, one in made.items()}
        return rest, batch, _is_plain_end(rest.values(), bodies)

    def _plan(self, grids: dict[int, Grid]) -> tuple[dict[int, Plan], Iterator[list[Request]]]:
        made = {tab.gid: tab.plan(grids[tab.gid]) for tab in self.tabs}
        steps: list[Step] = [step for one in made.values() for step in one.steps]
        steps += [Atomic((ask.delete_tab(tab.gid),)) for tab in self.leaving]
        return made, split_into_batches(steps)

    def _unwritable_cells(self, grids: dict[int, Grid]) -> dict[int, list[CellRange]]:
        """The cells, by tab, that are as they were after they were written. Raises `CellsDoNotHold` where rows are."""
        _, bodies = self._plan(grids)
        return find_unwritable_cells(grids, next(bodies), is_all=next(bodies, None) is None)

    def _read(self) -> dict[int, Grid]:
        self._hold()
        try:
            return self.looking.read()
        finally:
            self.leaving = self.own.leaving
            self._hold()

    def _send_and_look(self, batch: list[Request], titles: dict[int, str], zone: ZoneInfo) -> dict[int, Grid]:
        """The tabs as the batch left them; none when they have to be read by themselves."""
        made = {request["addSheet"]["properties"]["sheetId"] for request in batch if "addSheet" in request}
        there = [tab for tab in self.tabs if not getattr(tab, "is_new", False) or tab.gid in made]
        more = {
            "includeSpreadsheetInResponse": True,
            "responseIncludeGridData": True,
            "responseRanges": [quoted_title(getattr(tab, "title", "") or titles[tab.gid]) for tab in there],
        }
        answer = self._write(batch, fields=f"updatedSpreadsheet({READ_FIELDS})", **more)
        gone = {request["deleteSheet"]["sheetId"] for request in batch if "deleteSheet" in request}
        self.leaving = [tab for tab in self.leaving if tab.gid not in gone]
        for tab in self.own.due:
            tab.is_new = tab.is_new and tab.gid not in made
        try:
            grids = {tab.gid: parse_grid(answer["updatedSpreadsheet"], tab.gid) for tab in there}
        except TabMissing:
            return {}
        return grids | {tab.gid: tab.blank(zone) for tab in self.own.due if tab.is_new}

    def _write(self, batch: list[Request], **more: Any) -> dict[str, Any]:
        for tab in self.tabs:
            tab.doubt()
        self._hold()
        try:
            return self.door.batch_update(self.spreadsheet_id, batch, **more)
        except Unclear as problem:
            self.main.save(unclear_until=problem.when)
            raise
        finally:
            self._hold()

    def _hold(self) -> None:
        reads, writes = self.door.reads - self.counted_reads, self.door.writes - self.counted_writes
        self.counted_reads, self.counted_writes = self.door.reads, self.door.writes
        self.writes_of_run = self.hold(reads=reads, writes=writes)

    def _confirm(
        self,
        zone: ZoneInfo,
        titles: dict[int, str],
        first: dict[int, Plan],
        unwritable: dict[int, list[CellRange]],
    ) -> dict[str, Any]:
        """A tab with unwritable cells stays in doubt: each sync looks at it, and tries once more."""
        self._hold()
        told: dict[str, Any] = NO_ROWS
        if self.with_main:
            made, cells = first[self.main.gid], unwritable.get(self.main.gid, [])
            self.main.confirm(zone, made, in_doubt=bool(cells))
            told = self.main.told(titles[self.main.gid], made) | _unwritable(cells)
        else:
            self.main.save(unclear_until=None)
        for tab in self.own.due:
            cells = unwritable.get(tab.gid, [])
            receipt = tab.told(first[tab.gid], self._names(first[tab.gid]))
            receipt |= _unwritable(cells)
            tab.confirm(zone, receipt, in_doubt=bool(cells))
            self.own.told.append(receipt)
        for tab in self.own.leaving:
            tab.row.delete()
        return {**self.main.sheet.confirmed_receipt, **told, **_tabs(self.own.told), "unchanged": False}

    def _names(self, made: Plan) -> list[str]:
        return self.main.rows.names_of([row.key for row in made.kept])


def _unwritable(cells: list[CellRange]) -> dict[str, Any]:
    return first_of("unwritable_cells", [one.to_json() for one in cells]) if cells else {}


def _is_plain_end(made: Iterator[Plan] | Any, bodies: Iterator[Any]) -> bool:
    """Whether the batch at hand is the last and only inserts: that goes right wherever rows have moved to."""
    is_plain = not any(one.updated or one.moved or one.deleted for one in made)
    return is_plain and next(bodies, None) is None
