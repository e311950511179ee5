"""Which charts of the person's show a column of ours, asked of the sandbox in one request."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from accounts.problems import LookLimitUsedUp
from problems.kinds import Problem
from sandbox.testing.sheets_discovery import check_request
from sheets import charts
from sheets.columns import COLUMNS
from sheets.models import LinkedSheet, SmartTab
from sheets.planner.month_chart import add_chart
from sheets.planner.requests import METADATA_KEY, move, tag_column
from sheets.problems import ColumnsWithCharts
from sheets.sheet_settings import settings_of
from tests.support.charts import data_of, draw_chart


def found(harness, *columns: str) -> list[tuple[str, str, list[str]]]:
    answer = charts.find_charts(harness.sheet, [COLUMNS[name] for name in columns])
    return [(one.title, one.tab, [column.id for column in one.columns]) for one in answer]


def kinds(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Returns a spec of every kind of chart with the data in the place that few would look for it."""
    label = {"type": "CUSTOM", "customLabelData": data}
    return {
        "domain": {"basicChart": {"chartType": "LINE", "domains": [{"domain": data}]}},
        "series": {"basicChart": {"chartType": "LINE", "series": [{"series": data}]}},
        "label": {"basicChart": {"chartType": "LINE", "series": [{"dataLabel": label}]}},
        "pie": {"pieChart": {"series": data}},
        "bubble": {"bubbleChart": {"bubbleSizes": data}},
        "candlestick": {"candlestickChart": {"data": [{"closeSeries": {"data": data}}]}},
        "org": {"orgChart": {"tooltips": data}},
        "histogram": {"histogramChart": {"series": [{"data": data}]}},
        "waterfall": {"waterfallChart": {"series": [{"data": data}]}},
        "treemap": {"treemapChart": {"colorData": data}},
        "scorecard": {"scorecardChart": {"baselineValueData": data}},
    }


@pytest.mark.parametrize("kind", kinds({}))
def test_a_chart_of_every_kind_is_found_with_the_column_it_shows(harness, kind):
    spec = kinds(data_of(harness.sheet.gid, harness.ours["album"]))[kind]
    request = draw_chart(harness, "My albums", spec)
    check_request("BatchUpdateSpreadsheetRequest", {"requests": [request]})
    assert found(harness, "artist", "album") == [("My albums", "Sheet1", ["album"])]
    assert found(harness, "artist") == []


def test_it_is_one_request_that_reads_no_cell(harness):
    before = harness.google_requests()
    assert found(harness, "artist", "track", "album", "added") == []
    assert harness.google_requests() == before + 1
    asked = harness.world.entries("google-sheets")[-1]
    assert (asked.kind, "rowData" in charts.CHART_FIELDS) == ("get", False)


def test_a_column_with_a_chart_may_not_go_unless_it_is_removable(harness):
    draw_chart(harness, "Albums", {"pieChart": {"series": data_of(harness.sheet.gid, harness.ours["album"])}})
    now = settings_of(harness.sheet)
    wanted = replace(now, columns=tuple(name for name in now.columns if name not in ("artist", "album")))
    with pytest.raises(ColumnsWithCharts) as refused:
        charts.require_no_charts(harness.sheet, wanted, ["artist"])
    assert refused.value.values == {"columns": "album", "charts": ["Albums"]}
    before = harness.google_requests()
    charts.require_no_charts(harness.sheet, wanted, ["album", "artist"])
    charts.require_no_charts(harness.sheet, now, [])
    assert harness.google_requests() == before


def test_looks_are_limited_whoever_asks(harness, settings):
    settings.SHEET_LOOKS_PER_MINUTE = 1
    wanted = replace(settings_of(harness.sheet), columns=("track", "added", "link"))
    charts.require_no_charts(harness.sheet, wanted, [])
    before = harness.google_requests()
    with pytest.raises(LookLimitUsedUp):
        charts.require_no_charts(harness.sheet, wanted, [])
    assert harness.google_requests() == before


def test_nothing_is_asked_about_no_columns(harness):
    before = harness.google_requests()
    assert found(harness) == []
    assert harness.google_requests() == before


