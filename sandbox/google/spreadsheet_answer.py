"""Spreadsheet objects in answers.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets#Spreadsheet
"""

from __future__ import annotations

from typing import Any

from sandbox.google.batch_requests.metadata import shown
from sandbox.google.cell_answer import DEFAULT_FORMAT
from sandbox.google.fields import Mask, branch, select
from sandbox.google.grid_answer import grid_data
from sandbox.google.protection import may_edit
from sandbox.google.ranges import Area, grid_range, without_zero_id
from sandbox.google.spreadsheet_state import Place, SpreadsheetState
from sandbox.google.tab import Tab
from sandbox.google.tab_properties import tab_properties

# https://developers.google.com/workspace/sheets/api/guides/comments
# the reader of a workbook here may comment, so the default for their access includes them
_WITH_COMMENTS = {"COMMENTS_VIEW_MODE_INCLUDED", "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS"}


def spreadsheet(
    book: SpreadsheetState,
    places: list[Place] | None,
    mask: Mask,
    *,
    grid_data: bool,
    comments: str | None = None,
) -> dict[str, Any]:
    """Returns a Spreadsheet with the tabs in `places` (None: all) and one GridData for each place.

    `comments`: the CommentsViewMode.
    """
    answer: dict[str, Any] = select(_frame(book), mask)
    sheets_mask = branch(mask, "sheets")
    if sheets_mask is None:
        return answer
    found = [(tab, tab.whole()) for tab in book.tabs] if places is None else places
    tabs = [tab for tab in book.tabs if any(place[0] is tab for place in found)]
    answer["sheets"] = [_sheet(book, tab, found, sheets_mask, grid_data=grid_data) for tab in tabs]
    anchors_mask = branch(sheets_mask, "commentAnchors")
    if comments in _WITH_COMMENTS and anchors_mask is not None:
        for tab, sheet in zip(tabs, answer["sheets"], strict=True):
            areas = [area for place, area in found if place is tab]
            if anchors := _comment_anchors(tab, areas):
                sheet["commentAnchors"] = select(without_zero_id(anchors), anchors_mask)
    return answer


def _comment_anchors(tab: Tab, areas: list[Area]) -> list[dict[str, Any]]:
    """Returns the anchors of the comments in the areas; what comments say is not kept here."""
    if not tab.may_have_comments:
        return []
    cells = [
        (Area(row, column, row + 1, column + 1), anchor)
        for row, line in enumerate(tab.rows)
        for column, cell in enumerate(line.cells)
        for anchor in cell.comments
    ]
    return [
        {"anchorId": anchor, "range": grid_range(tab.gid, place)}
        for place, anchor in cells
        if any(area.covers(place) for area in areas)
    ]


def _frame(book: SpreadsheetState) -> dict[str, Any]:
    properties = {
        "title": book.title,
        "locale": book.locale,
        "autoRecalc": "ON_CHANGE",
        "timeZone": book.time_zone,
        "defaultFormat": DEFAULT_FORMAT,
    }
    frame: dict[str, Any] = {"spreadsheetId": book.id, "properties": properties}
    if book.url:
        frame["spreadsheetUrl"] = book.url
    if book.metadata:
        location = {"locationType": "SPREADSHEET", "spreadsheet": True}
        frame["developerMetadata"] = [shown(piece, location) for piece in book.metadata]
    if named := [item for item in book.named_ranges if "range" in item]:
        frame["namedRanges"] = without_zero_id(named)
    return frame


def _sheet(
    book: SpreadsheetState, tab: Tab, places: list[Place], mask: Mask, *, grid_data: bool
) -> dict[str, Any]:
    sheet: dict[str, Any] = select({"properties": tab_properties(book, tab), **_objects_on(book, tab)}, mask)
    data_mask = branch(mask, "data")
    if grid_data and data_mask is not None:
        sheet["data"] = _data(book, tab, places, data_mask)
    return sheet


def _data(book: SpreadsheetState, tab: Tab, places: list[Place], mask: Mask) -> list[dict[str, Any]]:
    return [grid_data(book, tab, area, mask) for place, area in places if place is tab]


def _objects_on(book: SpreadsheetState, tab: Tab) -> dict[str, Any]:
    """Returns the objects on a tab; empty lists are left out."""
    location = {"locationType": "SHEET", "sheetId": tab.gid}
    protected = [
        {**item, "requestingUserCanEdit": True} if may_edit(book, item) else item for item in tab.protected
    ]
    things = {
        "merges": tab.merges,
        "protectedRanges": protected,
        "charts": tab.charts,
        "tables": tab.tables,
        "basicFilter": tab.basic_filter,
        "conditionalFormats": tab.conditional_formats,
        "developerMetadata": [shown(piece, location) for piece in tab.metadata],
    }
    return {name: without_zero_id(thing) for name, thing in things.items() if thing}


def of_batch(
    book: SpreadsheetState, replies: list[dict[str, Any]], body: dict[str, Any], mask: Mask
) -> dict[str, Any]:
    """Returns a BatchUpdateSpreadsheetResponse, with the updated spreadsheet if requested."""
    answer: dict[str, Any] = select({"spreadsheetId": book.id, "replies": without_zero_id(replies)}, mask)
    updated_mask = branch(mask, "updatedSpreadsheet")
    if body.get("includeSpreadsheetInResponse") and updated_mask is not None:
        places = [book.place_of_text(text) for text in body.get("responseRanges") or []] or None
        wants_data = bool(body.get("responseIncludeGridData")) or _names_data(updated_mask)
        answer["updatedSpreadsheet"] = spreadsheet(
            book, places, updated_mask, grid_data=wants_data, comments=body.get("commentsViewMode")
        )
    return answer


def _names_data(mask: Mask) -> bool:
    return "data" in (mask.get("sheets") or {})
