"""addNamedRange, updateNamedRange, deleteNamedRange.

A named range whose cells are all deleted is kept without a range: its name stays taken, and no answer shows it.
https://github.com/burnash/gspread/issues/1530
"""

from __future__ import annotations

import re
from typing import Any

from sandbox.google import a1
from sandbox.google.errors import invalid
from sandbox.google.fields import write_mask
from sandbox.google.references import rewrite_formulas, with_rewritten_formulas
from sandbox.google.spreadsheet_state import SpreadsheetState

NamedRange = dict[str, Any]

MAX_CHARACTERS = 250
_NAME = re.compile(r"[^\W\d]\w*")
_TRUE_OR_FALSE = re.compile(r"true|false", re.IGNORECASE)
_R1C1 = re.compile(r"R\d*C\d*", re.IGNORECASE)
# A name in a formula, outside of texts and titles, that is no function and no part of a reference.
_WORD = re.compile(
    r"""(?P<other>"(?:[^"]|"")*"|'(?:[^']|'')*')|(?<![\w.$!])(?P<name>[^\W\d]\w*)(?![\w.(!:])"""
)


def add(book: SpreadsheetState, body: dict[str, Any]) -> dict[str, Any]:
    given = body.get("namedRange") or {}
    if not given.get("range"):
        raise invalid("namedRange.range must be set.")
    book.place(given["range"])
    name = _checked_name(given.get("name"))
    if book.named_range(name):
        raise invalid(
            f"Cannot add named range with name: {name}, a named range with that name already exists."
        )
    wanted = given.get("namedRangeId")
    if wanted and any(wanted == other["namedRangeId"] for other in book.named_ranges):
        raise invalid(f"A named range with id {wanted} already exists.")
    made = {"namedRangeId": wanted or str(book.new_id()), "name": name, "range": given["range"]}
    book.named_ranges.append(made)
    return {"namedRange": made}


def _checked_name(name: str | None) -> str:
    """Returns the name of a named range. Raises GoogleError for one that is not allowed.

    https://support.google.com/docs/answer/63175
    The words: https://github.com/mmedum/google-sheets-mcp/blob/main/docs/architecture.md
    """
    if (
        not name
        or len(name) > MAX_CHARACTERS
        or not _NAME.fullmatch(name)
        or _TRUE_OR_FALSE.match(name)
        or _R1C1.fullmatch(name)
        or a1.is_cell(name)
    ):
        raise invalid("The name given to this range is invalid")
    return name


def update(book: SpreadsheetState, body: dict[str, Any]) -> None:
    """Changes the masked fields. A new name is put into the formulas that use the old one."""
    mask = write_mask(body.get("fields"), "NamedRange", root="namedRange")
    given = body.get("namedRange") or {}
    here = _place(book, given.get("namedRangeId"))
    old = book.named_ranges[here]
    new = dict(old)
    if "range" in (mask or given):
        if not given.get("range"):
            raise invalid("namedRange.range must be set.")
        book.place(given["range"])
        new["range"] = given["range"]
    if "name" in (mask or given):
        new["name"] = _checked_name(given.get("name"))
        other = book.named_range(new["name"])
        if other and other is not old:
            raise invalid(f"A named range with the name {new['name']} already exists.")
    book.named_ranges[here] = new
    _rename(book, old["name"], new["name"])


def _rename(book: SpreadsheetState, old: str, new: str) -> None:
    if old == new:
        return

    def replace(found: re.Match[str]) -> str:
        return new if (found["name"] or "").casefold() == old.casefold() else found[0]

    def rewrite(formula: str) -> str:
        return _WORD.sub(replace, formula)

    for tab in book.tabs:
        rewrite_formulas(tab, rewrite)
        tab.conditional_formats = with_rewritten_formulas(tab.conditional_formats, rewrite)


def delete(book: SpreadsheetState, body: dict[str, Any]) -> None:
    del book.named_ranges[_place(book, body.get("namedRangeId"))]


def _place(book: SpreadsheetState, wanted: str | None) -> int:
    """Raises GoogleError when there is no such id. The words: https://github.com/nithinmurali/pygsheets/issues/253"""
    for place, item in enumerate(book.named_ranges):
        if item["namedRangeId"] == wanted:
            return place
    raise invalid(f"No NamedRange with id: {wanted or ''}")
