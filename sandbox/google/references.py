"""The references of a formula in A1 notation, and how they move with copies, rows and columns.

Cells (B2), ranges (A2:C9), and ranges that are open at one end (B2:B, B:B). Ranges of whole rows (2:5) are left alone.

https://github.com/jspreadsheet/pro/issues/192 (a range grows with what is inserted in it, and moves with what is inserted before)
https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/other#GridRange (`#REF!` where nothing is left)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sandbox.google import a1
from sandbox.google.cells import Cell, Formula
from sandbox.google.ranges import Move
from sandbox.google.tab import ROWS, Tab

_SHEET = r"(?:'(?:[^']|'')+'|[^\W\d]\w*)!"
_CORNER = r"\$?[A-Za-z]{1,3}\$?[1-9]\d*"
_TOKEN = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")
  | (?P<call>[A-Za-z][A-Za-z0-9.]*\()
  | (?<![\w$.])(?P<sheet>{_SHEET})?
    (?: (?P<first>{_CORNER}):(?P<last>{_CORNER}|\$?[A-Za-z]{{1,3}}(?![A-Za-z0-9_(]))
      | (?P<from>\$?[A-Za-z]{{1,3}}):(?P<to>\$?[A-Za-z]{{1,3}})
      | (?P<cell>{_CORNER})
    )(?![A-Za-z0-9_(])""",
    re.VERBOSE,
)
_END = r"\$?[A-Za-z]{0,3}\$?\d*"
_ON_TAB = re.compile(rf'(?P<text>"(?:[^"]|"")*")|(?<![\w$.])(?P<sheet>{_SHEET})(?P<cells>{_END}(?::{_END})?)')
_PARTS = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d*)")

Rewrite = Callable[[str], str]
# From a corner, and whether it is the last of a range, to the new one; None where there is none.
Corner = Callable[[str, bool], str | None]


def shifted(formula: str, down: int, right: int) -> str:
    """Returns the formula as it is when it is copied so many rows down and columns to the right."""

    def corner(text: str) -> str | None:
        fixed_column, column, fixed_row, row = _parts(text)
        place = a1.column_index(column) + (0 if fixed_column else right)
        number = int(row) + (0 if fixed_row else down) if row else None
        if place < 0 or (number is not None and number < 1):
            return None
        return f"{fixed_column}{a1.column_letters(place)}{fixed_row}{'' if number is None else number}"

    def replace(found: re.Match[str]) -> str:
        return _rewritten(found, lambda text, is_last: corner(text))

    return _TOKEN.sub(replace, formula)


def move_references(
    tabs: list[Tab], changed: Tab, dimension: str, move: Move, deleted: range = range(0)
) -> None:
    """Rewrites what refers to the changed tab in the cells of all tabs: formulas, and formulas in rules of validation.

    `deleted`: lines that are gone.
    """
    for tab in tabs:
        rewrite_formulas(tab, rewriter(tab, changed, dimension, move, deleted))


def follow_title(tabs: list[Tab], old: str, new: str) -> None:
    """Rewrites what refers to a tab by its old title in the formulas of all tabs."""
    _rewrite_all(tabs, old, lambda cells: f"{a1.quoted(new)}!{cells}")


def break_references(tabs: list[Tab], title: str) -> None:
    """Puts `#REF!` where formulas of the tabs refer to a deleted tab, as Google's editor does."""
    _rewrite_all(tabs, title, lambda cells: "#REF!")


def _rewrite_all(tabs: list[Tab], title: str, reference: Callable[[str], str]) -> None:
    def replace(found: re.Match[str]) -> str:
        is_meant = found["sheet"] and (a1.split(found["sheet"])[0] or "").casefold() == title.casefold()
        return reference(found["cells"]) if is_meant else found[0]

    def rewrite(formula: str) -> str:
        return _ON_TAB.sub(replace, formula)

    for tab in tabs:
        rewrite_formulas(tab, rewrite)
        tab.conditional_formats = [with_rewritten_formulas(rule, rewrite) for rule in tab.conditional_formats]


def rewrite_formulas(tab: Tab, rewrite: Rewrite) -> None:
    """Rewrites every formula in the cells of the tab, those in rules of validation too."""
    for index, row in enumerate(tab.rows if tab.may_have_formulas else ()):
        if any(has_formula(cell) for cell in row.cells):
            tab.rows[index] = row.with_cells(tuple(_with_rewritten(cell, rewrite) for cell in row.cells))


