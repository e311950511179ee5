"""Cells, and how requests write to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from sandbox.google.errors import invalid
from sandbox.google.fields import Mask, overlay

MAX_CHARACTERS = 50_000
_WHOLE_NUMBERS = 2**53


class Formula(str):
    """The text of a formula, including its equals sign."""

    __slots__ = ()


Value = str | int | float | bool | Formula


class Cell(NamedTuple):
    """A cell. It is never changed in place, so copies of a tab can share it."""

    value: Value | None = None
    note: str = ""
    format: dict[str, Any] | None = None
    """userEnteredFormat as the API represents it."""
    runs: tuple[dict[str, Any], ...] = ()
    """textFormatRuns."""
    validation: dict[str, Any] | None = None
    pivot: dict[str, Any] | None = None
    """The pivot table that is anchored here."""
    comments: tuple[str, ...] = ()
    """The anchor ids of comment threads."""


EMPTY = Cell()
WRITABLE = ("userEnteredValue", "note", "userEnteredFormat", "textFormatRuns", "dataValidation", "pivotTable")
_READ_ONLY = {"effectiveValue", "formattedValue", "effectiveFormat", "hyperlink"}

Writer = Callable[[Cell, dict[str, Any]], Cell]


def number(value: float) -> int | float:
    """Returns an int for a whole number: Sheets has doubles only, and writes whole ones without a point."""
    double = float(value)
    return int(double) if double.is_integer() and abs(double) < _WHOLE_NUMBERS else double


def read_value(extended: dict[str, Any] | None) -> Value | None:
    """Returns the value of an ExtendedValue; empty text is no value."""
    if not extended:
        return None
    ((kind, value),) = extended.items()
    if value is None:
        return None
    if kind == "numberValue":
        return number(value)
    if kind == "boolValue":
        return bool(value)
    if kind == "errorValue":
        raise invalid("Cannot write an errorValue: it is read-only.")
    return _text(kind, value)


def _text(kind: str, value: str) -> str | None:
    if len(value) > MAX_CHARACTERS:
        raise invalid(
            f"Your input contains more than the maximum of {MAX_CHARACTERS} characters in a single cell."
        )
    if kind == "formulaValue":
        if not value.startswith("="):
            raise invalid(f"formulaValue must start with an equals sign: {value[:50]}")
        return Formula(value)
    return value or None


def extended_value(value: Value) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, Formula):
        return {"formulaValue": str(value)}
    return {"stringValue": value} if isinstance(value, str) else {"numberValue": value}


def writer(mask: Mask) -> Writer:
    """Returns a function that writes the masked fields of a CellData to a cell."""
    refused = _READ_ONLY.intersection(mask)
    if refused:
        raise invalid(f"Cannot write read-only field: {sorted(refused)[0]}")
    unknown = [name for name in mask if name not in WRITABLE]
    if unknown:
        raise invalid(f"The sandbox does not write the cell field {unknown[0]}.")
    if mask == {"userEnteredValue": {}}:
        return _write_value_only
    return _general_writer(mask or {name: {} for name in WRITABLE}, whole=not mask)


def _write_value_only(old: Cell, data: dict[str, Any]) -> Cell:
    value = read_value(data.get("userEnteredValue"))
    if old is EMPTY:
        return EMPTY if value is None else Cell(value)
    return tidy(old._replace(value=value, runs=()))


def _general_writer(mask: Mask, *, whole: bool) -> Writer:
    def write(old: Cell, data: dict[str, Any]) -> Cell:
        _refuse_what_it_cannot_keep(data, whole=whole)
        value, runs = old.value, old.runs
        if "userEnteredValue" in mask:
            before = extended_value(value) if value is not None else {}
            value = read_value(overlay(before, data.get("userEnteredValue") or {}, mask["userEnteredValue"]))
            runs = ()
        if "textFormatRuns" in mask:
            runs = tuple(data.get("textFormatRuns") or ())
        note = (data.get("note") or "") if "note" in mask else old.note
        look = _overlaid(old.format, data, mask, "userEnteredFormat")
        validation = _overlaid(old.validation, data, mask, "dataValidation")
        pivot = _overlaid(old.pivot, data, mask, "pivotTable")
        return tidy(Cell(value, note, look, runs, validation, pivot, old.comments))

    return write


def _refuse_what_it_cannot_keep(data: dict[str, Any], *, whole: bool) -> None:
    unknown = [name for name in data if name not in WRITABLE and name not in _READ_ONLY] if whole else []
    if unknown:
        raise invalid(f"The sandbox does not write the cell field {unknown[0]}.")


_interned: dict[str, dict[str, Any]] = {}


def _overlaid(
    old: dict[str, Any] | None, data: dict[str, Any], mask: Mask, name: str
) -> dict[str, Any] | None:
    if name not in mask:
        return old
    new = overlay(old or {}, data.get(name) or {}, mask[name])
    # thousands of cells in a column have the same format, and share one dict
    return _interned.setdefault(repr(new), new) if new else None


def tidy(cell: Cell) -> Cell:
    """Returns EMPTY for a cell without content, so that there is only one such object."""
    return EMPTY if cell == EMPTY else cell
