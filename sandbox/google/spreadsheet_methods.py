"""spreadsheets.create, get, getByDataFilter, batchUpdate, developerMetadata.search and get."""

from __future__ import annotations

from typing import Any

from sandbox.google import service_account
from sandbox.google.api import Call, Method, add, docs_url
from sandbox.google.batch_requests.metadata import shown
from sandbox.google.creation import workbook_from
from sandbox.google.errors import GoogleError, not_found
from sandbox.google.files import SpreadsheetFile, new_id
from sandbox.google.filters import matching
from sandbox.google.ranges import without_zero_id
from sandbox.routes import Routes

_RANGES = frozenset({"ranges", "includeGridData", "commentsViewMode", "excludeTablesInBandedRanges"})


def register(routes: Routes) -> None:
    add(routes, "POST", "", "create", Method("write", "Spreadsheet", create, "Spreadsheet"))
    get_method = Method("read", "Spreadsheet", get, parameters=_RANGES, masks_itself=True)
    add(routes, "GET", "/{id}", "get", get_method)
    by_filter = Method(
        "read", "Spreadsheet", get_by_data_filter, "GetSpreadsheetByDataFilterRequest", masks_itself=True
    )
    add(routes, "POST", "/{id}:getByDataFilter", "get_by_data_filter", by_filter)
    batch = Method(
        "write",
        "BatchUpdateSpreadsheetResponse",
        batch_update,
        "BatchUpdateSpreadsheetRequest",
        masks_itself=True,
    )
    add(routes, "POST", "/{id}:batchUpdate", "batch_update", batch)
    search = Method(
        "read", "SearchDeveloperMetadataResponse", search_metadata, "SearchDeveloperMetadataRequest"
    )
    add(routes, "POST", "/{id}/developerMetadata:search", "other", search)
    add(
        routes,
        "GET",
        "/{id}/developerMetadata/{piece}",
        "other",
        Method("read", "DeveloperMetadata", get_metadata),
    )


def create(call: Call) -> dict[str, Any]:
    """Creates a file owned by the caller. A service account has no storage, so it is refused."""
    if call.token.email == service_account.EMAIL:
        raise GoogleError(403, "PERMISSION_DENIED", "The user's Drive storage quota has been exceeded.")
    workbook = workbook_from(call.body, new_id())
    opened = {(call.token.client_id, call.token.email)}
    call.world.google.add_file(SpreadsheetFile(call.token.email, workbook, opened_with=opened))
    workbook.url = docs_url(call.request, workbook.id)
    return workbook.get()


def get(call: Call) -> dict[str, Any]:
    ranges = call.request.query.get("ranges", [])
    return call.workbook("read").get(
        ranges,
        include_grid_data=call.flag("includeGridData"),
        mask=call.mask,
        comments=call.request.first("commentsViewMode"),
    )


def get_by_data_filter(call: Call) -> dict[str, Any]:
    filters = call.body.get("dataFilters") or []
    with_data = bool(call.body.get("includeGridData"))
    return call.workbook("read").get_by_data_filter(
        filters, with_data, call.mask, comments=call.body.get("commentsViewMode")
    )


def batch_update(call: Call) -> dict[str, Any]:
    return call.workbook("write").apply(call.body, by=call.editor, mask=call.mask)


def search_metadata(call: Call) -> dict[str, Any]:
    """Returns each matching piece once, with the filters that matched it."""
    workbook = call.workbook("read")
    found: dict[int, dict[str, Any]] = {}
    for data_filter in call.body.get("dataFilters") or []:
        for piece, location in matching(workbook, data_filter):
            match = {"developerMetadata": shown(piece, location), "dataFilters": []}
            found.setdefault(piece.id, match)["dataFilters"].append(without_zero_id(data_filter))
    return {"matchedDeveloperMetadata": list(found.values())} if found else {}


def get_metadata(call: Call) -> dict[str, Any]:
    for piece, location in call.workbook("read").all_metadata():
        if str(piece.id) == call.request.params["piece"]:
            return shown(piece, location)
    raise not_found()
