"""The chart that is made together with a tab that has a row a month."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sheets.planner.requests import Request, rectangle

# In pixels.
_WIDTH, _HEIGHT = 900, 420


def add_chart(
    gid: int, chart_id: int, title: str, *, rows: int, columns: Iterable[int], beside: int, stacked: bool
) -> Request:
    """Returns the request for a column chart over the months in column A. `rows` are those under the header.

    It is made once, with an id chosen here, and is the person's from then on.
    https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/charts
    """
    basic: dict[str, Any] = {
        "chartType": "COLUMN",
        "legendPosition": "RIGHT_LEGEND",
        "axis": [{"position": "LEFT_AXIS", "title": "Tracks"}],
        # the newest month is the first row, and belongs to the right
        "domains": [{"domain": _chart_data(gid, rows, 0), "reversed": True}],
        "series": [
            {"series": _chart_data(gid, rows, column), "targetAxis": "LEFT_AXIS"} for column in columns
        ],
        "headerCount": 1,
    }
    if stacked:
        basic["stackedType"] = "STACKED"
    place = {
        "anchorCell": {"sheetId": gid, "rowIndex": 1, "columnIndex": beside},
        "widthPixels": _WIDTH,
        "heightPixels": _HEIGHT,
    }
    chart = {
        "chartId": chart_id,
        "spec": {"title": title, "basicChart": basic},
        "position": {"overlayPosition": place},
    }
    return {"addChart": {"chart": chart}}


def _chart_data(gid: int, rows: int, column: int) -> dict[str, Any]:
    return {"sourceRange": {"sources": [rectangle(gid, 0, rows + 1, column, 1)]}}
