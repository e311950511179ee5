"""updateSheetProperties and updateSpreadsheetProperties. Only the fields in the mask are written."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from sandbox.google import references
from sandbox.google.batch_requests.dimensions import add_lines, lines_area, remove_lines
from sandbox.google.errors import invalid
from sandbox.google.fields import Mask, write_mask
from sandbox.google.protection import check_edit
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import COLUMNS, ROWS, Tab

_COUNTS = {ROWS: "rowCount", COLUMNS: "columnCount"}
_FROZEN = {ROWS: "frozenRowCount", COLUMNS: "frozenColumnCount"}
# A zone without a name: https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets#SpreadsheetProperties
_CUSTOM_ZONE = re.compile(r"GMT[+-](?:0\d|1[0-4]):[0-5]\d")
_SIMPLE = ("hidden", "tabColor", "tabColorStyle", "rightToLeft")
_SIMPLE_GRID = ("hideGridlines", "rowGroupControlAfter", "columnGroupControlAfter")


def update_tab(book: SpreadsheetState, body: dict[str, Any]) -> None:
    given = body.get("properties") or {}
    mask = write_mask(body.get("fields"), "SheetProperties", root="properties")
    tab = book.tab(given.get("sheetId"), "sheet")
    check_edit_of_properties(book, tab)
    if "title" in (mask or given):
        check_title(book, given.get("title", ""), except_for=tab)
        references.follow_title(book.tabs, tab.title, given["title"])
        tab.title = given["title"]
    _refuse_changing_identity(tab, given, mask)
    set_simple_properties(tab, given, mask)
    _check_some_tab_shows(book)
    if "gridProperties" in (mask or given):
        _update_grid(book, tab, given.get("gridProperties") or {}, mask.get("gridProperties") or {})
    if "index" in mask:
        _move_tab(book, tab, given.get("index", 0))


def check_edit_of_properties(book: SpreadsheetState, tab: Tab) -> None:
    """Raises GoogleError when the whole tab is protected: other protections do not cover properties."""
    whole = [item for item in tab.protected if set(item["range"]) <= {"sheetId"}]
    if whole:
        check_edit(book, tab, tab.whole())


def _refuse_changing_identity(tab: Tab, given: dict[str, Any], mask: Mask) -> None:
    if "sheetType" in mask and given.get("sheetType", "GRID") != "GRID":
        raise invalid("The sheetType cannot be changed.")
    if "dataSourceSheetProperties" in mask:
        raise invalid("The sandbox has no data source sheets.")


def check_title(book: SpreadsheetState, title: str, *, except_for: Tab | None = None) -> None:
    """Raises GoogleError for an empty, too long or used title; `except_for` may keep its own."""
    if not title:
        raise invalid("The sheet name cannot be empty.")
    if len(title) > 100:
        raise invalid("The sheet name cannot be greater than 100 characters.")
    taken = book.tab_titled(title)
    if taken is not None and taken is not except_for:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def set_simple_properties(tab: Tab, given: dict[str, Any], mask: Mask | None = None) -> None:
    """Writes properties without special rules. False is the same as absent."""
    grid, grid_mask = given.get("gridProperties") or {}, (mask or {}).get("gridProperties") or {}
    _set(tab.properties, _SIMPLE, given, mask)
    if not mask or "gridProperties" in mask:
        _set(tab.grid_properties, _SIMPLE_GRID, grid, grid_mask)


def _set(kept: dict[str, Any], names: tuple[str, ...], given: dict[str, Any], mask: Mask | None) -> None:
    for name in names:
        if mask and name not in mask:
            continue
        kept.pop(name, None)
        if given.get(name):
            kept[name] = given[name]


def _check_some_tab_shows(book: SpreadsheetState) -> None:
    if all(tab.properties.get("hidden") for tab in book.tabs):
        raise invalid("You can't hide all the sheets in a document.")


def _update_grid(book: SpreadsheetState, tab: Tab, grid: dict[str, Any], mask: Mask) -> None:
    """Writes gridProperties. A mask that names them as a whole resets omitted fields to their defaults."""
    names = set(mask) or {*_COUNTS.values(), *_FROZEN.values()}
    frozen = {
        dimension: grid.get(name, 0) if name in names else tab.frozen(dimension)
        for dimension, name in _FROZEN.items()
    }
    for dimension, name in _FROZEN.items():
        if name in names:
            tab.set_frozen(dimension, 0)
    for dimension, name in _COUNTS.items():
        if name in names:
            _resize(book, tab, dimension, grid.get(name, 0))
    freeze(tab, frozen[ROWS], frozen[COLUMNS])


def _resize(book: SpreadsheetState, tab: Tab, dimension: str, count: int) -> None:
    length = tab.length(dimension)
    if count < 1:
        raise invalid(f"You can't delete all the {dimension.lower()} on the sheet.")
    if count < length:
        check_edit(book, tab, lines_area(tab, dimension, count, length))
        remove_lines(book, tab, dimension, count, length)
    add_lines(book, tab, dimension, count - length)


def freeze(tab: Tab, rows: int, columns: int) -> None:
    for dimension, count in ((ROWS, rows), (COLUMNS, columns)):
        if count and not 0 < count < tab.length(dimension):
            raise invalid(f"You can't freeze all visible {dimension.lower()} on the sheet.")
        tab.set_frozen(dimension, count)


def _move_tab(book: SpreadsheetState, tab: Tab, index: int) -> None:
    """Moves a tab. The index refers to the order before the move."""
    here = next(place for place, other in enumerate(book.tabs) if other is tab)
    if not 0 <= index <= len(book.tabs):
        raise invalid(f"index[{index}] must be between 0 and {len(book.tabs)}.")
    del book.tabs[here]
    book.tabs.insert(index - 1 if index > here else index, tab)


def update_spreadsheet(book: SpreadsheetState, body: dict[str, Any]) -> None:
    given = body.get("properties") or {}
    mask = write_mask(body.get("fields"), "SpreadsheetProperties", root="properties")
    unknown = set(mask or given) - {"title", "timeZone", "locale"}
    if unknown:
        raise invalid(f"The sandbox does not keep the spreadsheet's property {min(unknown)}.")
    if "title" in (mask or given):
        _set_title(book, given.get("title", ""))
    if "timeZone" in (mask or given):
        _set_time_zone(book, given.get("timeZone", ""))
    if "locale" in (mask or given):
        book.locale = given.get("locale") or "en_US"


def _set_title(book: SpreadsheetState, title: str) -> None:
    if not title:
        raise invalid("The spreadsheet title cannot be empty.")
    book.title = title


def _set_time_zone(book: SpreadsheetState, name: str) -> None:
    if name not in _time_zones() and not _CUSTOM_ZONE.fullmatch(name):
        raise invalid(f"Invalid time zone: {name}")
    book.time_zone = name


@cache
def _time_zones() -> set[str]:
    """Returns their names, for which a whole folder is searched."""
    return available_timezones()
