"""The references of a formula in A1 notation, and how they move with copies, rows and columns.

Cells (B2), ranges (A2:C9), and ranges that are open at one end (B2:B, B:B). Ranges of whole rows (2:5) are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sandbox.google import a1
from sandbox.google.cells import Formula
from sandbox.google.tab import ROWS, Tab

_CORNER = r"\$?[A-Za-z]{1,3}\$?[1-9]\d*"
_TOKEN = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")
  | (?P<call>[A-Za-z][A-Za-z0-9.]*\()
  | (?<![A-Za-z0-9_$.])(?P<sheet>(?:'(?:[^']|'')+'|[A-Za-z_]\w*)!)?
    (?: (?P<first>{_CORNER}):(?P<last>{_CORNER}|\$?[A-Za-z]{{1,3}}(?![A-Za-z0-9_(]))
      | (?P<from>\$?[A-Za-z]{{1,3}}):(?P<to>\$?[A-Za-z]{{1,3}})
      | (?P<cell>{_CORNER})
    )(?![A-Za-z0-9_(])""",
    re.VERBOSE,
)
_PARTS = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d*)")

# From a position, and whether it is the last of a range, to the new one; None where it was deleted.
Move = Callable[[int, bool], int | None]


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


def after_insert(start: int, count: int) -> Move:
    """Returns how positions move when `count` rows or columns are inserted before `start`."""
    return lambda place, is_last: place + count if place >= start else place


def after_delete(start: int, end: int) -> Move:
    """Returns how positions move when `start` to `end` (exclusive) are deleted; a range keeps what is left of it."""

    def move(place: int, is_last: bool) -> int | None:
        if place < start:
            return place
        if place >= end:
            return place - (end - start)
        return start - 1 if is_last else start

    return move


def after_move(order: list[int]) -> Move:
    """Returns how positions move when the lines at `order` follow one another: a single cell's reference goes along.

    What becomes of a range is in no document: here its corners go along too.
    """
    places = {old: new for new, old in enumerate(order)}
    return lambda place, is_last: places.get(place, place)


def move_references(
    tabs: list[Tab], changed: Tab, dimension: str, move: Move, deleted: range = range(0)
) -> None:
    """Rewrites the formulas of all tabs that refer to the changed one. `deleted`: lines that are gone."""
    for tab in tabs:
        for index, row in enumerate(tab.rows if tab.may_have_formulas else ()):
            if any(type(cell.value) is Formula for cell in row.cells):
                cells = [
                    cell._replace(value=Formula(_moved(cell.value, tab, changed, dimension, move, deleted)))
                    if type(cell.value) is Formula
                    else cell
                    for cell in row.cells
                ]
                tab.rows[index] = row.with_cells(tuple(cells))


def _moved(formula: str, home: Tab, changed: Tab, dimension: str, move: Move, deleted: range) -> str:
    def corner(text: str, is_last: bool) -> str | None:
        fixed_column, column, fixed_row, row = _parts(text)
        if dimension == ROWS:
            if not row:
                return text
            place = move(int(row) - 1, is_last)
            return None if place is None else f"{fixed_column}{column}{fixed_row}{place + 1}"
        place = move(a1.column_index(column), is_last)
        return None if place is None else f"{fixed_column}{a1.column_letters(place)}{fixed_row}{row}"

    def replace(found: re.Match[str]) -> str:
        sheet = found["sheet"]
        title = a1.split(sheet)[0] if sheet else home.title
        if (title or "").casefold() != changed.title.casefold():
            return found[0]
        if found["cell"] and _position(found["cell"], dimension) in deleted:
            return "#REF!"
        first, last = found["first"] or found["from"], found["last"] or found["to"]
        ends = [_position(text, dimension) for text in (first, last) if text]
        if len(ends) == 2 and None not in ends and ends[0] in deleted and ends[1] in deleted:
            return "#REF!"
        return _rewritten(found, corner)

    return _TOKEN.sub(replace, formula)


def _rewritten(found: re.Match[str], corner: Callable[[str, bool], str | None]) -> str:
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


def _parts(corner: str) -> tuple[str, str, str, str]:
    found = _PARTS.fullmatch(corner)
    if found is None:
        raise ValueError(f"no corner of a range: {corner}")
    fixed_column, column, fixed_row, row = found.groups()
    return fixed_column, column, fixed_row, row
