"""What the next write would do to the linked tab: read and planned as for a write, and nothing is sent or stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.rate_limits import CostlyAction, spend
from sheets.columns import COLUMNS, Column
from sheets.credentials import client_for
from sheets.models import LinkedSheet
from sheets.planner import requests as ask
from sheets.planner.plan import Plan
from sheets.sheet_settings import SheetSettings, with_settings
from sheets.tabs.main import MainTabWriter
from sheets.tabs.queue import TabQueue
from sheets.tabs.reader import TabReader


@dataclass(frozen=True, slots=True)
class NewColumns:
    """Neighbours that come in, right behind the column `behind`; None where they are the first ones."""

    columns: tuple[Column, ...]
    behind: Column | None


@dataclass(frozen=True, slots=True)
class DryRun:
    """Of the linked tab, called `tab`: the other tabs are not looked at.

    `is_unchanged`: a sync would not even read the tab. Rows: `kept` although their track is not wanted, because
    something of the person's is in them. Columns: `left` to the person with what they have in them, although not chosen any
    more; `columns_moved` counts moves. `formats`: whether something gets a format or a width.
    """

    tab: str = ""
    is_unchanged: bool = False
    rows_added: int = 0
    rows_updated: int = 0
    rows_deleted: int = 0
    rows_moved: int = 0
    rows_kept: int = 0
    columns_in: tuple[NewColumns, ...] = ()
    columns_out: tuple[Column, ...] = ()
    columns_left: tuple[Column, ...] = ()
    columns_moved: int = 0
    formats: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        columns = (*self.columns_in, *self.columns_out, *self.columns_left)
        rows = self.rows_added + self.rows_updated + self.rows_deleted + self.rows_moved
        return not (columns or rows or self.columns_moved or self.formats)


def dry_run(sheet: LinkedSheet, wanted: SheetSettings) -> DryRun:
    """Returns what a sync with these settings would write of the library as it is stored now.

    One read of the tab, as a rule, which counts as a look; none where a sync would not read it either. Raises
    `InvalidSetting`, `MirrorRefusedForCells`, `MirrorRefusedForRows`, `LookLimitUsedUp`, and Google's refusals.
    """
    main = MainTabWriter(with_settings(sheet, wanted), read_only=True)
    if main.is_up_to_date(heal=main.heal_is_due):
        return DryRun(is_unchanged=True)
    spend(sheet.user, CostlyAction.LOOK)
    reader = TabReader(client_for(sheet), sheet.spreadsheet_id, main, TabQueue())
    grid = reader.read()[main.gid]
    plan = main.plan(grid)
    return DryRun(
        tab=grid.title,
        rows_added=plan.added,
        rows_updated=plan.updated,
        rows_deleted=plan.deleted,
        rows_moved=plan.moved,
        rows_kept=len(plan.kept),
        columns_in=_group_by_neighbour(main.rows.columns, plan.columns_in),
        columns_out=tuple(COLUMNS[name] for name in plan.columns_out),
        columns_left=tuple(COLUMNS[name] for name in plan.columns_left),
        columns_moved=plan.columns_moved,
        formats=_formats(plan),
    )


def _group_by_neighbour(columns: Sequence[Column], new: Sequence[str]) -> tuple[NewColumns, ...]:
    """Returns the new columns from left to right, neighbours together.

    Artist, Tempo (new), Energy (new), Link, Genres (new)  ->  Tempo and Energy behind Artist, Genres behind Link
    """
    groups: list[tuple[list[Column], Column | None]] = []
    before: Column | None = None
    for column in columns:
        if column.id in new:
            if not groups or groups[-1][0][-1] is not before:
                groups.append(([], before))
            groups[-1][0].append(column)
        before = column
    return tuple(NewColumns(tuple(run), behind) for run, behind in groups)


def _formats(plan: Plan) -> bool:
    # Of each step the first unit alone: all of a large plan's requests would be a lot of memory.
    return any(ask.is_format(request) for step in plan.steps for request in step.requests(0, 1))
