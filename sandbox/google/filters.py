"""Data filters: select places in a spreadsheet, or pieces of metadata.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/DataFilter
"""

from __future__ import annotations

from typing import Any

from sandbox.google.errors import invalid
from sandbox.google.ranges import Area
from sandbox.google.rows_and_columns import Metadata
from sandbox.google.spreadsheet_state import Place, SpreadsheetState
from sandbox.google.tab import ROWS

Found = tuple[Metadata, dict[str, Any]]


def places(book: SpreadsheetState, data_filters: list[dict[str, Any]]) -> list[Place]:
    """Returns tab and area for every filter, in order; a metadata filter may give several places or none."""
    found: list[Place] = []
    for data_filter in data_filters:
        if "gridRange" in data_filter:
            found.append(book.place(data_filter["gridRange"]))
        elif "a1Range" in data_filter:
            found.append(book.place_of_text(data_filter["a1Range"]))
        elif "developerMetadataLookup" in data_filter:
            for _, location in matching(book, data_filter):
                found.extend(_places_of(book, location))
        else:
            raise invalid("DataFilter must have one of gridRange, a1Range and developerMetadataLookup.")
    return found


def _places_of(book: SpreadsheetState, location: dict[str, Any]) -> list[Place]:
    if location["locationType"] == "SPREADSHEET":
        return [(tab, tab.whole()) for tab in book.tabs]
    lines = location.get("dimensionRange")
    tab = book.tab(lines["sheetId"] if lines else location["sheetId"])
    return [(tab, _area_of(book, location))]


def _area_of(book: SpreadsheetState, location: dict[str, Any]) -> Area:
    lines = location.get("dimensionRange")
    if not lines:
        return book.tab(location.get("sheetId")).whole()
    whole = book.tab(lines.get("sheetId")).whole()
    start, end = lines.get("startIndex", 0), lines.get("endIndex", max(whole))
    if lines.get("dimension") == ROWS:
        return Area(start, 0, min(end, whole.bottom), whole.right)
    return Area(0, start, whole.bottom, min(end, whole.right))


def matching(book: SpreadsheetState, data_filter: dict[str, Any]) -> list[Found]:
    """Returns the pieces of metadata that a filter selects, with their locations."""
    if "developerMetadataLookup" in data_filter:
        lookup = data_filter["developerMetadataLookup"] or {}
        return [found for found in book.all_metadata() if _fits(book, lookup, *found)]
    tab, area = places(book, [data_filter])[0]
    return [found for found in book.all_metadata() if _meets(book, found[1], tab.gid, area)]


def _fits(book: SpreadsheetState, lookup: dict[str, Any], piece: Metadata, location: dict[str, Any]) -> bool:
    exact = {
        "metadataId": piece.id,
        "metadataKey": piece.key,
        "metadataValue": piece.value,
        "visibility": piece.visibility,
        "locationType": location["locationType"],
    }
    if any(name in lookup and lookup[name] != value for name, value in exact.items()):
        return False
    wanted = lookup.get("metadataLocation")
    if not wanted:
        return True
    if lookup.get("locationMatchingStrategy") == "EXACT_LOCATION":
        return bool(wanted == {name: location[name] for name in location if name in wanted})
    return _intersects(book, wanted, location)


def _intersects(book: SpreadsheetState, wanted: dict[str, Any], location: dict[str, Any]) -> bool:
    if wanted.get("spreadsheet"):
        return True
    gid = (wanted.get("dimensionRange") or wanted).get("sheetId", 0)
    return _meets(book, location, gid, _area_of(book, wanted))


def _meets(book: SpreadsheetState, location: dict[str, Any], gid: int, area: Area) -> bool:
    """Returns whether a location matches. Metadata of the whole spreadsheet has no place on the grid."""
    if location["locationType"] == "SPREADSHEET":
        return False
    at = (location.get("dimensionRange") or location)["sheetId"]
    return bool(at == gid) and _area_of(book, location).meets(area)
