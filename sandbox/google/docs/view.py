"""What a spreadsheet page shows: user, tab, selected cell, rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sandbox.google import a1
from sandbox.google.cells import Cell
from sandbox.google.files import Role, SpreadsheetFile
from sandbox.google.tab import Tab

if TYPE_CHECKING:
    from sandbox.world import World

ROWS_A_PAGE = 200
MIN_ROWS = 30
MIN_COLUMNS = 12
MAX_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class View:
    """`first` is the first row of the page below the frozen ones, `chosen` the (row, column) that is
    selected.
    """

    world: World
    file: SpreadsheetFile
    user: str
    tab: Tab
    chosen: tuple[int, int]
    first: int
    error: str = ""

    @property
    def role(self) -> Role | None:
        return self.file.role(self.user)

    @property
    def may_edit(self) -> bool:
        return self.role in ("owner", "writer") and self.file.kind == "sheet"

    @property
    def cell(self) -> Cell:
        row, column = self.chosen
        return self.tab.rows[row].cell(column)

    @property
    def address(self) -> str:
        row, column = self.chosen
        return f"{a1.column_letters(column)}{row + 1}"

    @property
    def filled(self) -> int:
        return self.tab.last_row_with_cells()

    def rows(self) -> list[int]:
        """Returns the frozen rows and one page of the others, without hidden ones."""
        end = min(self.tab.row_count, max(self.filled + 5, MIN_ROWS))
        page = range(max(self.first, self.tab.frozen_rows), min(self.first + ROWS_A_PAGE, end))
        shown = [*range(min(self.tab.frozen_rows, end)), *page]
        hiding = {"hiddenByUser", "hiddenByFilter"}
        return [row for row in shown if hiding.isdisjoint(self.tab.rows[row].line.properties)]

    def columns(self) -> list[int]:
        """Returns the columns to show, without hidden ones."""
        used = max((len(row.cells) for row in self.tab.rows[: self.filled]), default=0)
        end = min(self.tab.column_count, max(used + 2, MIN_COLUMNS), MAX_COLUMNS)
        columns = range(end)
        return [column for column in columns if not self.tab.columns[column].properties.get("hiddenByUser")]

    def address_of(self, **changes: object) -> str:
        """Returns the page's address with some of its parameters changed."""
        row, column = self.chosen
        query: dict[str, object] = {
            "gid": self.tab.gid,
            "as": self.user,
            "row": row,
            "column": column,
            "from": self.first,
        }
        return "?" + urlencode(query | changes)


def view_of(world: World, file: SpreadsheetFile, asked: dict[str, str], error: str = "") -> View:
    """Returns a view from the fields of a request; missing tabs, rows or columns fall back to existing ones."""
    tab = next((tab for tab in file.workbook.tabs if str(tab.gid) == asked.get("gid")), file.workbook.tabs[0])
    row = min(_whole(asked.get("row")), tab.row_count - 1)
    column = min(_whole(asked.get("column")), tab.column_count - 1)
    first = min(_whole(asked.get("from")), tab.row_count - 1)
    return View(world, file, asked.get("as") or file.owner, tab, (row, column), first, error)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
