"""addChart, updateChartSpec, deleteEmbeddedObject. A chart is stored and returned as it was sent.

https://developers.google.com/workspace/sheets/api/samples/charts
"""

from __future__ import annotations

from typing import Any

from sandbox.google.errors import invalid
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import Tab


def add(book: SpreadsheetState, body: dict[str, Any]) -> dict[str, Any]:
    given = body.get("chart") or {}
    tab, position = _position(book, given.get("position") or {})
    if not given.get("spec"):
        raise invalid("chart.spec must be set.")
    wanted = given.get("chartId")
    if wanted is not None and any(wanted == chart["chartId"] for _, chart in _all(book)):
        raise invalid(f"An embedded object with id {wanted} already exists. Please use another id.")
    chart = {**given, "chartId": book.new_id() if wanted is None else wanted, "position": position}
    tab.charts.append(chart)
    return {"chart": chart}


def _position(book: SpreadsheetState, given: dict[str, Any]) -> tuple[Tab, dict[str, Any]]:
    overlay = given.get("overlayPosition")
    if not overlay:
        raise invalid("The sandbox places charts at an overlayPosition only.")
    tab = book.tab((overlay.get("anchorCell") or {}).get("sheetId"))
    size = {"widthPixels": 600, "heightPixels": 371}
    return tab, {"overlayPosition": {**size, **overlay}}


def _all(book: SpreadsheetState) -> list[tuple[Tab, dict[str, Any]]]:
    return [(tab, chart) for tab in book.tabs for chart in tab.charts]


def _chart(book: SpreadsheetState, wanted: int) -> tuple[Tab, dict[str, Any]]:
    for tab, chart in _all(book):
        if chart["chartId"] == wanted:
            return tab, chart
    raise invalid(f"No embedded object with id: {wanted}")


def update_spec(book: SpreadsheetState, body: dict[str, Any]) -> None:
    tab, chart = _chart(book, body.get("chartId", 0))
    if not body.get("spec"):
        raise invalid("spec must be set.")
    tab.charts[tab.charts.index(chart)] = {**chart, "spec": body["spec"]}


def delete(book: SpreadsheetState, body: dict[str, Any]) -> None:
    tab, chart = _chart(book, body.get("objectId", 0))
    tab.charts.remove(chart)
