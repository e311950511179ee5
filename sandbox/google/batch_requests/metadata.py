"""createDeveloperMetadata, updateDeveloperMetadata, deleteDeveloperMetadata.

https://developers.google.com/workspace/sheets/api/guides/metadata
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.google.batch_requests.dimensions import span
from sandbox.google.errors import invalid
from sandbox.google.fields import Mask, write_mask
from sandbox.google.filters import Found, matching
from sandbox.google.rows_and_columns import Line, Metadata
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import COLUMNS, ROWS

MAX_CHARACTERS_A_LOCATION = 30_000


def create(book: SpreadsheetState, body: dict[str, Any]) -> dict[str, Any]:
    given = body.get("developerMetadata") or {}
    piece = new_piece(book, given)
    location = _checked_location(book, given.get("location") or {})
    _change(book, location, lambda pieces: _with_room((*pieces, piece)))
    return {"developerMetadata": shown(piece, location)}


def new_piece(book: SpreadsheetState, given: dict[str, Any]) -> Metadata:
    """Returns the metadata with an id. Raises GoogleError."""
    if not given.get("metadataKey"):
        raise invalid("developerMetadata.metadataKey must be set.")
    if given.get("visibility") not in ("DOCUMENT", "PROJECT"):
        raise invalid("developerMetadata.visibility must be set.")
    wanted = given.get("metadataId")
    if wanted is not None and any(piece.id == wanted for piece, _ in book.all_metadata()):
        raise invalid(f"developerMetadata with id {wanted} already exists.")
    new_id = wanted if wanted is not None else book.new_id()
    return Metadata(new_id, given["metadataKey"], given.get("metadataValue"), given["visibility"])


def _checked_location(book: SpreadsheetState, location: dict[str, Any]) -> dict[str, Any]:
    """Returns the location with its type, as answers show it. Raises GoogleError."""
    kinds = [name for name in ("spreadsheet", "sheetId", "dimensionRange") if name in location]
    if len(kinds) != 1:
        raise invalid("developerMetadata.location must be one of spreadsheet, sheetId and dimensionRange.")
    if kinds == ["spreadsheet"]:
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if kinds == ["sheetId"]:
        return {"locationType": "SHEET", "sheetId": book.tab(location["sheetId"]).gid}
    tab, dimension, start, end = span(book, location["dimensionRange"])
    if end - start != 1 or end > tab.length(dimension):
        raise invalid("developerMetadata.location.dimensionRange must be a single row or column of the grid.")
    lines = {"sheetId": tab.gid, "dimension": dimension, "startIndex": start, "endIndex": end}
    return {"locationType": dimension.removesuffix("S"), "dimensionRange": lines}


def _with_room(pieces: tuple[Metadata, ...]) -> tuple[Metadata, ...]:
    if sum(len(piece.key) + len(piece.value or "") for piece in pieces) > MAX_CHARACTERS_A_LOCATION:
        raise invalid("The developer metadata of this location is larger than the limit.")
    return pieces


def update(book: SpreadsheetState, body: dict[str, Any]) -> dict[str, Any]:
    mask = write_mask(body.get("fields"), "DeveloperMetadata")
    refused = set(mask) - {"metadataKey", "metadataValue", "visibility"}
    if refused or not mask:
        raise invalid(f"The sandbox changes key, value and visibility only, not {sorted(refused) or '*'}.")
    given = body.get("developerMetadata") or {}
    changed = []
    for piece, location in _selected(book, body):
        new = _overwritten(piece, given, mask)
        _change(book, location, lambda pieces, old=piece, new=new: _swapped(pieces, old, new))
        changed.append(shown(new, location))
    return {"developerMetadata": changed}


def _overwritten(piece: Metadata, given: dict[str, Any], mask: Mask) -> Metadata:
    return Metadata(
        piece.id,
        given.get("metadataKey", "") if "metadataKey" in mask else piece.key,
        given.get("metadataValue") if "metadataValue" in mask else piece.value,
        given.get("visibility", "") if "visibility" in mask else piece.visibility,
    )


def _swapped(pieces: tuple[Metadata, ...], old: Metadata, new: Metadata) -> tuple[Metadata, ...]:
    return _with_room(tuple(new if piece.id == old.id else piece for piece in pieces))


def delete(book: SpreadsheetState, body: dict[str, Any]) -> dict[str, Any]:
    found = _selected(book, {"dataFilters": [body.get("dataFilter") or {}]})
    for piece, location in found:
        _change(book, location, lambda pieces, gone=piece.id: tuple(p for p in pieces if p.id != gone))
    return {"deletedDeveloperMetadata": [shown(piece, location) for piece, location in found]}


def _selected(book: SpreadsheetState, body: dict[str, Any]) -> list[Found]:
    found = {
        piece.id: (piece, location)
        for data_filter in body.get("dataFilters") or []
        for piece, location in matching(book, data_filter)
    }
    return list(found.values())


def _change(
    book: SpreadsheetState, location: dict[str, Any], change: Callable[..., tuple[Metadata, ...]]
) -> None:
    if location["locationType"] == "SPREADSHEET":
        book.metadata = change(book.metadata)
        return
    lines = location.get("dimensionRange")
    tab = book.tab(lines["sheetId"] if lines else location["sheetId"])
    if not lines:
        tab.metadata = change(tab.metadata)
        return
    dimension = ROWS if lines["dimension"] == ROWS else COLUMNS
    line = tab.line(dimension, lines["startIndex"])
    tab.set_line(dimension, lines["startIndex"], Line(line.properties, change(line.metadata)))


def shown(piece: Metadata, location: dict[str, Any]) -> dict[str, Any]:
    """Returns a DeveloperMetadata as the API represents it."""
    data: dict[str, Any] = {"metadataId": piece.id, "metadataKey": piece.key}
    if piece.value is not None:
        data["metadataValue"] = piece.value
    return {**data, "location": location, "visibility": piece.visibility}
