"""copyPaste: the source, repeated over the destination."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.google import array_formulas, merges
from sandbox.google.cells import Cell, Formula, tidy
from sandbox.google.errors import invalid
from sandbox.google.formulas import effective
from sandbox.google.functions import FormulaError
from sandbox.google.protection import check_edit
from sandbox.google.ranges import Area, grid_range
from sandbox.google.references import shifted
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import Tab

TYPES = ("PASTE_NORMAL", "PASTE_VALUES", "PASTE_FORMAT", "PASTE_FORMULA", "PASTE_DATA_VALIDATION")


def paste(book: SpreadsheetState, body: dict[str, Any]) -> None:
    """Copies cells. Relative references of a formula move with it; formulas elsewhere stay as they are.

    https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#copypasterequest
    """
    kind = body.get("pasteType", "PASTE_NORMAL")
    if kind not in TYPES or body.get("pasteOrientation", "NORMAL") != "NORMAL":
        raise invalid("The sandbox pastes values, formulas, formats and validation, not transposed.")
    if not (body.get("source") and body.get("destination")):
        raise invalid("source and destination must be set.")
    source_tab, source = book.place(body["source"])
    tab, given = book.place(body["destination"])
    area = _covered(tab, source, given)
    check_edit(book, tab, area)
    copied_merges = _merges(source_tab, source) if kind == "PASTE_NORMAL" else []
    if kind == "PASTE_NORMAL":
        merges.refuse_part(tab, area, "The sandbox does not paste over a part of a merge.")
    copied = [
        source_tab.rows[row].part(source.left, source.right) for row in range(source.top, source.bottom)
    ]
    if kind == "PASTE_VALUES":
        copied = [tuple(_result(book, source_tab, cell) for cell in line) for line in copied]
    for row in range(area.top, area.bottom):
        place_in_source = (row - area.top) % source.height
        if tab.is_hidden_by_filter(row) or source_tab.is_hidden_by_filter(source.top + place_in_source):
            # As reported of the editor; see README.md.
            continue
        line = copied[place_in_source]
        old = tab.rows[row].part(area.left, area.right)
        new = tuple(
            _pasted(
                before,
                line[place % source.width],
                kind,
                row - source.top - place_in_source,
                area.left + place - source.left - place % source.width,
            )
            for place, before in enumerate(old)
        )
        tab.rows[row] = tab.rows[row].with_part(area.left, new)
        array_formulas.watch(tab, new)
    if kind == "PASTE_NORMAL":
        merges.take_apart(tab, area)
        tab.merges.extend(grid_range(tab.gid, merge) for merge in _repeated(copied_merges, source, area))
    merges.keep_covered_cells_empty(tab, area)


def _merges(tab: Tab, source: Area) -> list[Area]:
    merges.refuse_part(tab, source, "The sandbox does not copy a part of a merge.")
    return list(merges.meeting(tab, source))


def _repeated(copied: list[Area], source: Area, area: Area) -> Iterator[Area]:
    """Yields the merges of the source in each of its copies."""
    for top in range(area.top, area.bottom, source.height):
        for left in range(area.left, area.right, source.width):
            down, right = top - source.top, left - source.left
            for merge in copied:
                yield Area(merge.top + down, merge.left + right, merge.bottom + down, merge.right + right)


def _covered(tab: Tab, source: Area, given: Area) -> Area:
    """Returns what is pasted over: the source repeated where it fits a whole number of times, else once.

    A destination that is smaller is exceeded. Raises GoogleError where the grid ends before.
    """
    height = given.height if given.height % source.height == 0 else source.height
    width = given.width if given.width % source.width == 0 else source.width
    area = Area(given.top, given.left, given.top + height, given.left + width)
    if area.bottom > tab.row_count or area.right > tab.column_count:
        raise tab.beyond_limits(area)
    return area


def _result(book: SpreadsheetState, tab: Tab, cell: Cell) -> Cell:
    value = effective(book, tab, cell)
    return cell._replace(value=value.shown if isinstance(value, FormulaError) else value)


def _pasted(old: Cell, new: Cell, kind: str, down: int, right: int) -> Cell:
    value = Formula(shifted(new.value, down, right)) if isinstance(new.value, Formula) else new.value
    match kind:
        case "PASTE_NORMAL":
            # What the reference names, and no more: "values, formulas, formats, and merges".
            return tidy(old._replace(value=value, format=new.format, runs=new.runs))
        case "PASTE_FORMAT":
            return tidy(old._replace(format=new.format))
        case "PASTE_DATA_VALIDATION":
            return tidy(old._replace(validation=new.validation))
        case "PASTE_FORMULA":
            return tidy(old._replace(value=value, runs=()))
    return tidy(old._replace(value=new.value, runs=()))
