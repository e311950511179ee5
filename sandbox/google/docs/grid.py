"""The grid as an HTML table: column letters, row numbers, frozen rows, notes, formats."""

from __future__ import annotations

from html import escape
from typing import Any

from sandbox.google import a1
from sandbox.google.cells import EMPTY, Cell
from sandbox.google.display import shown
from sandbox.google.docs.view import View
from sandbox.google.formulas import effective, link
from sandbox.google.functions import Computed
from sandbox.google.rows_and_columns import COLUMN_PIXELS, ROW_PIXELS

HEADER_PIXELS = 46
_SIDES = {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}


def grid(view: View) -> str:
    """Returns the table."""
    columns = view.columns()
    widths = [view.tab.columns[column].properties.get("pixelSize", COLUMN_PIXELS) for column in columns]
    cols = "".join(f'<col style="width:{width}px">' for width in widths)
    letters = "".join(
        f'<th scope="col"{_is(view.chosen[1] == column)}>{a1.column_letters(column)}</th>'
        for column in columns
    )
    body = "\n".join(_rows(view, columns))
    return (
        f'<table class="grid" style="width:{sum(widths) + HEADER_PIXELS}px">'
        f'<colgroup><col style="width:{HEADER_PIXELS}px">{cols}</colgroup>\n'
        f'<thead><tr><td class="corner"></td>{letters}</tr></thead>\n<tbody>\n{body}\n</tbody></table>'
    )


def _is(chosen: bool) -> str:
    return ' class="on"' if chosen else ""


def _rows(view: View, columns: list[int]) -> list[str]:
    """Returns the table rows. Each frozen row sticks below the ones above it."""
    rows, top = [], 25
    for row in view.rows():
        height = view.tab.rows[row].line.properties.get("pixelSize", ROW_PIXELS) + 4
        frozen = row < view.tab.frozen_rows
        last = " last" if row == view.tab.frozen_rows - 1 else ""
        attributes = (
            f' class="frozen{last}" style="height:{height}px;--top:{top}px"'
            if frozen
            else f' style="height:{height}px"'
        )
        cells = "".join(_cell(view, row, column) for column in columns)
        rows.append(f'<tr{attributes}><th scope="row"{_is(view.chosen[0] == row)}>{row + 1}</th>{cells}</tr>')
        top += height if frozen else 0
    return rows


def _cell(view: View, row: int, column: int) -> str:
    cell = view.tab.rows[row].cell(column)
    value = None if cell is EMPTY else effective(view.file.workbook, view.tab, cell)
    classes = [*(["note"] if cell.note else []), *(["on"] if view.chosen == (row, column) else [])]
    text = escape(shown(value, cell.format))
    linked = ' class="link"' if link(cell) or text.startswith(("http://", "https://")) else ""
    href = escape(view.address_of(row=row, column=column))
    return (
        f"<td{_attribute('class', ' '.join(classes))}{_attribute('title', cell.note)}"
        f"{_attribute('style', _style(cell, value))}>"
        f'<a href="{href}" aria-label="{a1.column_letters(column)}{row + 1}"><span dir="auto"{linked}>{text}</span></a></td>'
    )


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"' if value else ""


def _style(cell: Cell, value: Computed | None) -> str:
    view_of = cell.format or {}
    text = view_of.get("textFormat") or {}
    side = _SIDES.get(view_of.get("horizontalAlignment", ""), _side(value))
    rules = [f"text-align:{side}"] if side else []
    rules += ["font-weight:700"] if text.get("bold") else []
    rules += ["font-style:italic"] if text.get("italic") else []
    for name, color in (
        ("background-color", _color(view_of, "backgroundColor")),
        ("color", _color(text, "foregroundColor")),
    ):
        rules += [f"{name}:{color}"] if color else []
    return ";".join(rules)


def _side(value: Computed | None) -> str:
    if isinstance(value, bool):
        return "center"
    return "right" if isinstance(value, int | float) else ""


def _color(view_of: dict[str, Any], name: str) -> str:
    color = (view_of.get(f"{name}Style") or {}).get("rgbColor") or view_of.get(name)
    if not color:
        return ""
    parts = (round(255 * float(color.get(part, 0))) for part in ("red", "green", "blue"))
    return f"rgb({','.join(map(str, parts))})"
