"""Merged cells: only the top left one of a merge holds a value.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#mergecellsrequest
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from sandbox.google.cells import EMPTY, tidy
from sandbox.google.errors import invalid
from sandbox.google.ranges import Area, GridRange
from sandbox.google.tab import COLUMNS, ROWS, Tab


def meeting(tab: Tab, area: Area) -> Iterator[Area]:
    """Yields the merges that have a cell in the area."""
    for merge in tab.merges:
        place = area_of(merge)
        if place.meets(area):
            yield place


def area_of(merge: GridRange) -> Area:
    return Area(
        merge["startRowIndex"], merge["startColumnIndex"], merge["endRowIndex"], merge["endColumnIndex"]
    )


def joins(merge: GridRange) -> bool:
    """Returns whether there is more than one cell in it still."""
    return area_of(merge).height * area_of(merge).width > 1


def refuse_part(tab: Tab, area: Area, text: str) -> None:
    """Raises GoogleError when the area has a part of a merge, and not all of it."""
    if not all(area.covers(merge) for merge in meeting(tab, area)):
        raise invalid(text)


def refuse_frozen_edge(tab: Tab, parts: list[Area]) -> None:
    """Raises GoogleError when frozen rows or columns end inside a part that is to become one cell.

    The words, of columns: https://github.com/mmedum/google-sheets-mcp/blob/main/docs/architecture.md
    """
    for part, dimension in product(parts, (ROWS, COLUMNS)):
        first, last = _lines(part, dimension)
        if first < tab.frozen(dimension) < last:
            raise invalid(f"You can't merge frozen and non-frozen {dimension.lower()}")


def take_apart(tab: Tab, area: Area) -> None:
    """Removes the merges in the area."""
    tab.merges = [merge for merge in tab.merges if not area_of(merge).meets(area)]


def keep_covered_cells_empty(tab: Tab, area: Area) -> None:
    """Drops what was written into cells of the area that a merge covers. Google takes such a write, and keeps nothing.

    A live test shows it: https://github.com/theoephraim/node-google-spreadsheet/blob/main/src/test/rows.test.ts
    """
    for merge in meeting(tab, area):
        for index in range(merge.top, merge.bottom):
            left = merge.left + 1 if index == merge.top else merge.left
            row = tab.rows[index]
            if any(cell.value is not None for cell in row.cells[left : merge.right]):
                cells = row.part(left, merge.right)
                rest = tuple(
                    cell if cell is EMPTY else tidy(cell._replace(value=None, runs=())) for cell in cells
                )
                tab.rows[index] = row.with_part(left, rest)


def refuse_move(tab: Tab, dimension: str, start: int, end: int, goal: int) -> None:
    """Raises GoogleError when a move of rows or columns takes a part of a merge along, or ends inside of one."""
    for merge in tab.merges:
        first, last = _lines(area_of(merge), dimension)
        is_cut = start < last and first < end and not (start <= first and last <= end)
        if is_cut or first < goal < last:
            name = dimension.removesuffix("S").lower()
            raise invalid(
                f"Sorry, it is not possible to move a {name} to a position that crosses a merged cell. "
                "Please unmerge and try again."
            )


def _lines(area: Area, dimension: str) -> tuple[int, int]:
    return (area.top, area.bottom) if dimension == ROWS else (area.left, area.right)


def refuse_sort(tab: Tab, area: Area) -> None:
    for merge in meeting(tab, area):
        if merge.height > 1:
            raise invalid("You can't sort a range containing vertical merges.")
        raise invalid("The sandbox does not sort merged cells.")


def refuse_filter(tab: Tab, area: Area) -> None:
    if any(merge.height > 1 for merge in meeting(tab, area)):
        raise invalid("You can't create a filter over a range containing vertical merges.")
