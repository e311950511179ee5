"""One cell: how it is read, compared, cut and written. Values keep their type all the way."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any, Literal

from sheets.columns import Column

CellValue = str | float | bool | None
"""What a cell holds: None is empty; a date is a serial (float, days since 1899-12-30) in the sheet's time zone."""

Kind = Literal["text", "number", "date", "boolean"]

MOST_UNITS = 50_000
"""Sheets refuses longer text. Counted in UTF-16 units, the strictest way of counting."""
_HALF_A_SECOND = 0.5 / 86_400


@dataclass(frozen=True, slots=True)
class Formula:
    """What a cell computes. Never ours, so never equal to a value of ours."""

    text: str


Cell = CellValue | Formula


def parse_cell(data: dict[str, Any]) -> Cell:
    """A CellData's userEnteredValue. Empty text is an empty cell."""
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


def slim(data: dict[str, Any]) -> Any:
    """json's object_hook: a CellData that holds a value and nothing else becomes its Cell.

    A large tab's dictionaries take several times the memory of what is in them.
    """
    return parse_cell(data) if data.keys() == {"userEnteredValue"} else data


def serialize_cell(value: CellValue) -> dict[str, Any]:
    """The value as CellData; `{}` empties the cell where the mask says userEnteredValue."""
    if value is None:
        return {}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, str):
        return {"userEnteredValue": {"stringValue": value}}
    return {"userEnteredValue": {"numberValue": value}}


def same(stands: Cell, value: CellValue, kind: Kind) -> bool:
    """Whether the cell holds the value: typed, dates to half a second."""
    if value is None or isinstance(value, bool):
        return stands is value
    if isinstance(value, str):
        return stands == value
    if not isinstance(stands, float):
        return False
    nearness = _HALF_A_SECOND if kind == "date" else 1e-9 * max(1.0, abs(value))
    return abs(stands - value) <= nearness


def fitting(value: CellValue) -> CellValue:
    """The value as a cell can hold it: text cut to what Sheets takes, empty text and what is no number as nothing."""
    if isinstance(value, str):
        return cut(value) or None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def cut(text: str) -> str:
    """At most MOST_UNITS UTF-16 units, never half of a surrogate pair."""
    if len(text) * 2 <= MOST_UNITS or len(text.encode("utf-16-le")) <= 2 * MOST_UNITS:
        return text
    return text.encode("utf-16-le")[: 2 * MOST_UNITS].decode("utf-16-le", errors="ignore")


def signature(cell: Cell, column: Column) -> object:
    """Equal for cells that `same` calls equal, or nearly: to look rows up by their cells."""
    if isinstance(cell, float):
        return round(cell * 86_400) if column.kind == "date" else round(cell, 6)
    return cell
