"""The mark that our columns carry: developer metadata moves with a column and dies with it.

https://developers.google.com/workspace/sheets/api/guides/metadata
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sheets.columns import CATALOGUE

KEY = "spotistats.column"


@dataclass(frozen=True, slots=True)
class Tag:
    """`column` is an id of the catalogue; `id` is the metadata's own number in the spreadsheet."""

    id: int
    column: str


def tag_of(line: dict[str, Any]) -> Tag | None:
    """Our mark in a column's DimensionProperties."""
    for entry in line.get("developerMetadata", ()):
        column = entry.get("metadataValue", "")
        if entry.get("metadataKey") == KEY and column in CATALOGUE:
            return Tag(entry["metadataId"], column)
    return None


def tag_column(gid: int, column: int, column_id: str) -> dict[str, Any]:
    """A request that marks a column. DOCUMENT: whichever of our Google clients reads it must see it."""
    place = {"sheetId": gid, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    entry = {
        "metadataKey": KEY,
        "metadataValue": column_id,
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": place},
    }
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def untag(tag: Tag) -> dict[str, Any]:
    """A request that takes the mark away: the column is the person's from then on."""
    lookup = {"metadataId": tag.id}
    return {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}}


def find_request() -> dict[str, Any]:
    """The body of a getByDataFilter that finds our tab when its gid is gone: the columns that carry our mark.

    `fields=sheets.properties.sheetId` is enough to read the answer.
    """
    return {"dataFilters": [{"developerMetadataLookup": {"metadataKey": KEY, "locationType": "COLUMN"}}]}
