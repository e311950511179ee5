"""setBasicFilter, clearBasicFilter. A filter hides rows when it is set, and looks at them again when it is set again.

Cells that change later hide and show no row: https://gist.github.com/tanaikech/03308f87b6c9568dd277e43eb646a75e
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeGuard

from sandbox.google import merges
from sandbox.google.display import shown
from sandbox.google.errors import invalid
from sandbox.google.formulas import effective
from sandbox.google.functions import Computed
from sandbox.google.protection import check_edit
from sandbox.google.ranges import Area, grid_range
from sandbox.google.rows_and_columns import Row
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import Tab
from sandbox.google.typed_input import parse

# From the value of a cell and its text as displayed to whether the row shows.
Shows = Callable[[Computed | None, str], bool]

_OF_TEXT: dict[str, Callable[[str, str], bool]] = {
    "TEXT_CONTAINS": lambda text, wanted: wanted in text,
    "TEXT_NOT_CONTAINS": lambda text, wanted: wanted not in text,
    "TEXT_STARTS_WITH": lambda text, wanted: text.startswith(wanted),
    "TEXT_ENDS_WITH": lambda text, wanted: text.endswith(wanted),
    "TEXT_EQ": lambda text, wanted: text == wanted,
    "TEXT_NOT_EQ": lambda text, wanted: text != wanted,
}
_OF_NUMBERS: dict[str, Callable[[float, float], bool]] = {
    "NUMBER_GREATER": lambda value, limit: value > limit,
    "NUMBER_GREATER_THAN_EQ": lambda value, limit: value >= limit,
    "NUMBER_LESS": lambda value, limit: value < limit,
    "NUMBER_LESS_THAN_EQ": lambda value, limit: value <= limit,
    "NUMBER_EQ": lambda value, limit: value == limit,
}


def set_basic(book: SpreadsheetState, body: dict[str, Any]) -> None:
    """Sets the filter of a tab, and hides the rows below its header that do not meet all of its criteria."""
    given = body.get("filter")
    if not given or not given.get("range"):
        raise invalid("filter.range must be set.")
    tab, area = book.place(given["range"])
    check_edit(book, tab, area)
    merges.refuse_filter(tab, area)
    criteria = [(column, _shows(rule)) for column, rule in _criteria(given)]
    for column, _ in criteria:
        if not area.left <= column < area.right:
            raise invalid(f"filter: the column {column} is outside of the range.")
    # Google keeps a filter bounded, also one that was asked for over the whole tab:
    # https://github.com/burnash/gspread/blob/master/tests/cassettes/WorksheetTest.test_basic_filters.json
    tab.basic_filter = {**given, "range": grid_range(tab.gid, area)}
    _hide(book, tab, area, criteria)


def clear(book: SpreadsheetState, body: dict[str, Any]) -> None:
    tab = book.tab(body.get("sheetId"), "sheet")
    tab.basic_filter = None
    tab.show_rows_outside_the_filter()


def _criteria(given: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """Returns the columns, counted from the tab's first, with what they are filtered by."""
    specs = [
        (spec.get("columnIndex", 0), spec.get("filterCriteria")) for spec in given.get("filterSpecs") or []
    ]
    # the deprecated map counts only where there are no specs: no document says what it does beside them
    specs = specs or [(int(column), rule) for column, rule in (given.get("criteria") or {}).items()]
    return [(column, rule or {}) for column, rule in specs]


def _hide(book: SpreadsheetState, tab: Tab, area: Area, criteria: list[tuple[int, Shows]]) -> None:
    for index, row in enumerate(tab.rows):
        inside = area.top < index < area.bottom
        tab.set_hidden_by_filter(index, hidden=inside and not _meets(book, tab, row, criteria))


def _meets(book: SpreadsheetState, tab: Tab, row: Row, criteria: list[tuple[int, Shows]]) -> bool:
    for column, shows in criteria:
        cell = row.cell(column)
        value = effective(book, tab, cell)
        if not shows(value, shown(value, cell.format)):
            return False
    return True


def _shows(rule: dict[str, Any]) -> Shows:
    """Returns what a FilterCriteria lets through. Raises GoogleError for one that the sandbox does not know."""
    if unknown := set(rule) - {"hiddenValues", "condition"}:
        raise invalid(f"The sandbox does not filter by {min(unknown)}.")
    hidden = frozenset(rule.get("hiddenValues") or ())
    meets = _meets_condition(rule["condition"]) if rule.get("condition") else None
    # "This does not override hiddenValues": https://developers.google.com/workspace/sheets/api/reference/rest/v4/FilterCriteria
    return lambda value, text: text not in hidden and (meets is None or meets(value, text))


def _meets_condition(condition: dict[str, Any]) -> Shows:
    kind = condition.get("type", "")
    wanted = [str(value.get("userEnteredValue", "")) for value in condition.get("values") or []]
    if kind in ("BLANK", "NOT_BLANK") and not wanted:
        return lambda value, text: (text == "") is (kind == "BLANK")
    if len(wanted) == 1 and not wanted[0].startswith("="):
        if kind in _OF_TEXT:
            compare = _OF_TEXT[kind]
            return lambda value, text: compare(text.casefold(), wanted[0].casefold())
        limit = parse(wanted[0])[0]
        if kind in _OF_NUMBERS and _is_number(limit):
            return lambda value, text: _is_number(value) and _OF_NUMBERS[kind](value, limit)
    raise invalid(f"The sandbox does not filter by the condition {kind} with these values.")


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
