"""A tab: a grid of rows and columns with the objects on it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from sandbox.google import a1
from sandbox.google.errors import invalid
from sandbox.google.ranges import Area
from sandbox.google.rows_and_columns import BLANK, PLAIN, Line, Metadata, Row

ROWS = "ROWS"
COLUMNS = "COLUMNS"


@dataclass(slots=True)
class Tab:
    """`rows` and `columns` are as long as the grid. Their items are never changed in place, so copies are
    cheap.

    `properties` are those without special rules (hidden, tabColor, …), and likewise `grid_properties`.
    Protected ranges, charts, merges, filter and conditional formats are stored as the API represents them.
    """

    gid: int
    title: str
    rows: list[Row]
    columns: list[Line]
    frozen_rows: int = 0
    frozen_columns: int = 0
    properties: dict[str, Any] = field(default_factory=dict)
    grid_properties: dict[str, Any] = field(default_factory=dict)
    metadata: tuple[Metadata, ...] = ()
    protected: list[dict[str, Any]] = field(default_factory=list)
    charts: list[dict[str, Any]] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    merges: list[dict[str, Any]] = field(default_factory=list)
    basic_filter: dict[str, Any] | None = None
    conditional_formats: list[dict[str, Any]] = field(default_factory=list)
    may_have_arrays: bool = False
    """Whether an array formula was ever written: only then are the cells searched for one."""
    may_have_formulas: bool = False
    """Whether any formula was ever written, in a cell or a rule of one: only then are references moved."""

    may_have_comments: bool = False
    """Whether a comment was ever made: only then are the cells searched for them."""

    @classmethod
    def blank(cls, gid: int, title: str, row_count: int = 1000, column_count: int = 26) -> Tab:
        """Returns an empty tab."""
        return cls(gid, title, [BLANK] * row_count, [PLAIN] * column_count)

    def copy(self) -> Tab:
        """Returns a copy that can be changed independently."""
        return replace(
            self,
            rows=self.rows[:],
            columns=self.columns[:],
            properties=dict(self.properties),
            grid_properties=dict(self.grid_properties),
            protected=self.protected[:],
            charts=self.charts[:],
            tables=self.tables[:],
            merges=self.merges[:],
            conditional_formats=self.conditional_formats[:],
        )

    @property
    def row_count(self) -> int:
        return len(self.rows)

    @property
    def column_count(self) -> int:
        return len(self.columns)

    def length(self, dimension: str) -> int:
        """Returns the number of rows or columns."""
        return len(self.rows if dimension == ROWS else self.columns)

    def frozen(self, dimension: str) -> int:
        """Returns the number of frozen rows or columns."""
        return self.frozen_rows if dimension == ROWS else self.frozen_columns

    def set_frozen(self, dimension: str, count: int) -> None:
        if dimension == ROWS:
            self.frozen_rows = count
        else:
            self.frozen_columns = count

    def line(self, dimension: str, index: int) -> Line:
        """Returns the properties of a row or column."""
        return self.rows[index].line if dimension == ROWS else self.columns[index]

    def set_line(self, dimension: str, index: int, line: Line) -> None:
        if dimension == ROWS:
            self.rows[index] = Row(self.rows[index].cells, line)
        else:
            self.columns[index] = line

    def is_hidden_by_filter(self, row: int) -> bool:
        return "hiddenByFilter" in self.rows[row].line.properties

    def set_hidden_by_filter(self, row: int, *, hidden: bool) -> None:
        line = self.rows[row].line
        if hidden != self.is_hidden_by_filter(row):
            kept = {name: value for name, value in line.properties.items() if name != "hiddenByFilter"}
            new = {**kept, "hiddenByFilter": True} if hidden else kept
            self.set_line(ROWS, row, line._replace(properties=new))

    def show_rows_outside_the_filter(self) -> None:
        """Shows the rows that were hidden by a filter, and are not in the range of one any more."""
        area = self.basic_filter["range"] if self.basic_filter else {}
        inside = range(area.get("startRowIndex", 0), area.get("endRowIndex", 0))
        for row in range(self.row_count):
            if row not in inside:
                self.set_hidden_by_filter(row, hidden=False)

    def whole(self) -> Area:
        """Returns the area of the whole grid."""
        return Area(0, 0, self.row_count, self.column_count)

    def area(self, grid_range: dict[str, Any], *, strict: bool = False) -> Area:
        """Returns the area of a GridRange, cut to the grid unless `strict`. Raises GoogleError."""
        given = Area(
            grid_range.get("startRowIndex", 0),
            grid_range.get("startColumnIndex", 0),
            grid_range.get("endRowIndex", self.row_count),
            grid_range.get("endColumnIndex", self.column_count),
        )
        area = Area(*given[:2], min(given.bottom, self.row_count), min(given.right, self.column_count))
        if area.top >= self.row_count or area.left >= self.column_count or (strict and area != given):
            raise self.beyond_limits(given)
        if min(area) < 0 or area.height <= 0 or area.width <= 0:
            raise invalid(
                "GridRange indices must not be negative, and each end must be greater than its start."
            )
        return area

    def beyond_limits(self, area: Area) -> Exception:
        """Returns the refusal of an area that is larger than the grid."""
        bottom, right = max(area.bottom, area.top + 1), max(area.right, area.left + 1)
        where = a1.address(self.title, area.top, area.left, bottom, right)
        return invalid(
            f"Range ({where}) exceeds grid limits. Max rows: {self.row_count}, max columns: {self.column_count}"
        )

    def last_row_with_cells(self) -> int:
        """Returns the number of rows down to the last one that is not empty."""
        end = self.row_count
        while end and not self.rows[end - 1].cells:
            end -= 1
        return end
