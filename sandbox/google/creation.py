"""spreadsheets.create: a workbook from a Spreadsheet body."""

from __future__ import annotations

from typing import Any

from sandbox.google import batch
from sandbox.google.batch_requests.tabs import new_tab
from sandbox.google.errors import invalid
from sandbox.google.tab import Tab
from sandbox.google.workbook import Workbook

_OF_SHEET = {"properties", "data", "developerMetadata", "protectedRanges", "conditionalFormats", "charts"}
_OF_BOOK = {"properties", "sheets", "developerMetadata"}
_READ_ONLY = {"spreadsheetId", "spreadsheetUrl"}
_OF_PROPERTIES = ("title", "timeZone", "locale")


def workbook_from(body: dict[str, Any], spreadsheet_id: str) -> Workbook:
    """Returns the workbook.

    Raises GoogleError for fields that the sandbox cannot store, instead of dropping them.
    """
    _refuse_unknown(set(body) - _READ_ONLY, _OF_BOOK, "spreadsheet")
    workbook = Workbook.new(spreadsheet_id)
    given = {name: value for name, value in (body.get("properties") or {}).items() if name in _OF_PROPERTIES}
    requests: list[dict[str, Any]] = []
    if given:
        requests.append({"updateSpreadsheetProperties": {"properties": given, "fields": ",".join(given)}})
    if body.get("sheets"):
        workbook.tabs = []
        for sheet in body["sheets"]:
            requests.extend(_sheet_requests(workbook, sheet))
    requests.extend(_metadata(body, {"spreadsheet": True}))
    if requests:
        draft, _ = batch.run(workbook, requests, None)
        workbook.take(draft)
    return workbook


def _sheet_requests(workbook: Workbook, sheet: dict[str, Any]) -> list[dict[str, Any]]:
    _refuse_unknown(set(sheet), _OF_SHEET, "sheet")
    properties = dict(sheet.get("properties") or {})
    if not workbook.tabs:
        properties.setdefault("sheetId", 0)
    tab = new_tab(workbook, properties)
    requests = _metadata(sheet, {"sheetId": tab.gid})
    for data in sheet.get("data") or []:
        requests.extend(_data_requests(tab, data))
    requests.extend(
        {"addProtectedRange": {"protectedRange": item}} for item in sheet.get("protectedRanges") or []
    )
    rules = enumerate(sheet.get("conditionalFormats") or [])
    requests.extend({"addConditionalFormatRule": {"rule": rule, "index": index}} for index, rule in rules)
    requests.extend({"addChart": {"chart": chart}} for chart in sheet.get("charts") or [])
    return requests


def _data_requests(tab: Tab, data: dict[str, Any]) -> list[dict[str, Any]]:
    top, left = data.get("startRow", 0), data.get("startColumn", 0)
    requests: list[dict[str, Any]] = []
    if data.get("rowData"):
        start = {"sheetId": tab.gid, "rowIndex": top, "columnIndex": left}
        requests.append({"updateCells": {"start": start, "rows": data["rowData"], "fields": "*"}})
    for dimension, name, first in (("ROWS", "rowMetadata", top), ("COLUMNS", "columnMetadata", left)):
        for index, line in enumerate(data.get(name) or [], first):
            requests.extend(_line_requests(tab, dimension, index, line))
    return requests


def _line_requests(tab: Tab, dimension: str, index: int, line: dict[str, Any]) -> list[dict[str, Any]]:
    lines = {"sheetId": tab.gid, "dimension": dimension, "startIndex": index, "endIndex": index + 1}
    requests = _metadata(line, {"dimensionRange": lines})
    properties = {name: value for name, value in line.items() if name in ("pixelSize", "hiddenByUser")}
    if properties:
        update = {"range": lines, "properties": properties, "fields": ",".join(properties)}
        requests.append({"updateDimensionProperties": update})
    return requests


def _metadata(holder: dict[str, Any], location: dict[str, Any]) -> list[dict[str, Any]]:
    """Returns the metadata. It belongs to where it is in the body, whatever location it names."""
    pieces = holder.get("developerMetadata") or []
    return [
        {"createDeveloperMetadata": {"developerMetadata": {**piece, "location": location}}}
        for piece in pieces
    ]


def _refuse_unknown(names: set[str], known: set[str], what: str) -> None:
    if names - known:
        raise invalid(f"The sandbox does not make a {what} with {min(names - known)}.")
