"""Charts that a person draws in their sheet."""

from __future__ import annotations

from typing import Any

from sheets.planner.requests import Request, rectangle
from tests.support.sheet_harness import SheetHarness


def data_of(gid: int, column: int) -> dict[str, Any]:
    """Returns ChartData: the first rows of a column, header included."""
    return {"sourceRange": {"sources": [rectangle(gid, 0, 51, column, 1)]}}


def draw_chart(harness: SheetHarness, title: str, spec: dict[str, Any], *, on: int | None = None) -> Request:
    """Draws a chart on the linked tab, or on the tab `on`; returns the request for it."""
    anchor = {"sheetId": harness.sheet.gid if on is None else on, "rowIndex": 1, "columnIndex": 8}
    chart = {"spec": {"title": title, **spec}, "position": {"overlayPosition": {"anchorCell": anchor}}}
    request = {"addChart": {"chart": chart}}
    harness.book.batch_update([request])
    return request
