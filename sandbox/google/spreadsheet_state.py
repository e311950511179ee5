"""The state of a spreadsheet, and how ranges refer to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.google import a1
from sandbox.google.errors import invalid
from sandbox.google.ranges import Area
from sandbox.google.rows_and_columns import Metadata
from sandbox.google.tab import COLUMNS, ROWS, Tab

MAX_CELLS = 10_000_000

Place = tuple[Tab, Area]


@dataclass
class SpreadsheetState:
    """The state of a spreadsheet. Requests work on a draft, which replaces it when all succeed."""

    id: str
    title: str
    time_zone: str = "Etc/GMT"
    locale: str = "en_US"
    tabs: list[Tab] = field(default_factory=list)
    metadata: tuple[Metadata, ...] = ()
    named_ranges: list[dict[str, Any]] = field(default_factory=list)
    """As the API represents them; one whose cells are gone has no range."""
    owner: str = ""
    """E-mail address. Protections do not apply to the owner."""
    url: str = ""
    editor: str | None = None
    """The e-mail address of the editor whose requests are applied to this draft; None is the owner."""
    given_ids: set[int] = field(default_factory=set)
    """Every id of metadata, charts and protected ranges ever used in this spreadsheet."""

    def draft(self, editor: str | None) -> SpreadsheetState:
        """Returns a copy for this editor's requests."""
        tabs = [tab.copy() for tab in self.tabs]
        return SpreadsheetState(
            self.id,
            self.title,
            self.time_zone,
            self.locale,
            tabs,
            self.metadata,
            self.named_ranges[:],
            self.owner,
            self.url,
            editor,
            set(self.given_ids),
        )

    def take(self, draft: SpreadsheetState) -> None:
        """Replaces the state with that of a draft."""
        self.title, self.time_zone, self.locale = draft.title, draft.time_zone, draft.locale
        self.tabs, self.metadata, self.given_ids = draft.tabs, draft.metadata, draft.given_ids
        self.named_ranges = draft.named_ranges

    def tab(self, gid: int | None, kind: str = "grid") -> Tab:
        """Returns the tab with this gid (None is 0, as in the API). Raises GoogleError."""
        for tab in self.tabs:
            if tab.gid == (gid or 0):
                return tab
        raise invalid(f"No {kind} with id: {gid or 0}")

    def tab_titled(self, title: str) -> Tab | None:
        """Returns the tab with this title, compared case-insensitively, or None."""
        return next((tab for tab in self.tabs if tab.title.casefold() == title.casefold()), None)

    def named_range(self, name: str) -> dict[str, Any] | None:
        """Returns the named range with this name, compared case-insensitively, or None."""
        return next((item for item in self.named_ranges if item["name"].casefold() == name.casefold()), None)

    def new_id(self) -> int:
        """Returns an unused id; the same in every run."""
        taken = self.given_ids | {tab.gid for tab in self.tabs}
        number = 1_000_003 + 7919 * len(self.given_ids)
        while number in taken:
            number += 1
        self.given_ids.add(number)
        return number

    def place(self, grid_range: dict[str, Any]) -> Place:
        """Returns tab and area of a GridRange, cut to the grid. Raises GoogleError."""
        tab = self.tab(grid_range.get("sheetId"))
        return tab, tab.area(grid_range)

    def place_of_text(self, text: str) -> Place:
        """Returns tab and area of A1 notation, a named range, or a tab's title. Raises GoogleError.

        A named range is before a tab of the same name: https://developers.google.com/workspace/sheets/api/guides/concepts
        """
        title, cells = a1.split(text)
        named = self.named_range(text) if title is None else None
        if named and "range" in named:
            return self.place(named["range"])
        corners = a1.corners(cells) if cells else None
        tab = self.tabs[0] if title is None and corners else self.tab_titled(title or text)
        if tab is None or (cells and title is not None and corners is None):
            raise invalid(f"Unable to parse range: {text}")
        if corners is None:
            return tab, tab.whole()
        (top, left), (bottom, right) = corners
        grid_range = {
            "startRowIndex": top,
            "startColumnIndex": left,
            "endRowIndex": None if bottom is None else bottom + 1,
            "endColumnIndex": None if right is None else right + 1,
        }
        given = {name: value for name, value in grid_range.items() if value is not None}
        return tab, tab.area(given, strict=True)

    def cell_count(self) -> int:
        """Returns the number of cells in all tabs."""
        return sum(tab.row_count * tab.column_count for tab in self.tabs)

    def check_growth(self, cells: int) -> None:
        """Raises GoogleError when that many more cells would exceed the limit."""
        if cells > 0 and self.cell_count() + cells > MAX_CELLS:
            raise invalid(
                "This action would increase the number of cells in the workbook above the limit of "
                f"{MAX_CELLS} cells."
            )

    def all_metadata(self) -> Iterator[tuple[Metadata, dict[str, Any]]]:
        """Yields every piece of developer metadata with its location as the API represents it."""
        for piece in self.metadata:
            yield piece, {"locationType": "SPREADSHEET", "spreadsheet": True}
        for tab in self.tabs:
            for piece in tab.metadata:
                yield piece, {"locationType": "SHEET", "sheetId": tab.gid}
            for dimension in (ROWS, COLUMNS):
                yield from _metadata_of_lines(tab, dimension)


def _metadata_of_lines(tab: Tab, dimension: str) -> Iterator[tuple[Metadata, dict[str, Any]]]:
    lines = (row.line for row in tab.rows) if dimension == ROWS else iter(tab.columns)
    for index, line in enumerate(lines):
        for piece in line.metadata:
            yield piece, line_location(tab.gid, dimension, index)


def line_location(gid: int, dimension: str, index: int) -> dict[str, Any]:
    """Returns the metadata location of one row or column."""
    lines = {"sheetId": gid, "dimension": dimension, "startIndex": index, "endIndex": index + 1}
    return {"locationType": dimension.removesuffix("S"), "dimensionRange": lines}
