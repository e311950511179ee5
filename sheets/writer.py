"""Writes a person's sheet: reads the tabs, plans, sends batch by batch, and keeps what Google confirmed."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from problems.kinds import AskUser, Problem, Unclear
from providers.google.problems import GoogleRequestRefused, TypedColumnInTheWay
from sheets.bin import require_out_of_bin
from sheets.credentials import client_for
from sheets.models import LinkedSheet
from sheets.planner import requests as ask
from sheets.planner.a1 import quoted_title
from sheets.planner.batches import split_into_batches
from sheets.planner.grid import COMMENTS_VIEW_MODE, READ_FIELDS, Grid, TabMissing, parse_grid
from sheets.planner.plan import Plan
from sheets.planner.repairs import CellRange
from sheets.planner.requests import Request
from sheets.planner.steps import Atomic, Step
from sheets.problems import SheetKeepsChanging
from sheets.receipt import ListedCells, SheetReceipt, first_of
from sheets.tabs.base import TabWriter
from sheets.tabs.main import MainTabWriter
from sheets.tabs.queue import TabQueue, problem_receipt, queue_tabs
from sheets.tabs.reader import TabReader
from sheets.unwritable_cells import find_unwritable_cells, fingerprint_of

log = logging.getLogger(__name__)

# Of all attempts of a run: a tab that changes after each write would otherwise be written without end.
MAX_WRITES = 200
# What a format may be refused by: the type of a table's column, and words that are not known here.
FORMAT_REFUSALS = (TypedColumnInTheWay, GoogleRequestRefused)
# What copying a row may be refused by: something of the person's in that tab, and words that are not known here.
COPY_REFUSALS = (AskUser, GoogleRequestRefused)


class Hold(Protocol):
    """Called right before and after each request to Google."""

    def __call__(self, *, reads: int, writes: int) -> int:
        """Renews the run's lease for as long as Google may take, and counts requests made since the last call.

        Returns the writes of all attempts of the run. Raises when the run may not go on.
        """
        ...


def write_sheet(sheet: LinkedSheet, hold: Hold) -> SheetReceipt:
    """Brings the sheet to what the database holds; returns the receipt's part about it.

    Asks nothing of Google when rows, columns and time zone equal the last confirmed write and no heal is due, but once a
    week whether the sheet is in the bin.
    Raises a `Problem` when Google refuses or does not answer, or where the person has to decide.
    """
    require_out_of_bin(sheet, hold)
    main = MainTabWriter(sheet)
    heal = main.heal_is_due
    with_main = not main.is_up_to_date(heal=heal)
    # Asked again where the main tab was looked through: the person may have made a tab meanwhile.
    queue = queue_tabs(sheet, heal=heal) if with_main or sheet.has_managed_tabs else TabQueue()
    if not with_main and queue.is_empty:
        return replace(main.confirmed_receipt, tabs=queue.receipts, unchanged=True)
    try:
        receipt = SheetWriter(hold, main, queue, with_main=with_main).write()
    except AskUser as problem:
        # With the main tab alone there is nothing that could be written apart from it.
        if not problem.about_one_tab or queue.is_empty:
            raise
        receipt = write_tabs_separately(hold, main, queue, with_main=with_main)
    return replace(receipt, tabs=queue.receipts)


def has_nothing_to_write(sheet: LinkedSheet) -> bool:
    """Whether `write_sheet` would find every tab as it should be without reading it."""
    main = MainTabWriter(sheet)
    if main.heal_is_due or not main.is_up_to_date(heal=False):
        return False
    return not sheet.has_managed_tabs or queue_tabs(sheet, heal=False).is_empty


def write_tabs_separately(
    hold: Hold, main: MainTabWriter, queue: TabQueue, *, with_main: bool
) -> SheetReceipt:
    """Writes each tab in batches of its own, so that a refusal that is about one of them does not hold up the others.

    The main tab comes first: its refusal stops the sync. The refusal of another one is kept in its receipt. Raises
    `AskUser` for a problem that is not about one tab.

        together   [main, smart 1, smart 2]   Google applies a batch whole or not at all: smart 1 is protected,
                                              so nothing is written
        apart      [main]                     written
                   [smart 1]                  refused: the problem is in its receipt
                   [smart 2]                  written
    """
    receipt = main.confirmed_receipt
    if with_main:
        receipt = SheetWriter(hold, main, TabQueue(), with_main=True).write()
    for name, alone in list(_each_alone(queue)):
        try:
            SheetWriter(hold, main, alone, with_main=False).write()
        except AskUser as problem:
            if not problem.about_one_tab:
                raise
            alone.receipts.append(problem_receipt(name, problem))
        queue.receipts += alone.receipts
    return receipt


def _each_alone(queue: TabQueue) -> Iterator[tuple[str, TabQueue]]:
    yield from ((tab.name, TabQueue(due=[tab])) for tab in queue.due)
    yield from ((tab.name, TabQueue(delete_pending=[tab])) for tab in queue.delete_pending)


class SheetWriter:
    """Writes all tabs of a queue, in one batch wherever it fits: the main one first."""

    def __init__(self, hold: Hold, main: MainTabWriter, queue: TabQueue, *, with_main: bool) -> None:
        self._hold_lease = hold
        self._main = main
        self._queue = queue
        self._with_main = with_main
        self._spreadsheet_id = main.sheet.spreadsheet_id
        self._client = client_for(main.sheet)
        self._reader = TabReader(self._client, self._spreadsheet_id, main if with_main else None, queue)
        self._counted_reads = self._counted_writes = 0
        # Known from the first hold on.
        self._writes_of_run = 0
        self._to_delete = queue.delete_pending

    @property
    def _tabs(self) -> list[TabWriter]:
        return [*([self._main] if self._with_main else []), *self._queue.due]

    def write(self) -> SheetReceipt:
        """Reads, plans and sends batch by batch, planning anew from what each batch left.

        Google has no compare-and-set: a person may sort the tab between our read and our write. So every batch but a
        last one that only inserts brings the tabs back as it left them, and the next one is planned from that.

            read -> plan -> batch 1 -> tabs as left -> plan -> batch 2 -> … -> plan: nothing to do -> confirm

        Raises `SheetKeepsChanging` when there is no end to it, and the problems of the tabs and of Google.
        """
        grids = self._read()
        plans: dict[int, Plan] = {}
        sent = ""
        while self._writes_of_run < MAX_WRITES:
            grids = grids or self._read()
            planned, batch, is_end = self._plan_batch(grids)
            # The first plan of each tab counts its rows: later ones are about what is left.
            plans = planned | plans
            titles = {gid: grid.title for gid, grid in grids.items()}
            zone = next((grid.zone for grid in grids.values()), ZoneInfo("UTC"))
            if batch is not None and not (is_end and not sent):
                before, sent = sent, fingerprint_of(planned, batch)
                # Sent again it would change nothing again: some cells do not keep what is written into them.
                if sent == before:
                    self._hold()
                    return self._confirm(zone, titles, plans, self._unwritable_cells(grids))
            if batch is not None and not is_end:
                # Freed first: the tabs as read, the batch and Google's answer are a lot of memory each.
                grids = {}
                try:
                    grids = self._send_and_read(batch, titles, zone)
                except COPY_REFUSALS as refusal:
                    self._push_rows_down(batch, refusal)
                continue
            if batch is not None:
                self._send(batch, fields="spreadsheetId")
            else:
                self._hold()
            return self._confirm(zone, titles, plans, {})
        raise SheetKeepsChanging

    def _push_rows_down(self, batch: list[Request], refusal: Problem) -> None:
        """Plans the write again without copying a track's row. Raises the refusal if it was not about that."""
        # Nothing was applied: a batch is refused whole.
        is_about_tab = isinstance(refusal, GoogleRequestRefused) or refusal.about_one_tab
        if not is_about_tab or not any(map(ask.copies_a_row, batch)):
            raise refusal
        log.info("no row is copied to give up its place: %s", refusal.code)
        for tab in self._tabs:
            tab.displaces = False

    def _plan_batch(self, grids: dict[int, Grid]) -> tuple[dict[int, Plan], list[Request] | None, bool]:
        """Returns a plan for each tab, the first batch of all together, and whether that one is the end of it."""
        plans, batches = self._plan(grids)
        batch = next(batches, None)
        # Without their steps: for a large library they are more memory than all the rest.
        rest = {gid: replace(plan, steps=()) for gid, plan in plans.items()}
        return rest, batch, _is_plain_end(rest.values(), batches)

    def _plan(self, grids: dict[int, Grid]) -> tuple[dict[int, Plan], Iterator[list[Request]]]:
        plans = {tab.gid: tab.plan(grids[tab.gid]) for tab in self._tabs}
        steps: list[Step] = [step for plan in plans.values() for step in plan.steps]
        steps += [Atomic((ask.delete_tab(tab.gid),)) for tab in self._to_delete]
        return plans, split_into_batches(steps)

    def _unwritable_cells(self, grids: dict[int, Grid]) -> dict[int, list[CellRange]]:
        """Returns the cells, by tab, that are as they were after they were written.

        Raises `CellsDoNotHold` where rows are.
        """
        _, batches = self._plan(grids)
        return find_unwritable_cells(grids, next(batches), is_all=next(batches, None) is None)

    def _read(self) -> dict[int, Grid]:
        # Held on both sides of a request: before it, so that the lease outlasts it, and after it, so that its cost is
        # counted even when it failed, and nothing is planned by a worker that has lost the run.
        self._hold()
        try:
            return self._reader.read()
        finally:
            self._to_delete = self._queue.delete_pending
            self._hold()

    def _send_and_read(self, batch: list[Request], titles: dict[int, str], zone: ZoneInfo) -> dict[int, Grid]:
        """Returns the tabs as the batch left them; none when they have to be read by themselves."""
        created = {request["addSheet"]["properties"]["sheetId"] for request in batch if "addSheet" in request}
        existing = [tab for tab in self._tabs if not tab.is_new or tab.gid in created]
        more = {
            "includeSpreadsheetInResponse": True,
            "responseIncludeGridData": True,
            "commentsViewMode": COMMENTS_VIEW_MODE,
            "responseRanges": [quoted_title(tab.title or titles[tab.gid]) for tab in existing],
        }
        answer = self._send(batch, fields=f"updatedSpreadsheet({READ_FIELDS})", **more)
        deleted = {request["deleteSheet"]["sheetId"] for request in batch if "deleteSheet" in request}
        self._to_delete = [tab for tab in self._to_delete if tab.gid not in deleted]
        for tab in self._tabs:
            tab.is_new = tab.is_new and tab.gid not in created
        try:
            # Nothing of the batch was sent where it held nothing but formats that were refused.
            updated = answer.get("updatedSpreadsheet", {})
            grids = {tab.gid: parse_grid(updated, tab.gid) for tab in existing}
        except TabMissing:
            # The person renamed or deleted one meanwhile: the next read finds out which.
            return {}
        return grids | {tab.gid: tab.blank(zone) for tab in self._tabs if tab.is_new}

    def _send(self, batch: list[Request], **more: Any) -> dict[str, Any]:
        # Before the request: a worker that is killed during it must not leave a confirmed write behind.
        for tab in self._tabs:
            tab.mark_unconfirmed()
        try:
            return self._send_once(batch, **more)
        except FORMAT_REFUSALS as refusal:
            # Google refuses a batch as a whole: a format that a typed column does not take must not stop the data.
            data = [request for request in batch if not ask.is_cosmetic(request)]
            if len(data) == len(batch):
                raise
            log.info("a batch is sent without its formats: %s", refusal.code)
        return self._send_once(data, **more) if data else {}

    def _send_once(self, batch: list[Request], **more: Any) -> dict[str, Any]:
        self._hold()
        try:
            return self._client.batch_update(self._spreadsheet_id, batch, **more)
        except Unclear as problem:
            # Kept with the sheet and not only with the run: no later run may plan before that time either.
            self._main.save(unclear_until=problem.when)
            raise
        finally:
            self._hold()

    def _hold(self) -> None:
        reads = self._client.reads - self._counted_reads
        writes = self._client.writes - self._counted_writes
        self._counted_reads, self._counted_writes = self._client.reads, self._client.writes
        self._writes_of_run = self._hold_lease(reads=reads, writes=writes)

    def _confirm(
        self,
        zone: ZoneInfo,
        titles: dict[int, str],
        plans: dict[int, Plan],
        unwritable: dict[int, list[CellRange]],
    ) -> SheetReceipt:
        """Keeps what was written, right after a hold.

        A tab with unwritable cells is not confirmed: each sync reads it and tries again.
        """
        if self._with_main:
            plan, cells = plans[self._main.gid], unwritable.get(self._main.gid, [])
            self._main.confirm(zone, plan, check_again=bool(cells))
            receipt = self._main.receipt_of(titles[self._main.gid], plan, cells)
        else:
            # Kept with the main tab for the whole spreadsheet, so that it ends here as well.
            self._main.save(unclear_until=None)
            receipt = self._main.confirmed_receipt
        for tab in self._queue.due:
            cells = unwritable.get(tab.gid, [])
            plan = plans[tab.gid]
            listed, more = first_of([ListedCells(one.header, tuple(one.addresses)) for one in cells])
            kept = self._main.rows.names_of([row.key for row in plan.kept])
            tab_receipt = replace(
                tab.receipt_of(plan, kept), unwritable_cells=listed, unwritable_cells_more=more
            )
            tab.confirm(zone, tab_receipt, check_again=bool(cells))
            self._queue.receipts.append(tab_receipt)
        for tab in self._queue.delete_pending:
            tab.forget()
        return receipt


def _is_plain_end(plans: Iterable[Plan], batches: Iterator[Any]) -> bool:
    """Whether the batch at hand is the last and only inserts: that is right wherever rows have moved to."""
    is_plain = not any(plan.updated or plan.moved or plan.deleted or plan.displaces for plan in plans)
    return is_plain and next(batches, None) is None
