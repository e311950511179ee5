"""insertDimension, deleteDimension, appendDimension, moveDimension."""

from __future__ import annotations

from typing import Any

from sandbox.google import anchored_objects, array_formulas, merges, ranges, references
from sandbox.google.cells import EMPTY, Cell, tidy
from sandbox.google.errors import invalid
from sandbox.google.protection import check_edit, check_insert
from sandbox.google.ranges import Area
from sandbox.google.rows_and_columns import BLANK, Line, Row
from sandbox.google.spreadsheet_state import SpreadsheetState
from sandbox.google.tab import COLUMNS, ROWS, Tab

Span = tuple[Tab, str, int, int]


def insert(book: SpreadsheetState, body: dict[str, Any]) -> None:
    tab, dimension, start, end = span(book, body.get("range") or {})
    length = tab.length(dimension)
    before = bool(body.get("inheritFromBefore"))
    if before and start == 0:
        raise invalid("range.startIndex[0] must be greater than 0 if inheritFromBefore is true.")
    if start > length or (start == length and not before):
        rule = "at most" if before else "less than"
        flag = "true" if before else "false"
        raise invalid(
            f"range.startIndex[{start}] must be {rule} the grid size ({length}) if inheritFromBefore is {flag}."
        )
    array_formulas.refuse_cut(tab, dimension, start, start)
    check_insert(
        book, tab, *(lines_area(tab, dimension, near, near + 1) for near in _neighbours(start, length))
    )
    add_lines(book, tab, dimension, end - start, at=start, like=start - 1 if before else start)


def add_lines(
    book: SpreadsheetState,
    tab: Tab,
    dimension: str,
    count: int,
    *,
    at: int | None = None,
    like: int | None = None,
) -> None:
    """Inserts `count` rows or columns before `at` (None: at the end), formatted as `like`.

    A `count` of zero or less inserts none.
    """
    if count <= 0:
        return
    book.check_growth(count * tab.length(COLUMNS if dimension == ROWS else ROWS))
    place = tab.length(dimension) if at is None else at
    if dimension == ROWS:
        tab.rows[place:place] = [BLANK if like is None else _row_like(tab.rows[like])] * count
    else:
        tab.columns[place:place] = [Line() if like is None else _line_like(tab.columns[like])] * count
        if at is not None:
            tab.rows[:] = [_with_columns(row, place, count, like) for row in tab.rows]
    if at is not None:
        references.move_references(book.tabs, tab, dimension, ranges.after_insert(place, count))
        anchored_objects.shift_after_insert(book, tab, dimension, place, count)
        if place < tab.frozen(dimension):
            tab.set_frozen(dimension, tab.frozen(dimension) + count)


def _line_like(line: Line) -> Line:
    pixels = line.properties.get("pixelSize")
    return Line({"pixelSize": pixels}) if pixels else Line()


def _look_of(cell: Cell) -> Cell:
    return tidy(Cell(format=cell.format, validation=cell.validation))


def _row_like(row: Row) -> Row:
    return Row((), _line_like(row.line)).with_cells(tuple(_look_of(cell) for cell in row.cells))


def _with_columns(row: Row, place: int, count: int, like: int | None) -> Row:
    if len(row.cells) <= place and (like is None or len(row.cells) <= like):
        return row
    look = EMPTY if like is None else _look_of(row.cell(like))
    return row.with_cells(row.part(0, place) + (look,) * count + row.cells[place:])


def delete(book: SpreadsheetState, body: dict[str, Any]) -> None:
    tab, dimension, start, end = span(book, body.get("range") or {})
    _refuse_lines_beyond(tab, dimension, start, end)
    check_edit(book, tab, lines_area(tab, dimension, start, end))
    array_formulas.refuse_cut(tab, dimension, start, end)
    remove_lines(book, tab, dimension, start, end)


