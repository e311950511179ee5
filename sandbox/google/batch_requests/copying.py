"""copyPaste: the source, repeated over the destination."""

from __future__ import annotations

from typing import Any

from sandbox.google import array_formulas
from sandbox.google.cells import Cell, Formula, tidy
from sandbox.google.errors import invalid
from sandbox.google.protection import check_edit
from sandbox.google.references import shifted
from sandbox.google.spreadsheet_state import SpreadsheetState

Part = str
TYPES = ("PASTE_NORMAL", "PASTE_VALUES", "PASTE_FORMAT", "PASTE_FORMULA", "PASTE_DATA_VALIDATION")


def paste(book: SpreadsheetState, body: dict[str, Any]) -> None:
    """Copies cells. Relative references of a formula move with it, as in a fill-down.

    https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#copypasterequest
    """
    kind = body.get("pasteType", "PASTE_NORMAL")
    if kind not in TYPES or body.get("pasteOrientation", "NORMAL") != "NORMAL":
        raise invalid("The sandbox pastes values, formulas, formats and validation, not transposed.")
    if not (body.get("source") and body.get("destination")):
        raise invalid("source and destination must be set.")
    source_tab, source = book.place(body["source"])
    tab, area = book.place(body["destination"])
    check_edit(book, tab, area)
    copied = [
        source_tab.rows[row].part(source.left, source.right) for row in range(source.top, source.bottom)
    ]
    for row in range(area.top, area.bottom):
        line = copied[(row - area.top) % source.height]
        old = tab.rows[row].part(area.left, area.right)
        new = tuple(
            _pasted(
                before,
                line[place % source.width],
                kind,
                row - source.top - (row - area.top) % source.height,
                area.left + place - source.left - place % source.width,
            )
            for place, before in enumerate(old)
        )
        tab.rows[row] = tab.rows[row].with_part(area.left, new)
        array_formulas.watch(tab, new)


def _pasted(old: Cell, new: Cell, kind: str, down: int, right: int) -> Cell:
    value = Formula(shifted(new.value, down, right)) if isinstance(new.value, Formula) else new.value
    match kind:
        case "PASTE_NORMAL":
            return tidy(new._replace(value=value, comments=old.comments))
        case "PASTE_FORMAT":
            return tidy(old._replace(format=new.format))
        case "PASTE_DATA_VALIDATION":
            return tidy(old._replace(validation=new.validation))
        case "PASTE_FORMULA":
            return tidy(old._replace(value=value))
    return tidy(old._replace(value=new.value))
