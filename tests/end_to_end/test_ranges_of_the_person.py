"""What of the person's begins in row 2 or at the header holds all rows, however many new ones come in."""

from __future__ import annotations

from typing import Any

import pytest

from sheets.planner.requests import add_tab, rectangle
from tests.support.charts import draw_chart
from tests.support.sheet_harness import SheetHarness, synced_sheet

pytestmark = pytest.mark.django_db(transaction=True)

DASHBOARD = 77
TRACK, ADDED, RATING = 1, 3, 5
ROWS = (1, 51)


@pytest.fixture
def harness(made_once) -> SheetHarness:
    return made_once(synced_sheet)


def furnish(harness: SheetHarness) -> None:
    """A colour rule over A2:E51, two charts, an array formula in the header, and formulas on another tab."""
    gid = harness.sheet.gid
    title = harness.book.tab(gid).title
    rule = {"booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"bold": True}}}}
    table = rectangle(gid, 1, 50, 0, 5)
    harness.book.batch_update(
        [
            add_tab(DASHBOARD, "Dashboard", 9, 3),
            {"addConditionalFormatRule": {"rule": {**rule, "ranges": [table]}, "index": 0}},
        ]
    )
    for first in ROWS[:1], (0,):
        source = {"sourceRange": {"sources": [rectangle(gid, first[0], 51 - first[0], ADDED, 1)]}}
        series = {"basicChart": {"chartType": "COLUMN", "series": [{"series": source}]}}
        draw_chart(harness, "Added", series, on=DASHBOARD)
    harness.book.type_cell(gid, 0, RATING, "=ARRAYFORMULA(B2:B)")
    for row, area in enumerate(("B2:B", "B2:B51", "B1:B51", "B:B")):
        harness.book.type_cell(DASHBOARD, row, 0, f"=COUNTA('{title}'!{area})")


def ranges(harness: SheetHarness) -> dict[str, Any]:
    """The rows of the colour rule and of each chart, and what stands in the header and on the dashboard."""
    answer = harness.book.get(include_grid_data=True)
    tracks, dashboard = answer["sheets"]
    (rule,) = tracks["conditionalFormats"]
    sources = [
        chart["spec"]["basicChart"]["series"][0]["series"]["sourceRange"]["sources"][0]
        for chart in dashboard["charts"]
    ]
    return {
        "rule": [rows_of(area) for area in rule["ranges"]],
        "charts": [rows_of(area) for area in sources],
        "header": tracks["data"][0]["rowData"][0]["values"][RATING]["userEnteredValue"],
        "counts": [
            row["values"][0]["effectiveValue"]["numberValue"] for row in dashboard["data"][0]["rowData"]
        ],
    }


def rows_of(area: dict[str, int]) -> tuple[int, int]:
    return area.get("startRowIndex", 0), area["endRowIndex"]


def requests_of(harness: SheetHarness, saves: list[int]) -> list[int]:
    """How many requests Google gets for each sync, one after each of so many saves."""
    counts = []
    for count in saves:
        harness.world.advance(60)
        new = harness.world.spotify.save("ada", count)
        harness.world.log.clear()
        assert harness.sync()["rows_added"] == count
        assert {link.split("/")[-1] for link in harness.column("Link")[:count]} == set(new)
        counts.append(harness.google_requests())
    return counts


@pytest.mark.parametrize("saves", [[10] * 5, [50]], ids=["ten at a time", "fifty at once"])
def test_ranges_hold_all_rows_after_fifty_saves_and_cost_no_request(harness, saves) -> None:
    plain = requests_of(harness, saves)
    furnish(harness)
    before = ranges(harness)
    assert requests_of(harness, saves) == plain
    assert ranges(harness) == before
    assert before == {
        "rule": [(1, 51)],
        "charts": [(1, 51), (0, 51)],
        "header": {"formulaValue": "=ARRAYFORMULA(B2:B)"},
        "counts": [50, 50, 51, 51],
    }
    assert len(harness.column("Link")) == 50


def test_ranges_hold_all_rows_after_fifty_removals_and_cost_no_request(made_once) -> None:
    """For each track that goes, the next older one comes in below the last row."""
    harness = made_once(library_of_two_hundred)

    def remove() -> list[int]:
        counts = []
        for _ in range(5):
            harness.world.spotify.remove("ada", offsets=range(0, 50, 5))
            harness.world.log.clear()
            assert harness.sync()["rows_added"] == 10
            assert set(harness.column("Link")) == set(harness.library[:50])
            counts.append(harness.google_requests())
        return counts

    plain = remove()
    furnish(harness)
    before = ranges(harness)
    assert remove() == plain
    assert ranges(harness) == before


def library_of_two_hundred(world) -> SheetHarness:
    return synced_sheet(world, saved=200)
