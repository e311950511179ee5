"""The charts in a person's spreadsheet that show columns of ours: such a column is asked about before it goes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from accounts.rate_limits import CostlyAction, spend
from sheets.columns import COLUMNS, Column
from sheets.credentials import client_for
from sheets.linking.links import TAG_FIELDS, column_tags
from sheets.models import LinkedSheet
from sheets.problems import ColumnsWithCharts
from sheets.sheet_settings import SheetSettings, deselected_columns
from sheets.tabs.queue import gids_of

# Each chart's spec as a whole: every kind of chart has its ranges in another place of it. Of the cells nothing.
CHART_FIELDS = f"sheets(properties(sheetId,title),charts.spec),{TAG_FIELDS}"


@dataclass(frozen=True, slots=True)
class ChartOfColumns:
    """A chart, on the tab `tab`, that shows `columns` of ours; `title` is "" where it has none."""

    title: str
    tab: str
    columns: tuple[Column, ...]


def find_charts(sheet: LinkedSheet, columns: Collection[Column]) -> list[ChartOfColumns]:
    """Returns the charts on all tabs that show one of these columns of the linked tab: one request, none without columns.

    Of a column that the person copied, charts on the copy are returned as well. Raises `LookLimitUsedUp` and Google's
    refusals.
    """
    if not columns:
        return []
    spend(sheet.user, CostlyAction.LOOK)
    tabs = client_for(sheet).get(sheet.spreadsheet_id, CHART_FIELDS).get("sheets", [])
    places = _places(sheet, tabs)
    found = []
    for tab in tabs:
        for chart in tab.get("charts", ()):
            spec = chart.get("spec", {})
            shown = {
                COLUMNS[places[place]] for area in _sources(spec) for place in places if _covers(area, place)
            }
            if shown.intersection(columns):
                title = spec.get("title") or spec.get("altText", "")
                named = tuple(column for column in columns if column in shown)
                found.append(ChartOfColumns(title, tab["properties"].get("title", ""), named))
    return found


def require_no_charts(sheet: LinkedSheet, wanted: SheetSettings, removable: Collection[str]) -> None:
    """Asks Google for charts on columns that the sheet would not have any more, as far as these are not `removable`.

    Raises `ColumnsWithCharts`, `InvalidSetting`, `LookLimitUsedUp`, and Google's refusals.
    """
    deselected = [one for one in deselected_columns(sheet, wanted) if one.id not in removable]
    if charts := find_charts(sheet, deselected):
        shown = {column.id for chart in charts for column in chart.columns}
        names = [column.id for column in deselected if column.id in shown]
        raise ColumnsWithCharts(names, [chart.title for chart in charts])


def _places(sheet: LinkedSheet, tabs: list[dict[str, Any]]) -> dict[tuple[int, int], str]:
    """Returns where our columns are, as a tab's id and the column's number there, and which they are."""
    # Google omits fields that hold their default: the first tab of many spreadsheets has the id 0.
    gids = {tab["properties"].get("sheetId", 0) for tab in tabs}
    # Without its tab a sync goes on in a copy of it (`sheets.tabs.reader`). Smart sheets carry the same tags.
    linked = {sheet.gid} if sheet.gid in gids else gids - gids_of(sheet.user_id)
    return {
        (gid, number): column
        for tab in tabs
        if (gid := tab["properties"].get("sheetId", 0)) in linked
        for number, column in column_tags(tab).items()
    }


def _sources(spec: Any) -> Iterator[dict[str, Any]]:
    """Yields every GridRange that a chart takes its data from, whatever its kind.

    https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/charts#chartsourcerange
    """
    if isinstance(spec, list):
        for part in spec:
            yield from _sources(part)
    elif isinstance(spec, dict):
        yield from spec.get("sources", ())
        for part in spec.values():
            yield from _sources(part)


def _covers(area: dict[str, Any], place: tuple[int, int]) -> bool:
    """Whether the range reaches into the column. A side that is missing is the tab's edge."""
    gid, number = place
    first, end = area.get("startColumnIndex", 0), area.get("endColumnIndex", number + 1)
    return bool(area.get("sheetId", 0) == gid and first <= number < end)