def test_a_chart_on_another_tab_counts_and_that_tab_is_named(harness):
    harness.book.batch_update([{"addSheet": {"properties": {"sheetId": 7, "title": "Overview"}}}])
    series = data_of(harness.sheet.gid, harness.ours["artist"])
    draw_chart(harness, "", {"pieChart": {"series": series}}, on=7)
    assert found(harness, "artist", "album") == [("", "Overview", ["artist"])]


def test_a_chart_of_a_range_across_columns_shows_each_of_them(harness):
    gid = harness.sheet.gid
    row = {"sheetId": gid, "startRowIndex": 1, "endRowIndex": 2, "endColumnIndex": 3}
    draw_chart(harness, "A row", {"pieChart": {"series": {"sourceRange": {"sources": [row]}}}})
    assert found(harness, "album", "added", "artist") == [("A row", "Sheet1", ["album", "artist"])]


def test_a_range_without_sides_is_the_whole_tab(harness):
    everything = {"sourceRange": {"sources": [{"sheetId": harness.sheet.gid}]}}
    draw_chart(harness, "All", {"pieChart": {"series": everything}})
    assert found(harness, "added") == [("All", "Sheet1", ["added"])]


def test_a_chart_of_the_persons_own_column_or_tab_is_not_asked_about(harness):
    harness.book.batch_update([{"addSheet": {"properties": {"sheetId": 7, "title": "Mine"}}}])
    draw_chart(harness, "Rating", {"pieChart": {"series": data_of(harness.sheet.gid, 5)}})
    draw_chart(harness, "Mine", {"pieChart": {"series": data_of(7, harness.ours["album"])}}, on=7)
    assert found(harness, "artist", "track", "album", "added") == []


def test_the_chart_that_comes_with_a_tab_by_month_is_not_the_persons(harness):
    harness.book.batch_update(
        [
            {"addSheet": {"properties": {"sheetId": 7, "title": "Statistics"}}},
            add_chart(7, 8, "Statistics", rows=5, columns=range(1, 3), beside=4, stacked=False),
        ]
    )
    assert found(harness, "artist", "track", "album", "added") == []


def test_a_column_is_found_where_the_person_has_moved_it_under_its_chart(harness):
    gid = harness.sheet.gid
    draw_chart(harness, "Moved", {"pieChart": {"series": data_of(gid, harness.ours["album"])}})
    harness.book.batch_update([move(gid, "COLUMNS", harness.ours["album"], 1, 7)])
    assert harness.ours["album"] == 6
    assert found(harness, "album", "track") == [("Moved", "Sheet1", ["album"])]


def test_a_column_without_our_tag_is_the_persons_by_now(harness):
    draw_chart(harness, "Albums", {"pieChart": {"series": data_of(harness.sheet.gid, harness.ours["album"])}})
    lookup = {"metadataKey": METADATA_KEY, "metadataValue": "album"}
    harness.book.batch_update(
        [{"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}}]
    )
    assert found(harness, "album") == []


def test_in_place_of_a_deleted_tab_its_copy_counts_and_no_smart_sheet(harness):
    old = harness.sheet.gid
    harness.book.batch_update(
        [
            {"duplicateSheet": {"sourceSheetId": old, "newSheetId": 7, "newSheetName": "Copy"}},
            {"addSheet": {"properties": {"sheetId": 8, "title": "Workout"}}},
            tag_column(8, 0, "album"),
            {"deleteSheet": {"sheetId": old}},
        ]
    )
    SmartTab.objects.create(user=harness.user, name="Workout", gid=8)
    draw_chart(harness, "On the copy", {"pieChart": {"series": data_of(7, 2)}}, on=7)
    draw_chart(harness, "On Workout", {"pieChart": {"series": data_of(8, 0)}}, on=8)
    assert found(harness, "album") == [("On the copy", "Copy", ["album"])]


def test_a_refusal_is_raised(harness):
    LinkedSheet.objects.update(spreadsheet_id="gone")
    with pytest.raises(Problem) as refused:
        found(harness, "album")
    assert refused.value.code == "sheet_missing"
