"""A tab of a spreadsheet in the sandbox, with what the planner and a person do to it."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from sandbox.google.fields import parse
from sandbox.google.workbook import Workbook
from sandbox.testing.sheets_discovery import check_request
from sheets.planner.batches import split_into_batches
from sheets.planner.desired import DesiredTab
from sheets.planner.grid import READ_FIELDS, Grid, parse_grid, read_request
from sheets.planner.plan import Plan, plan_tab
from sheets.planner.requests import METADATA_KEY, tag_column, untag_column
from sheets.planner.written_rows import WrittenRows, written_rows
from tests.sheets.planner.small_library import SmallLibrary

GID = 7


class TabUnderTest:
    """One tab with the gid 7, small enough that every plan has to make room."""

    def __init__(self, rows: int = 12, columns: int = 7) -> None:
        self.book = Workbook.new(time_zone="Europe/Berlin")
        size = {"rowCount": rows, "columnCount": columns}
        add = {"addSheet": {"properties": {"sheetId": GID, "title": "code", "gridProperties": size}}}
        self.book.batch_update([add])
        self.memories: tuple[WrittenRows, ...] = ()
        self.written_cells: dict[str, dict[str, Any]] = {}

    def read(self) -> Grid:
        body = read_request([GID])
        check_request("GetSpreadsheetByDataFilterRequest", body)
        answer = self.book.get_by_data_filter(
            body["dataFilters"], mask=parse(READ_FIELDS), comments=body["commentsViewMode"]
        )
        return parse_grid(answer, GID)

    def send(self, requests: list[dict[str, Any]]) -> None:
        check_request("BatchUpdateSpreadsheetRequest", {"requests": requests})
        self.book.batch_update(requests)

    def sync(self, desired: DesiredTab) -> Plan:
        """Plans and sends everything at once; another plan must find nothing to do."""
        desired = replace(desired, written=self.memories)
        planned = plan_tab(self.read(), desired)
        if planned.steps:
            self.send(planned.requests)
        if not planned.refusal:
            self.memories = (_remembered(desired, planned),)
            self.written_cells = self._cells_by_link(desired, planned)
        again = plan_tab(self.read(), replace(desired, written=self.memories))
        assert again.requests == []
        return planned

    def _cells_by_link(self, desired: DesiredTab, planned: Plan) -> dict[str, dict[str, Any]]:
        """What a sync has written into rows, by link and column id."""
        rows = [row for row in (*desired.removed, *desired.out_of_scope) if row.key in planned.former]
        return {
            row.key: {
                column.id: None if value == "" else value
                for column, value in zip(desired.columns, row.values, strict=False)
            }
            for row in (*rows, *desired.rows)
        }

    def parts(self, desired: DesiredTab, limit: int) -> list[list[dict[str, Any]]]:
        planned = plan_tab(self.read(), replace(desired, written=self.memories))
        self.memories = (*self.memories, _remembered(desired, planned))
        return list(split_into_batches(planned.steps, limit))

    def copy(self) -> TabUnderTest:
        """A tab of its own: no change of this one shows there."""
        other = copy.copy(self)
        other.book = Workbook.new()
        other.book.take(self.book.draft(None))
        return other

    @property
    def width(self) -> int:
        return self.book.tab(GID).column_count

    @property
    def values(self) -> list[list[Any]]:
        """The values as entered, rows as long as the grid is wide, without the blank rows at the end."""
        width = self.width
        rows = [row + [None] * (width - len(row)) for row in self.book.values(GID)]
        while rows and not any(cell is not None for cell in rows[-1]):
            rows.pop()
        return rows

    @property
    def notes(self) -> dict[tuple[int, int], str]:
        return self.book.notes(GID)

    @property
    def tagged(self) -> dict[str, int]:
        """Column ids and their positions, by the tags alone."""
        return {
            str(piece.value): place
            for place, line in enumerate(self.book.tab(GID).columns)
            for piece in line.metadata
            if piece.key == METADATA_KEY
        }

    @property
    def headers(self) -> list[Any]:
        return self.values[0]

    def column(self, place: int) -> list[Any]:
        return [row[place] for row in self.values]

    @property
    def titles(self) -> list[Any]:
        return self.column(self.tagged["track"])[1:]

    @property
    def song_numbers(self) -> list[str]:
        """The titles are “Song 1”, “Song 2” …"""
        return [str(title).removeprefix("Song ") for title in self.titles]

    def choose(self, library: SmallLibrary, *names: str) -> Plan:
        """Another choice of columns, and its sync."""
        written, library.columns = library.columns, names
        return self.sync(library.desired(written_columns=written))

    def tag(self, place: int, name: str) -> None:
        self.send([tag_column(GID, place, name)])

    def untag(self, *names: str) -> None:
        """Without names, all columns lose their tags."""
        for tag in self.read().tags.values():
            if not names or tag.column in names:
                self.send([untag_column(tag)])

    def type(self, row: int, column: int, text: str) -> None:
        self.book.type_cell(GID, row, column, text)

    def note(self, row: int, column: int, text: str) -> None:
        self.book.set_note(GID, row, column, text)


def _remembered(desired: DesiredTab, planned: Plan) -> WrittenRows:
    return written_rows(
        [column.id for column in desired.columns],
        [(row.key, row.values) for row in desired.rows],
        [(row.key, row.values) for row in (*desired.removed, *desired.out_of_scope)],
        planned.former,
    )
