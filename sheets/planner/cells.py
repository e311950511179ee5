"""One cell: how it is parsed, compared, shortened and serialized. Values keep their type all the way."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

CellValue = str | float | bool | None
"""What a cell holds: None is empty; a date is a serial (float, days since 1899-12-30) in the sheet's time zone."""

Kind = Literal["text", "number", "date", "boolean"]

MAX_TEXT_UNITS = 50_000
"""Sheets refuses longer text. Counted in UTF-16 units, the strictest way of counting."""

# Sheets counts days from here, so that day 1 is 31 December 1899 as in Lotus 1-2-3:
# https://developers.google.com/workspace/sheets/api/guides/formats#about_date_time_values
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial is wall time, it has no zone
_SECONDS_A_DAY = 86_400
_HALF_A_SECOND = 0.5 / _SECONDS_A_DAY


@dataclass(frozen=True, slots=True)
class Formula:
    """What a cell computes. The planner writes none, so it never equals a value of a managed column."""

    text: str


Cell = CellValue | Formula


def parse_cell(data: dict[str, Any]) -> Cell:
    """Returns a CellData's userEnteredValue. Empty text is an empty cell, and a pivot table is computed as a formula is."""
    # only its top left cell has the table: the others are computed and hold nothing
    if "pivotTable" in data:
        return Formula(json.dumps(data["pivotTable"]))
    entered = data.get("userEnteredValue")
    if not entered:
        return None
    ((kind, value),) = entered.items()
    if kind == "stringValue":
        return str(value) or None
    if kind == "numberValue":
        return float(value)
    if kind == "boolValue":
        return bool(value)
    return Formula(value if isinstance(value, str) else json.dumps(value))


def decode_cell(data: dict[str, Any]) -> Any:
    """json's object_hook: replaces a CellData that holds a value and nothing else by its Cell."""
    # while the answer is parsed and not after it: a large tab's dictionaries take several times the memory of
    # what is in them
    # the values of a validation rule have a field of the same name, which is text:
    # https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/other#conditionvalue
    is_cell = data.keys() == {"userEnteredValue"} and isinstance(data["userEnteredValue"], dict)
    return parse_cell(data) if is_cell else data


def serialize_cell(value: CellValue) -> dict[str, Any]:
    """Returns the value as CellData; `{}` empties the cell where the mask says userEnteredValue."""
    if value is None:
        return {}
    # before numbers: True is one in Python, and Sheets would show 1
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, str):
        return {"userEnteredValue": {"stringValue": value}}
    return {"userEnteredValue": {"numberValue": value}}


def cell_equals(cell: Cell, value: CellValue, kind: Kind) -> bool:
    """Whether the cell holds the value: of the same type, numbers to rounding, dates to half a second."""
    if value is None or isinstance(value, bool):
        return cell is value
    if isinstance(value, str):
        return cell == value
    if not isinstance(cell, float):
        return False
    # a number may come back with other last digits than it was sent with; without a tolerance it would be repaired daily
    tolerance = _HALF_A_SECOND if kind == "date" else 1e-9 * max(1.0, abs(value))
    return abs(cell - value) <= tolerance


def lookup_key(cell: Cell, kind: Kind) -> object:
    """Returns a dictionary key, equal for cells that `cell_equals` calls equal, or nearly."""
    if isinstance(cell, float):
        return round(cell * _SECONDS_A_DAY) if kind == "date" else round(cell, 6)
    return cell


def fit_to_cell(value: CellValue) -> CellValue:
    """Returns the value as a cell can hold it: text shortened, None for empty text and for NaN and infinity."""
    if isinstance(value, str):
        return truncate(value) or None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def truncate(text: str) -> str:
    """Returns at most MAX_TEXT_UNITS UTF-16 units of the text, never half of a surrogate pair."""
    # a code point is at most two units: nearly all texts are short enough to need no encoding
    if len(text) * 2 <= MAX_TEXT_UNITS or len(text.encode("utf-16-le")) <= 2 * MAX_TEXT_UNITS:
        return text
    return text.encode("utf-16-le")[: 2 * MAX_TEXT_UNITS].decode("utf-16-le", errors="ignore")


def date_serial(moment: datetime, zone: ZoneInfo) -> float:
    """Returns the moment as wall time in `zone`: days since 1899-12-30, exact to a millisecond."""
    wall = moment.astimezone(zone).replace(tzinfo=None)
    return round((wall - _EPOCH).total_seconds() / _SECONDS_A_DAY, 8)


def duration_serial(milliseconds: int) -> float:
    """Returns a length as a fraction of a day, in whole seconds, as players show it."""
    return round(milliseconds // 1000 / _SECONDS_A_DAY, 10)