def remove_lines(book: SpreadsheetState, tab: Tab, dimension: str, start: int, end: int) -> None:
    """Deletes rows or columns. Raises GoogleError when none, or none that is not frozen, would remain."""
    length, frozen = tab.length(dimension), tab.frozen(dimension)
    name = dimension.lower()
    if end - start >= length:
        raise invalid(f"You can't delete all the {name} on the sheet.")
    left_frozen = frozen - max(0, min(end, frozen) - start)
    if left_frozen >= length - (end - start):
        raise invalid(f"Sorry, it is not possible to delete all non-frozen {name}.")
    if dimension == ROWS:
        del tab.rows[start:end]
    else:
        del tab.columns[start:end]
        tab.rows[:] = [row.with_cells(row.cells[:start] + row.cells[end:]) for row in tab.rows]
    tab.set_frozen(dimension, left_frozen)
    move = ranges.after_delete(start, end)
    references.move_references(book.tabs, tab, dimension, move, range(start, end))
    anchored_objects.shift_after_delete(book, tab, dimension, start, end)


def _refuse_lines_beyond(tab: Tab, dimension: str, start: int, end: int) -> None:
    length = tab.length(dimension)
    name = dimension.removesuffix("S").lower()
    if end > length:
        raise invalid(
            f"Cannot delete a {name} that doesn't exist. "
            f"Tried to delete {name} index {max(start, length)} but there are only {length} {name}s."
        )


def append(book: SpreadsheetState, body: dict[str, Any]) -> None:
    tab = book.tab(body.get("sheetId"))
    length = body.get("length", 0)
    if length < 1:
        raise invalid(f"length[{length}] must be greater than 0.")
    add_lines(book, tab, dimension_of(body), length)


def move(book: SpreadsheetState, body: dict[str, Any]) -> None:
    """Moves rows or columns. `destinationIndex` refers to the positions before the move."""
    tab, dimension, start, end = span(book, body.get("source") or {})
    goal = body.get("destinationIndex", 0)
    length = tab.length(dimension)
    if end > length or not 0 <= goal <= length:
        raise invalid(f"source and destinationIndex[{goal}] must be inside the grid ({length}).")
    for first, last in ((start, end), (goal, goal)):
        array_formulas.refuse_cut(tab, dimension, first, last)
    check_edit(book, tab, lines_area(tab, dimension, min(start, goal), max(end, goal)))
    if not start <= goal <= end:
        merges.refuse_move(tab, dimension, start, end, goal)
        order = _move_lines(tab, dimension, start, end, goal)
        references.move_references(book.tabs, tab, dimension, ranges.after_move(order))
        anchored_objects.shift_after_move(book, tab, dimension, range(start, end), goal, order)


def _move_lines(tab: Tab, dimension: str, start: int, end: int, goal: int) -> list[int]:
    """Returns the old positions in their new order."""
    order = list(range(tab.length(dimension)))
    source = order[start:end]
    del order[start:end]
    place = goal - len(source) if goal >= end else goal
    order[place:place] = source
    if dimension == ROWS:
        tab.rows[:] = [tab.rows[index] for index in order]
    else:
        tab.columns[:] = [tab.columns[index] for index in order]
        tab.rows[:] = [row.with_cells(tuple(row.cell(index) for index in order)) for row in tab.rows]
    return order


def span(book: SpreadsheetState, body: dict[str, Any]) -> Span:
    """Returns tab, dimension, start and end of a DimensionRange. Raises GoogleError."""
    tab, dimension = book.tab(body.get("sheetId")), dimension_of(body)
    start, end = body.get("startIndex", 0), body.get("endIndex", tab.length(dimension))
    if start < 0 or end <= start:
        raise invalid(f"range.endIndex[{end}] must be greater than range.startIndex[{start}].")
    return tab, dimension, start, end


def dimension_of(body: dict[str, Any]) -> str:
    dimension = body.get("dimension")
    if dimension not in (ROWS, COLUMNS):
        raise invalid("dimension must be ROWS or COLUMNS.")
    return str(dimension)


def lines_area(tab: Tab, dimension: str, start: int, end: int) -> Area:
    """Returns the area of rows or columns `start` to `end` (exclusive), across the whole grid."""
    whole = tab.whole()
    if dimension == ROWS:
        return Area(start, whole.left, end, whole.right)
    return Area(whole.top, start, whole.bottom, end)


def _neighbours(start: int, length: int) -> tuple[int, int]:
    return max(start - 1, 0), min(start, length - 1)
