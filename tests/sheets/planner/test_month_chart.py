"""The chart that comes with a tab by month."""

from __future__ import annotations

from sheets.planner.month_chart import add_chart


def chart(**changes) -> dict:
    made = {"rows": 12, "columns": range(1, 3), "beside": 4, "stacked": False} | changes
    return add_chart(7, 99, "Statistics", **made)["addChart"]["chart"]


def test_columns_over_the_months_newest_on_the_right():
    made = chart()
    assert made["chartId"] == 99
    basic = made["spec"]["basicChart"]
    assert (basic["chartType"], basic["headerCount"], "stackedType" in basic) == ("COLUMN", 1, False)
    assert basic["domains"][0]["reversed"] is True
    ranges = [series["series"]["sourceRange"]["sources"][0] for series in basic["series"]]
    assert [(one["startColumnIndex"], one["endRowIndex"]) for one in ranges] == [(1, 13), (2, 13)]


def test_stacked_columns_beside_the_table():
    made = chart(stacked=True, beside=5)
    assert made["spec"]["basicChart"]["stackedType"] == "STACKED"
    assert made["position"]["overlayPosition"]["anchorCell"] == {
        "sheetId": 7,
        "rowIndex": 1,
        "columnIndex": 5,
    }
