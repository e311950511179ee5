"""A native chart beside a table, made once under an id of ours.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/charts
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sheets.planner.requests import Request, rectangle

_WIDTH, _HEIGHT = 900, 420


def add_chart(
    gid: int, chart_id: int, title: str, *, rows: int, columns: Iterable[int], beside: int, stacked: bool
) -> Request:
    """Columns over the months in column A, of which the newest stands first. `rows` are those under the header."""
    basic: dict[str, Any] = {
        "chartType": "COLUMN",
        "legendPosition": "RIGHT_LEGEND",
        "axis": [{"position": "LEFT_AXIS", "title": "Tracks"}],
        "domains": [{"domain": _source(gid, rows, 0), "reversed": True}],
        "series": [{"series": _source(gid, rows, column), "targetAxis": "LEFT_AXIS"} for column in columns],
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


def _source(gid: int, rows: int, column: int) -> dict[str, Any]:
    return {"sourceRange": {"sources": [rectangle(gid, 0, rows + 1, column, 1)]}}
