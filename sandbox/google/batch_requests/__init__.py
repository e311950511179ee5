"""The request types of batchUpdate: name -> function(draft, body) -> reply or None.

A type that is missing here is refused, never ignored.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.google.batch_requests import (
    cells,
    charts,
    comments,
    copying,
    dimensions,
    filters,
    formats,
    merges,
    metadata,
    named_ranges,
    properties,
    protection,
    resizing,
    sorting,
    tables,
    tabs,
)
from sandbox.google.spreadsheet_state import SpreadsheetState

Handler = Callable[[SpreadsheetState, dict[str, Any]], dict[str, Any] | None]

HANDLERS: dict[str, Handler] = {
    "addChart": charts.add,
    "addConditionalFormatRule": formats.add,
    "addNamedRange": named_ranges.add,
    "addProtectedRange": protection.add,
    "addSheet": tabs.add,
    "addTable": tables.add,
    "appendCells": cells.append,
    "appendDimension": dimensions.append,
    "autoResizeDimensions": resizing.fit,
    "clearBasicFilter": filters.clear,
    "copyPaste": copying.paste,
    "createDeveloperMetadata": metadata.create,
    "deleteConditionalFormatRule": formats.delete,
    "deleteDeveloperMetadata": metadata.delete,
    "deleteDimension": dimensions.delete,
    "deleteEmbeddedObject": charts.delete,
    "deleteNamedRange": named_ranges.delete,
    "deleteProtectedRange": protection.delete,
    "deleteSheet": tabs.delete,
    "deleteTable": tables.delete,
    "duplicateSheet": tabs.duplicate,
    "insertComment": comments.insert,
    "insertDimension": dimensions.insert,
    "mergeCells": merges.merge,
    "moveDimension": dimensions.move,
    "repeatCell": cells.repeat,
    "setBasicFilter": filters.set_basic,
    "setDataValidation": cells.set_validation,
    "sortRange": sorting.sort,
    "unmergeCells": merges.unmerge,
    "updateCells": cells.update,
    "updateChartSpec": charts.update_spec,
    "updateDeveloperMetadata": metadata.update,
    "updateDimensionProperties": resizing.update,
    "updateNamedRange": named_ranges.update,
    "updateSheetProperties": properties.update_tab,
    "updateSpreadsheetProperties": properties.update_spreadsheet,
    "updateTable": tables.update,
}
