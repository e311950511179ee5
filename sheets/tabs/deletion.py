"""What of the person's stands in a tab that they are about to have deleted: asked of Google, and said before it goes.

Month     Saved  Removed  Rating        B, C and the months are ours, as is the chart made with the tab
2026-11   3      0        calm          two cells of the person's in D: Rating and calm
Total     =SUM   =SUM                   three of theirs in A, B and C: the row has no month
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.rate_limits import CostlyAction, spend
from library.rules import days
from providers.google.problems import TabDeleted
from sheets.columns import COLUMNS, LINK
from sheets.credentials import client_for
from sheets.linking.links import TAG_FIELDS
from sheets.models import LinkedSheet, StatisticsTab
from sheets.planner.a1 import column_letters
from sheets.planner.grid import Grid, TabMissing, parse_grid, read_request
from sheets.planner.header import find_header
from sheets.planner.track_links import key_at
from sheets.planner.written_rows import is_as_written
from sheets.receipt import TabReceipt
from sheets.storage import load_written_rows
from sheets.tabs.base import ManagedRow
from sheets.tabs.smart import COLUMN_IDS
from sheets.tabs.statistics import table_of

# Of the cells what was entered and not how it looks; of the charts their titles and not what they show.
CONTENT_FIELDS = (
    "sheets(properties(sheetId,gridProperties),commentAnchors.range,charts(chartId,spec(title,altText)),"
    f"data.rowData.values(userEnteredValue,note,pivotTable(source,dataSourceId))),{TAG_FIELDS}"
)

IsOurs = Callable[[int, int], bool]
"""Whether a sync has written the cell at this row and column."""


@dataclass(frozen=True, slots=True)
class ColumnWithContent:
    """A column with cells of the person's: its letters, and the text in the row of the titles, "" where there is none."""

    letters: str
    title: str


@dataclass(frozen=True, slots=True)
class TabContent:
    """What no sync has written: how many cells, their columns, notes and comments, and the charts' titles ("" for none)."""

    cells: int = 0
    columns: tuple[ColumnWithContent, ...] = ()
    notes: int = 0
    comments: int = 0
    charts: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.cells or self.notes or self.comments or self.charts)


def find_content(sheet: LinkedSheet | None, tab: ManagedRow) -> TabContent | None:
    """Returns what of the person's is in the tab: one request. None where the linked spreadsheet has no such tab.

    A number that was typed over one in a row of a month counts as ours: a sync writes over it. Raises `LookLimitUsedUp`
    and Google's refusals.
    """
    is_made = bool(tab.last_title) and not tab.deleted_by_user
    if sheet is None or not is_made or tab.spreadsheet_id != sheet.spreadsheet_id:
        return None
    spend(sheet.user, CostlyAction.LOOK)
    try:
        answer = client_for(sheet).read(sheet.spreadsheet_id, read_request([tab.gid]), CONTENT_FIELDS)
        grid = parse_grid(answer, tab.gid)
    except (TabDeleted, TabMissing):
        # The person has deleted it since the last sync: nothing is left to lose.
        return None
    (part,) = (one for one in answer["sheets"] if one["properties"].get("sheetId", 0) == tab.gid)
    if isinstance(tab, StatisticsTab):
        ours, header, is_ours = tab.chart_id, *_months_of(grid, tab)
    else:
        ours, header, is_ours = None, *_tracks_of(grid, sheet)
    found = [
        column
        for row, cells in enumerate(grid.rows)
        for column, cell in enumerate(cells)
        if cell is not None and not is_ours(row, column)
    ]
    return TabContent(
        cells=len(found),
        columns=tuple(
            ColumnWithContent(column_letters(column), _title(grid, header, column))
            for column in sorted(set(found))
        ),
        notes=_note_count(part),
        comments=len(part.get("commentAnchors", ())),
        charts=tuple(_chart_titles(part, ours)),
    )


def _months_of(grid: Grid, tab: StatisticsTab) -> tuple[int, IsOurs]:
    """Returns the header's row of a tab by month, and what is ours in it."""
    table = table_of(tab.kind, tab.user, days.today(tab.user))
    headers = TabReceipt.from_json(tab.confirmed_receipt).headers or table.headers
    header, places = _find_titles(grid, headers)
    month = places.get(headers[0])
    # a row of another month, with the person's plans or the years before they saved tracks, is theirs
    months = {row[0] for row in table.rows}
    titles = {place: title for title, place in places.items()}

    def is_ours(row: int, column: int) -> bool:
        if row == header:
            return column in titles
        if row < header or column not in titles or month is None:
            return False
        # every value of such a row is a number: a text or a formula there is the person's
        return grid.cell(row, month) in months and isinstance(grid.cell(row, column), float)

    return header, is_ours


def _tracks_of(grid: Grid, sheet: LinkedSheet) -> tuple[int, IsOurs]:
    """Returns the header's row of a smart sheet, and what is ours in it, by what the last writes have left there."""
    # of a column and its copy the left one; a copy is the person's
    places = {tag.column: place for place, tag in sorted(grid.tags.items(), reverse=True)}
    if not places:
        _, found = _find_titles(grid, [COLUMNS[name].header for name in COLUMN_IDS])
        places = {name: found[COLUMNS[name].header] for name in COLUMN_IDS if COLUMNS[name].header in found}
    names: Mapping[int, str] = {place: name for name, place in places.items()}
    link, memories = places.get(LINK), load_written_rows(sheet, grid.gid)
    titles = {place: COLUMNS[name].header for place, name in names.items()}
    header = find_header(
        grid, titles, tuple(titles), lambda row: key_at(grid, row, link) is not None, lambda row: False
    )

    def is_ours(row: int, column: int) -> bool:
        if column not in names:
            return False
        cell = grid.cell(row, column)
        if row == header.row and not header.is_missing:
            return cell == titles[column]
        key = key_at(grid, row, link)
        if key is None or not memories:
            return key is not None
        if names[column] == LINK:
            return any(memory.has_row(key) for memory in memories)
        return is_as_written(memories, (key,), {names[column]: cell})

    return -1 if header.is_missing else header.row, is_ours


def _find_titles(grid: Grid, titles: Sequence[str]) -> tuple[int, dict[str, int]]:
    """Returns the row that holds most of the titles, and where each is: people rename some, and write above them."""
    rows = [{title: cells.index(title) for title in titles if title in cells} for cells in grid.rows]
    best = max(range(len(rows)), key=lambda row: len(rows[row]), default=-1)
    return best, rows[best] if rows else {}


def _title(grid: Grid, header: int, column: int) -> str:
    cell = grid.cell(header, column) if header >= 0 else None
    return cell if isinstance(cell, str) else ""


def _note_count(part: dict[str, Any]) -> int:
    # a cell with a value and no note is decoded by now (`decode_cell`)
    return sum(
        isinstance(cell, dict) and bool(cell.get("note"))
        for data in part.get("data", ())
        for row in data.get("rowData", ())
        for cell in row.get("values", ())
    )


def _chart_titles(part: dict[str, Any], ours: int | None) -> list[str]:
    charts = [chart for chart in part.get("charts", ()) if chart.get("chartId") != ours]
    specs = [chart.get("spec", {}) for chart in charts]
    return [spec.get("title") or spec.get("altText", "") for spec in specs]