def has_formula(cell: Cell) -> bool:
    """Returns whether the cell, or its rule of validation, has a formula."""
    return type(cell.value) is Formula or (
        cell.validation is not None
        and any(text.startswith("=") for text in _operands(cell.validation.get("condition") or {}))
    )


def _operands(condition: dict[str, Any]) -> list[str]:
    return [str(value.get("userEnteredValue", "")) for value in condition.get("values") or []]


def _with_rewritten(cell: Cell, rewrite: Rewrite) -> Cell:
    if not has_formula(cell):
        return cell
    value = Formula(rewrite(cell.value)) if type(cell.value) is Formula else cell.value
    return cell._replace(value=value, validation=with_rewritten_formulas(cell.validation, rewrite))


def with_rewritten_formulas(thing: Any, rewrite: Rewrite) -> Any:
    """Returns the rule with each text in it that is a formula rewritten."""
    if isinstance(thing, list):
        return [with_rewritten_formulas(item, rewrite) for item in thing]
    if isinstance(thing, dict):
        return {name: with_rewritten_formulas(value, rewrite) for name, value in thing.items()}
    return rewrite(thing) if isinstance(thing, str) and thing.startswith("=") else thing


def rewriter(
    home: Tab,
    changed: Tab,
    dimension: str,
    move: Move,
    deleted: range = range(0),
    *,
    fixed_only: bool = False,
) -> Rewrite:
    """Returns how a formula of `home` is rewritten. A single cell's reference goes along with the cell.

    What becomes of a range when lines move is in no document: here its corners go along too. `fixed_only`: only what a
    dollar sign fixes points to a line at all.
    """

    def position(text: str) -> int | None:
        fixed_column, _, fixed_row, _ = _parts(text)
        fixed = fixed_row if dimension == ROWS else fixed_column
        return None if fixed_only and not fixed else _position(text, dimension)

    def corner(text: str, is_last: bool) -> str:
        place = position(text)
        return text if place is None else _placed(text, dimension, move(place, is_last))

    def replace(found: re.Match[str]) -> str:
        sheet = found["sheet"]
        title = a1.split(sheet)[0] if sheet else home.title
        if (title or "").casefold() != changed.title.casefold():
            return found[0]
        if found["cell"] and position(found["cell"]) in deleted:
            return "#REF!"
        first, last = found["first"] or found["from"], found["last"] or found["to"]
        ends = [position(text) for text in (first, last) if text]
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
            if ends[0] in deleted and ends[1] in deleted:
                return "#REF!"
            low, high = sorted((move(ends[0], False), move(ends[1], True)))
            return f"{sheet or ''}{_placed(first, dimension, low)}:{_placed(last, dimension, high)}"
        return _rewritten(found, corner)

    return lambda formula: _TOKEN.sub(replace, formula)


def _rewritten(found: re.Match[str], corner: Corner) -> str:
    if found["text"] or found["call"]:
        return found[0]
    sheet = found["sheet"] or ""
    if found["cell"]:
        cell = corner(found["cell"], False)
        return "#REF!" if cell is None else sheet + cell
    first = corner(found["first"] or found["from"], False)
    last = corner(found["last"] or found["to"], True)
    return "#REF!" if first is None or last is None else f"{sheet}{first}:{last}"


def _position(corner: str, dimension: str) -> int | None:
    _, column, _, row = _parts(corner)
    if dimension == ROWS:
        return int(row) - 1 if row else None
    return a1.column_index(column)


def _placed(corner: str, dimension: str, place: int) -> str:
    fixed_column, column, fixed_row, row = _parts(corner)
    if dimension == ROWS:
        return f"{fixed_column}{column}{fixed_row}{place + 1}"
    return f"{fixed_column}{a1.column_letters(place)}{fixed_row}{row}"


def _parts(corner: str) -> tuple[str, str, str, str]:
    found = _PARTS.fullmatch(corner)
    if found is None:
        raise ValueError(f"no corner of a range: {corner}")
    fixed_column, column, fixed_row, row = found.groups()
    return fixed_column, column, fixed_row, row
