"""The optional tabs "Genres by month" and "Statistics", each with a chart."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from library.models import LibraryState
from library.rules import days
from sheets.models import LinkedSheet, StatisticsTab
from sheets.planner.grid import Grid
from sheets.planner.months import MonthTable, add_chart, plan_months
from sheets.planner.plan import Plan
from sheets.planner.steps import Atomic, Step
from sheets.rows import digest
from sheets.tabs.base import TabWriter
from sheets.tabs.statistics_tables import table_of


class StatisticsTabWriter(TabWriter):
    row: StatisticsTab

    def __init__(self, row: StatisticsTab, sheet: LinkedSheet) -> None:
        super().__init__(row, sheet)
        self._today = days.today(sheet.user)
        self._problem = ""
        state = LibraryState.objects.filter(user_id=sheet.user_id).first()
        self._revision = [state.revision, state.enriched] if state else [0, 0]

    @property
    def stamp(self) -> str:
        month = self._today.replace(day=1).isoformat()
        return digest([self._revision, self._place, month, self.sheet.user.time_zone])

    def fingerprint(self, zone: ZoneInfo) -> str:
        return digest([self._place, self._table.headers], self._table.rows)

    def plan_cells(self, grid: Grid) -> Plan:
        made = plan_months(grid, self._table, self.row.confirmed_receipt.get("headers", ()))
        if made is None:
            self._problem = (
                "The headers of our columns have changed, so nothing is written here. Put them back, or remove"
                " this tab and add it again."
            )
        return made or Plan(row_count=len(self._table.rows))

    def new_tab(self, made: Plan) -> tuple[Step, ...]:
        """All in one: where the tab stands, its chart was made, and whether it still stands is the person's affair."""
        width = len(self._table.headers)
        is_of_genres = self.row.kind == StatisticsTab.Kind.GENRES
        chart = add_chart(
            self.gid,
            self.row.chart_id,
            self.name,
            rows=len(self._table.rows),
            columns=range(1, width if is_of_genres else 3),
            beside=width + 1,
            stacked=is_of_genres,
        )
        return (Atomic((self._add(), *made.requests, chart)),)

    def told(self, made: Plan, kept: Any) -> dict[str, Any]:
        headers = self.row.confirmed_receipt.get("headers", ()) if self._problem else self._table.headers
        problem = {"problem": self._problem} if self._problem else {}
        return super().told(made, kept) | problem | {"headers": list(headers)}

    @property
    def _place(self) -> list[Any]:
        return [self.row.kind, self.sheet.spreadsheet_id, self.gid]

    @cached_property
    def _table(self) -> MonthTable:
        return table_of(self.row.kind, self.sheet.user, self._today)
