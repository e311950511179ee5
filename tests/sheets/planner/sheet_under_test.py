"""A spreadsheet on which the planner works and a person scribbles."""

from __future__ import annotations

import copy
from typing import Any

from sandbox.google.fields import select
from sandbox.google.workbook import Workbook
from sandbox.testing.sheets_discovery import check_request
from sheets.planner.batches import split_into_batches
from sheets.planner.desired import DesiredTab
from sheets.planner.grid import READ_FIELDS, Grid, parse_grid, read_request
from sheets.planner.plan import Plan, plan_tab
from sheets.planner.requests import METADATA_KEY

GID = 7


class Desk:
    """One tab with the gid 7, small enough that every plan has to make room."""

    def __init__(self, rows: int = 12, columns: int = 7) -> None:
        self.book = Workbook.new(time_zone="Europe/Berlin")
        size = {"rowCount": rows, "columnCount": columns}
        add = {"addSheet": {"properties": {"sheetId": GID, "title": "code", "gridProperties": size}}}
        self.book.batch_update([add])

    def read(self) -> Grid:
        body = read_request([GID])
        check_request("GetSpreadsheetByDataFilterRequest", body)
        answer = self.book.get_by_data_filter(body["dataFilters"])
        return parse_grid(select(answer, READ_FIELDS), GID)

    def send(self, requests: list[dict[str, Any]]) -> None:
        check_request("BatchUpdateSpreadsheetRequest", {"requests": requests})
        self.book.batch_update(requests)

    def sync(self, wanted: DesiredTab) -> Plan:
        """Plans and sends everything at once; another plan must find nothing to do."""
        planned = plan_tab(self.read(), wanted)
        if planned.steps:
            self.send(planned.requests)
        again = plan_tab(self.read(), wanted)
        assert again.requests == []
        return planned

    def parts(self, wanted: DesiredTab, limit: int) -> list[list[dict[str, Any]]]:
        return list(split_into_batches(plan_tab(self.read(), wanted).steps, limit))

    def copy(self) -> Desk:
        """A desk of its own, on which nothing that happens here shows."""
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
    def ours(self) -> dict[str, int]:
        """Column ids and where they stand, by the marks alone."""
        return {
            str(piece.value): place
            for place, line in enumerate(self.book.tab(GID).columns)
            for piece in line.metadata
            if piece.key == METADATA_KEY
        }

    def type(self, row: int, column: int, text: str) -> None:
        self.book.type_cell(GID, row, column, text)

    def note(self, row: int, column: int, text: str) -> None:
        self.book.set_note(GID, row, column, text)
