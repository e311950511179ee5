"""A tab with a ledger beside it: what each row and column of it is, known because every change is made through here.

A row goes on being the same row wherever it is sorted, moved or cut to, so what stands in it can be asked for later. None
of it is read from links, titles or marks, by which the planner has to find out the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.google import rows_and_columns
from sandbox.google.cells import Formula
from sheets.planner.a1 import column_letters
from sheets.planner.requests import METADATA_KEY
from tests.sheets.planner.tab_under_test import GID, TabUnderTest

_REFERENCE = re.compile(r"#REF!|\$?[A-Z]+\$?\d+")


@dataclass(eq=False)
class Column:
    """`id`: of the column that a sync has made; None for one of the person's."""

    id: str | None = None


@dataclass(eq=False)
class Row:
    """`track`: the number of the track that a sync has written here; None for a row of the person's, or an empty one.

    `ours`: what a sync has left in its cells. `is_given_up`: the person's typing has held it when its track left.
    """

    track: int | None = None
    is_header: bool = False
    is_given_up: bool = False
    ours: dict[Column, Any] = field(default_factory=dict)


Place = tuple[Row, Column]


class Ledger:
    """Rows and columns as long as the grid. `written`: cells into which the present sync has written."""

    def __init__(self, rows: int, columns: int) -> None:
        self.tab = TabUnderTest(rows, columns)
        self.rows = [Row() for _ in range(rows)]
        self.columns = [Column() for _ in range(columns)]
        self.written: set[Place] = set()
        self.displaced: set[tuple[int, int]] = set()

    # what stands in it

    def values(self) -> dict[Place, Any]:
        """Returns the cells that hold something; formulas without their references, which follow rows and columns."""
        return {
            (row, column): Formula(_REFERENCE.sub("#", cell.value))
            if isinstance(cell.value, Formula)
            else cell.value
            for row, line in zip(self.rows, self.tab.book.tab(GID).rows, strict=True)
            for column, cell in zip(self.columns, line.cells, strict=False)
            if cell.value is not None
        }

    def notes(self) -> dict[Place, str]:
        """Returns notes and comments."""
        return {
            (row, column): " ".join((cell.note, *cell.comments))
            for row, line in zip(self.rows, self.tab.book.tab(GID).rows, strict=True)
            for column, cell in zip(self.columns, line.cells, strict=False)
            if cell.note or cell.comments
        }

    def empty_boxes(self) -> set[Place]:
        """Returns the tick boxes without a tick."""
        return {
            (row, column)
            for row, line in zip(self.rows, self.tab.book.tab(GID).rows, strict=True)
            for column, cell in zip(self.columns, line.cells, strict=False)
            if cell.validation and cell.value is False
        }

    def marks(self) -> dict[Column, str]:
        """Returns the columns that carry a mark, with the id in it."""
        lines = self.tab.book.tab(GID).columns
        return {
            column: str(piece.value)
            for column, line in zip(self.columns, lines, strict=True)
            for piece in line.metadata
            if piece.key == METADATA_KEY
        }

    def column(self, column_id: str) -> Column | None:
        """Returns the first column that is this one of ours."""
        return next((column for column in self.columns if column.id == column_id), None)

    @property
    def header(self) -> Row | None:
        return next((row for row in self.rows if row.is_header), None)

    @property
    def frozen_rows(self) -> int:
        return self.tab.book.tab(GID).frozen_rows

    @property
    def frozen_columns(self) -> int:
        return self.tab.book.tab(GID).frozen_columns

    def used_rows(self) -> int:
        """Returns the number of rows down to the last that holds a value or a note."""
        rows = self.tab.book.tab(GID).rows
        return max((at for at, row in enumerate(rows, 1) if _used_width(row)), default=0)

    def used_columns(self) -> int:
        marks = self.marks()
        marked = (at for at, column in enumerate(self.columns, 1) if column in marks)
        return max((*map(_used_width, self.tab.book.tab(GID).rows), *marked), default=0)

    # what a person does

    def type(self, row: Row, column: Column, text: str) -> None:
        self.tab.type(self.rows.index(row), self.columns.index(column), text)

    def note(self, row: Row, column: Column, text: str) -> None:
        self.tab.note(self.rows.index(row), self.columns.index(column), text)

    def comment(self, row: Row, column: Column, text: str) -> None:
        self.tab.book.comment(GID, self.rows.index(row), self.columns.index(column), text)

    def add_tick_boxes(self, first: int, count: int, column: Column) -> None:
        self.tab.book.add_tick_boxes(GID, first, count, self.columns.index(column))

    def insert_row(self, at: int) -> Row:
        self.tab.book.insert_rows(GID, at)
        self.rows.insert(at, Row())
        return self.rows[at]

    def insert_column(self, at: int) -> Column:
        self.tab.book.insert_columns(GID, at)
        self.columns.insert(at, Column())
        return self.columns[at]

    def delete_row(self, row: Row) -> None:
        at = self.rows.index(row)
        self.tab.book.delete_rows(GID, at)
        del self.rows[at]

    def delete_column(self, column: Column) -> None:
        at = self.columns.index(column)
        self.tab.book.delete_columns(GID, at)
        del self.columns[at]

    def move_rows(self, at: int, count: int, to: int) -> None:
        self.tab.book.move_rows(GID, at, count, to)
        _move(self.rows, at, at + count, to)

    def move_column(self, at: int, to: int) -> None:
        self.tab.book.move_column(GID, at, to)
        _move(self.columns, at, at + 1, to)

    def fill_formula(self, first: int, count: int, column: Column) -> None:
        """The length of the cell at the left, or at the right in the first column, in these rows."""
        at = self.columns.index(column)
        beside = column_letters(at - 1 if at else 1)
        self.tab.type(first, at, f"=LEN({beside}{first + 1})")
        if count > 1:
            self.tab.book.fill_down(GID, first, count - 1, at)

    def sort(
        self, column: Column, start: int, *, descending: bool, columns: tuple[int, int] | None = None
    ) -> None:
        """`columns`: sorts no others than from the first to before the second of these, as in a selection."""
        left, right = columns or (0, len(self.columns))
        end = self.tab.book.tab(GID).last_row_with_cells()
        if end - start < 2:
            return
        area = {
            "sheetId": GID,
            "startRowIndex": start,
            "endRowIndex": end,
            "startColumnIndex": left,
            "endColumnIndex": right,
        }
        order = "DESCENDING" if descending else "ASCENDING"
        spec = {"dimensionIndex": self.columns.index(column), "sortOrder": order}
        # Sorted with numbers behind its last column, a copy shows which row goes where.
        numbered = self.tab.copy()
        numbered.book.insert_columns(GID, right)
        cells = [{"values": [{"userEnteredValue": {"numberValue": row}}]} for row in range(start, end)]
        corner = {"sheetId": GID, "rowIndex": start, "columnIndex": right}
        wider = {**area, "endColumnIndex": right + 1}
        numbered.send(
            [
                {"updateCells": {"start": corner, "rows": cells, "fields": "userEnteredValue"}},
                {"sortRange": {"range": wider, "sortSpecs": [spec]}},
            ]
        )
        self.tab.send([{"sortRange": {"range": area, "sortSpecs": [spec]}}])
        rows = numbered.book.tab(GID).rows[start:end]
        self._reorder(start, [int(row.cell(right).value) for row in rows], set(self.columns[left:right]))

    def _reorder(self, start: int, order: list[int], sorted_columns: set[Column]) -> None:
        """A row is where its link is; what it leaves behind, in columns that were not sorted, is not its own any more."""
        link = self.column("link")
        if link is not None and link not in sorted_columns:
            return
        before = self.rows[start : start + len(order)]
        self.rows[start : start + len(order)] = [self.rows[row] for row in order]
        for old, row in zip(before, self.rows[start:], strict=False):
            if row is not old:
                row.ours = {column: cell for column, cell in row.ours.items() if column in sorted_columns}

    def copy_row(self, source: Row, target: Row) -> None:
        """The whole row, over what stands in the other one."""
        self._paste_row(source, target)
        target.track, target.is_header, target.ours = source.track, False, dict(source.ours)

    def cut_row(self, source: Row, target: Row) -> None:
        self._paste_row(source, target)
        at = self.rows.index(source)
        everything = {
            "sheetId": GID,
            "startRowIndex": at,
            "endRowIndex": at + 1,
            "startColumnIndex": 0,
            "endColumnIndex": len(self.columns),
        }
        self.tab.send([{"updateCells": {"range": everything, "fields": "userEnteredValue,note"}}])
        target.track, target.is_header, target.ours = source.track, source.is_header, source.ours
        source.track, source.is_header, source.ours = None, False, {}

    def _paste_row(self, source: Row, target: Row) -> None:
        self._paste({"ROWS": (self.rows.index(source), self.rows.index(target))})

    def copy_column(self, source: Column, at: int, *, with_mark: bool) -> Column:
        """Into a new column. Google takes the mark along when a whole column is copied, and not with its cells alone."""
        copied = self.insert_column(at)
        self._paste({"COLUMNS": (self.columns.index(source), at)})
        mark = self.marks().get(source) if with_mark else None
        if mark:
            self.tab.tag(at, mark)
            for row in self.rows:
                row.ours[copied] = row.ours.get(source)
        return copied

    def copy_cell(self, row: Row, source: Column, target: Column) -> None:
        at = self.rows.index(row)
        self._paste({"ROWS": (at, at), "COLUMNS": (self.columns.index(source), self.columns.index(target))})

    def _paste(self, lines: dict[str, tuple[int, int]]) -> None:
        rows, columns = (0, len(self.rows)), (0, len(self.columns))
        areas = []
        for which in (0, 1):
            top, bottom = (lines["ROWS"][which], lines["ROWS"][which] + 1) if "ROWS" in lines else rows
            left, right = (
                (lines["COLUMNS"][which], lines["COLUMNS"][which] + 1) if "COLUMNS" in lines else columns
            )
            areas.append(
                {
                    "sheetId": GID,
                    "startRowIndex": top,
                    "endRowIndex": bottom,
                    "startColumnIndex": left,
                    "endColumnIndex": right,
                }
            )
        paste = {"source": areas[0], "destination": areas[1], "pasteType": "PASTE_NORMAL"}
        self.tab.send([{"copyPaste": paste}])

    def unmark(self, column: Column) -> None:
        """The mark is lost, the column is what it was."""
        tag = self.tab.read().tags[self.columns.index(column)]
        lookup = {"developerMetadataLookup": {"metadataId": tag.id}}
        self.tab.send([{"deleteDeveloperMetadata": {"dataFilter": lookup}}])

    def freeze(self, rows: int, columns: int) -> None:
        size = {"frozenRowCount": rows, "frozenColumnCount": columns}
        properties = {"sheetId": GID, "gridProperties": size}
        fields = "gridProperties.frozenRowCount,gridProperties.frozenColumnCount"
        self.tab.send([{"updateSheetProperties": {"properties": properties, "fields": fields}}])

    # what a sync does

    def apply(self, batch: list[dict[str, Any]]) -> None:
        """Sends a batch, and takes what it does to rows and columns into the ledger.

        AssertionError where a request names something outside of the grid, which Google refuses or cuts off silently.
        """
        written: set[Place] = set()
        self.displaced.clear()
        for request in batch:
            ((kind, body),) = request.items()
            self._follow(kind, body, written)
        self.tab.send(batch)
        tab = self.tab.book.tab(GID)
        assert (len(self.rows), len(self.columns)) == (tab.row_count, tab.column_count)
        values = self.values()
        self.written |= written
        for row, column in written:
            row.ours[column] = values.get((row, column))

    def _follow(self, kind: str, body: dict[str, Any], written: set[Place]) -> None:
        match kind:
            case "insertDimension":
                # Behind the last line only as one like it: the line that is pushed aside is missing there.
                lines, start, end = self._lines(body["range"], room=int(body["inheritFromBefore"]))
                lines[start:start] = [self._new(lines) for _ in range(end - start)]
            case "appendDimension":
                lines = self.rows if body["dimension"] == "ROWS" else self.columns
                lines += [self._new(lines) for _ in range(body["length"])]
            case "deleteDimension":
                lines, start, end = self._lines(body["range"])
                del lines[start:end]
            case "moveDimension":
                lines, start, end = self._lines(body["source"])
                assert 0 <= body["destinationIndex"] <= len(lines), body
                assert not start <= body["destinationIndex"] <= end, f"moves nothing: {body}"
                _move(lines, start, end, body["destinationIndex"])
            case "updateCells":
                written.update(self._places(body["range"]))
            case "repeatCell":
                list(self._places(body["range"]))
            case "copyPaste":
                list(self._places(body["source"]))
                list(self._places(body["destination"]))
                if body["pasteType"] == "PASTE_NORMAL":
                    # A track's row goes down, some columns after others, and new rows take its place.
                    source, target = (body[area]["startRowIndex"] for area in ("source", "destination"))
                    if (source, target) not in self.displaced:
                        self.rows[source], self.rows[target] = self.rows[target], self.rows[source]
                    self.displaced.add((source, target))
            case "updateDimensionProperties":
                self._lines(body["range"])
            case "createDeveloperMetadata":
                self._lines(body["developerMetadata"]["location"]["dimensionRange"])
            case "deleteDeveloperMetadata" | "updateSheetProperties":
                pass
            case _:
                raise AssertionError(f"the ledger does not know {kind}")

    def _new(self, lines: list[Any]) -> Row | Column:
        return Row() if lines is self.rows else Column()

    def _lines(self, span: dict[str, Any], *, room: int | None = None) -> tuple[list[Any], int, int]:
        """The lines of this span. `room`: of those that are inserted, how far behind the last one they may begin."""
        lines: list[Any] = self.rows if span["dimension"] == "ROWS" else self.columns
        start, end = span["startIndex"], span["endIndex"]
        inside = end <= len(lines) if room is None else start < len(lines) + room
        assert inside and 0 <= start < end, f"outside of the grid: {span}"
        return lines, start, end

    def _places(self, area: dict[str, int]) -> Iterator[Place]:
        top, bottom = area["startRowIndex"], area["endRowIndex"]
        left, right = area["startColumnIndex"], area["endColumnIndex"]
        inside = 0 <= top < bottom <= len(self.rows) and 0 <= left < right <= len(self.columns)
        assert inside, f"outside of the grid: {area}"
        return ((row, column) for row in self.rows[top:bottom] for column in self.columns[left:right])


def _used_width(row: rows_and_columns.Row) -> int:
    """Returns how far to the right the last cell with a value, a note or a comment is, 0 without one."""
    for at in range(len(row.cells), 0, -1):
        cell = row.cells[at - 1]
        if cell.value is not None or cell.note or cell.comments:
            return at
    return 0


def _move(lines: list[Any], start: int, end: int, to: int) -> None:
    if start <= to <= end:
        return
    moved = lines[start:end]
    del lines[start:end]
    place = to - len(moved) if to >= end else to
    lines[place:place] = moved
