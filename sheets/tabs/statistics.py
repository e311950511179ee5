"""The optional tabs "Genres by month" and "Statistics", each with a chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from accounts.models import User
from library.rules import days
from library.statistics.genres import genre_months
from library.statistics.months import Sound, sounds, traffic
from providers.source import FEATURE_NAMES
from sheets.models import LinkedSheet, StatisticsTab
from sheets.planner.cells import CellValue
from sheets.planner.grid import Grid
from sheets.planner.month_chart import add_chart
from sheets.planner.months import MonthTable, plan_months
from sheets.planner.plan import Plan
from sheets.planner.steps import Atomic, Step
from sheets.problems import TabHeadersChanged
from sheets.queries import library_revision
from sheets.receipt import TabReceipt
from sheets.rows import digest
from sheets.tabs.base import ManagedTabWriter

TOP = 10
REST, UNKNOWN = "Other genres", "Genre unknown"
_MONTH = {"type": "DATE", "pattern": "yyyy-mm"}
_COUNT = {"type": "NUMBER", "pattern": "0"}
_PATTERNS = {"tempo": "0.0"}
_EPOCH = date(1899, 12, 30)


class StatisticsTabWriter(ManagedTabWriter):
    """A tab with a row a month. `row.kind` selects the table and the chart."""

    row: StatisticsTab

    def __init__(self, row: StatisticsTab, sheet: LinkedSheet) -> None:
        super().__init__(row, sheet)
        self._today = days.today(sheet.user)
        self._headers_changed = False
        self._revision = library_revision(sheet)

    @property
    def stamp(self) -> str:
        # A new month is a new row, even when nothing was saved in it.
        month = self._today.replace(day=1).isoformat()
        return digest([self._revision, self._target, month, self.sheet.user.time_zone])

    def fingerprint(self, zone: ZoneInfo) -> str:
        return digest([self._target, self._table.headers], self._table.rows)

    def plan_cells(self, grid: Grid) -> Plan:
        made = plan_months(grid, self._table, self._written_headers, displaces=self.displaces)
        if made is None:
            # Which cells are managed is unknown then: the tab is not written, and its receipt has a problem.
            self._headers_changed = True
        return made or Plan(row_count=len(self._table.rows))

    def creation_steps(self, plan: Plan) -> tuple[Step, ...]:
        """Returns one step: where the tab exists its chart was created with it, and the person may delete the chart."""
        width = len(self._table.headers)
        match StatisticsTab.Kind(self.row.kind):
            case StatisticsTab.Kind.GENRES:
                charted, stacked = range(1, width), True
            case StatisticsTab.Kind.STATISTICS:
                charted, stacked = range(1, 3), False
            case never:
                assert_never(never)
        chart = add_chart(
            self.gid,
            self.row.chart_id,
            self.name,
            rows=len(self._table.rows),
            columns=charted,
            beside=width + 1,
            stacked=stacked,
        )
        return (Atomic((self._add_tab(), *plan.requests, chart)),)

    def receipt_of(self, plan: Plan, kept: Sequence[str]) -> TabReceipt:
        receipt = super().receipt_of(plan, kept)
        if self._headers_changed:
            # Those of the last write are kept in the receipt: once the person restores them they are recognised.
            return replace(receipt, headers=self._written_headers, problem_code=TabHeadersChanged.code)
        return replace(receipt, headers=list(self._table.headers))

    @property
    def _written_headers(self) -> list[str]:
        return TabReceipt.from_json(self.row.confirmed_receipt).headers

    @property
    def _target(self) -> list[Any]:
        return [self.row.kind, self.sheet.spreadsheet_id, self.gid]

    @cached_property
    def _table(self) -> MonthTable:
        return table_of(self.row.kind, self.sheet.user, self._today)


def table_of(kind: str, user: User, today: date) -> MonthTable:
    match StatisticsTab.Kind(kind):
        case StatisticsTab.Kind.GENRES:
            return _genres(user, today)
        case StatisticsTab.Kind.STATISTICS:
            return _statistics(user, today)
        case never:
            assert_never(never)


def _genres(user: User, today: date) -> MonthTable:
    """Tracks saved by month and genre. A column that has no genre yet is headed by its number."""
    found = {month.month: month for month in genre_months(user, top=TOP)}
    names = [one.genre for one in next(iter(found.values())).top] if found else []
    # Always as many columns: the chart's ranges are fixed when it is created, and the person may have changed it since.
    names += [f"({number})" for number in range(len(names) + 1, TOP + 1)]
    rows: list[tuple[CellValue, ...]] = []
    for month in _months(found, today):
        genres = found.get(month)
        counts = [float(one.tracks) for one in genres.top] if genres else []
        rest = [float(genres.rest.tracks), float(genres.unknown)] if genres else [0.0, 0.0]
        rows.append((_serial(month), *counts, *[0.0] * (TOP - len(counts)), *rest))
    return MonthTable(("Month", *names, REST, UNKNOWN), rows, (_MONTH, *[_COUNT] * (TOP + 2)))


def _statistics(user: User, today: date) -> MonthTable:
    """Saved, removed, and means over the tracks whose features are known: empty, never zero, where none are."""
    moved = {at.month: at for at in traffic(user)}
    heard = {at.month: at for at in sounds(user)}
    rows: list[tuple[CellValue, ...]] = []
    for month in _months(moved, today):
        at = moved.get(month)
        counts = (float(at.saved), float(at.removed)) if at else (0.0, 0.0)
        rows.append((_serial(month), *counts, *_sound(heard.get(month))))
    headers = (
        "Month",
        "Saved",
        "Removed",
        *(f"Mean {name}" for name in FEATURE_NAMES),
        "Tracks with features",
    )
    looks = [{"type": "NUMBER", "pattern": _PATTERNS.get(name, "0.000")} for name in FEATURE_NAMES]
    return MonthTable(headers, rows, (_MONTH, _COUNT, _COUNT, *looks, _COUNT))


def _sound(sound: Sound | None) -> Iterator[CellValue]:
    for name in FEATURE_NAMES:
        mean = sound.means[name].value if sound else None
        # Rounded, because a sum of floats depends on the order of the rows and would count as a change.
        yield None if mean is None else round(mean, 6)
    yield float(max(mean.tracks for mean in sound.means.values())) if sound else 0.0


def _months(found: Iterable[date], today: date) -> Iterator[date]:
    """Newest first, without a gap."""
    month = max([today.replace(day=1), *found])
    last = min([month, *found])
    while month >= last:
        yield month
        month = (month - timedelta(days=1)).replace(day=1)


def _serial(day: date) -> float:
    return float((day - _EPOCH).days)
