"""A tab as it is, parsed from Google's answer to the one read of a sync."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from accounts.time_zones import UTC, known_zone
from sheets.planner.cells import Cell, CellValue, cell_equals, parse_cell
from sheets.planner.requests import ColumnTag, parse_tag

# userEnteredValue and not effectiveValue: only it tells a formula from a value that looks the same
READ_FIELDS = (
    "properties.timeZone,sheets(properties,commentAnchors.range,merges,"
    "tables(tableId,range,rowsProperties.footerColorStyle,columnProperties(columnIndex,columnType)),"
    "protectedRanges(range,warningOnly,requestingUserCanEdit),data(columnMetadata,"
    "rowMetadata(hiddenByUser,hiddenByFilter),"
    "rowData.values(userEnteredValue,note,dataValidation.condition,pivotTable(source,dataSourceId))))"
)
# Google leaves comments out unless they are asked for; this way of asking is not refused where they may not be seen
COMMENTS_VIEW_MODE = "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS"

# https://developers.google.com/workspace/sheets/api/guides/tables (column types)
_DEFAULTS: dict[str, CellValue] = {"BOOLEAN": False, "RATINGS_CHIP": 0.0}

_OFFSET = re.compile(r"GMT([+-])(\d\d):(\d\d)")
_ZONES_BETWEEN_HOURS = {
    "-09:30": "Pacific/Marquesas",
    "+03:30": "Asia/Tehran",
    "+04:30": "Asia/Kabul",
    "+05:30": "Asia/Kolkata",
    "+05:45": "Asia/Kathmandu",
    "+06:30": "Asia/Yangon",
    "+08:45": "Australia/Eucla",
    "+09:30": "Australia/Darwin",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A Google table: `rows` and `columns` that it covers, its header and its footer among them."""

    id: str
    rows: range
    columns: range
    has_footer: bool = False


class TabMissing(LookupError):
    """The answer holds no grid with this gid."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows end with the last one that holds a value or note, or is a table's footer; each row with its last cell that holds
    a value.

    Columns, rows and notes are counted from 0. A comment counts as a note. `tags` are the columns that carry a tag of
    this application.
    """

    gid: int
    title: str
    zone: ZoneInfo
    row_count: int
    column_count: int
    frozen_rows: int = 0
    rows: list[list[Cell]] = field(default_factory=list)
    notes: dict[int, set[int]] = field(default_factory=dict)
    tags: dict[int, ColumnTag] = field(default_factory=dict)
    frozen_columns: int = 0
    # Cells that hold what Google fills them with: tick boxes without a tick, and the defaults of a table's typed columns.
    defaults: dict[int, set[int]] = field(default_factory=dict)
    # Rows with merged cells, of a table, or with cells that may not be edited: what is in them cannot be copied away.
    pinned: list[range] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    # Rows that are hidden, by hand or by a filter.
    hidden: set[int] = field(default_factory=set)

    def cell(self, row: int, column: int) -> Cell:
        """Returns the cell; None where it is empty or outside the grid."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else None

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds a value or a note."""
        return not any(self.rows) and not self.notes


def read_request(gids: Iterable[int]) -> dict[str, Any]:
    """Returns the body of `POST spreadsheets/{id}:getByDataFilter?fields=READ_FIELDS`: these tabs, whole.

    https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/getByDataFilter
    """
    return {
        "dataFilters": [{"gridRange": {"sheetId": gid}} for gid in gids],
        "commentsViewMode": COMMENTS_VIEW_MODE,
    }


def parse_grid(answer: dict[str, Any], gid: int) -> Grid:
    """Returns the tab `gid` of the answer, its cells as Google sends them or decoded (`decode_cell`).

    Raises `TabMissing` where the answer does not have it.
    """
    for sheet in answer.get("sheets", ()):
        properties = sheet.get("properties", {})
        # Google leaves out a sheetId of 0, and charts and data sources are sheets without a grid
        if properties.get("sheetId", 0) == gid and "gridProperties" in properties:
            return _parse_sheet(answer, sheet)
    raise TabMissing(gid)


def spreadsheet_zone(answer: dict[str, Any]) -> ZoneInfo:
    """Returns the spreadsheet's time zone; UTC where Google names one that this machine does not know."""
    name = answer.get("properties", {}).get("timeZone", "UTC")
    return known_zone(name) or known_zone(_zone_of_offset(name)) or UTC


def _zone_of_offset(name: str) -> str:
    """Returns the name of a zone that always has this offset, "" where there is none.

    Google answers an offset such as GMT-07:00 for a zone that it knows no name for:
    https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets#SpreadsheetProperties
    """
    match = _OFFSET.fullmatch(name)
    if match is None:
        return ""
    sign, hours, minutes = match.groups()
    if minutes != "00":
        return _ZONES_BETWEEN_HOURS.get(f"{sign}{hours}:{minutes}", "")
    # in these names the sign is the other way round: https://data.iana.org/time-zones/tzdb/etcetera
    return f"Etc/GMT{'-' if sign == '+' else '+'}{int(hours)}"


def _parse_sheet(answer: dict[str, Any], sheet: dict[str, Any]) -> Grid:
    properties = sheet["properties"]
    size = properties["gridProperties"]
    grid = Grid(
        gid=properties.get("sheetId", 0),
        title=properties.get("title", ""),
        zone=spreadsheet_zone(answer),
        row_count=size.get("rowCount", 0),
        column_count=size.get("columnCount", 0),
        frozen_rows=size.get("frozenRowCount", 0),
        frozen_columns=size.get("frozenColumnCount", 0),
    )
    # several parts where the request named several ranges of one tab
    for part in sheet.get("data", ()):
        _add_grid_data(grid, part)
    for anchor in sheet.get("commentAnchors", ()):
        _add_comment(grid, anchor.get("range", {}))
    for one in sheet.get("tables", ()):
        grid.tables.append(table := _parse_table(one, grid))
        _add_defaults(grid, table, one.get("columnProperties", ()))
    grid.pinned.extend(_pinned_rows(sheet, grid))
    # rows that only a note is in, and empty footers, count: they are the person's, and new rows must not be written over them
    footers = {table.rows.stop - 1 for table in grid.tables if table.has_footer}
    grid.rows.extend([] for _ in range(max(footers, default=-1) + 1 - len(grid.rows)))
    kept = grid.notes.keys() | footers
    while grid.rows and not grid.rows[-1] and len(grid.rows) - 1 not in kept:
        grid.rows.pop()
    return grid


def _add_grid_data(grid: Grid, part: dict[str, Any]) -> None:
    """One GridData: it begins at startRow and startColumn and leaves out what is empty at its end."""
    left, top = part.get("startColumn", 0), part.get("startRow", 0)
    for column, properties in enumerate(part.get("columnMetadata", ()), left):
        tag = parse_tag(properties)
        if tag:
            grid.tags[column] = tag
    grid.hidden.update(row for row, line in enumerate(part.get("rowMetadata", ()), top) if any(line.values()))
    grid.rows.extend([] for _ in range(top - len(grid.rows)))
    for row, row_data in enumerate(part.get("rowData", ()), top):
        cells = row_data.get("values", ())
        values: list[Cell] = [None] * left + [
            parse_cell(cell) if isinstance(cell, dict) else cell for cell in cells
        ]
        noted = {
            column for column, cell in enumerate(cells, left) if isinstance(cell, dict) and cell.get("note")
        }
        unticked = {
            column
            for column, cell in enumerate(cells, left)
            if isinstance(cell, dict) and _is_unticked(cell, values[column])
        }
        while values and values[-1] is None:
            values.pop()
        grid.rows.append(values)
        if noted:
            grid.notes[row] = noted
        if unticked:
            grid.defaults[row] = unticked


def _parse_table(table: dict[str, Any], grid: Grid) -> Table:
    area = table.get("range", {})
    columns = range(area.get("startColumnIndex", 0), area.get("endColumnIndex", grid.column_count))
    # what says that there is a footer is its colour:
    # https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets#TableRowsProperties
    has_footer = "footerColorStyle" in table.get("rowsProperties", {})
    return Table(table.get("tableId", ""), _rows_of(area, grid), columns, has_footer)


def _add_defaults(grid: Grid, table: Table, columns: Iterable[dict[str, Any]]) -> None:
    """Adds the cells of the table's typed columns that hold their default. Its header and its footer have none."""
    # whether these cells have a data validation too, as tick boxes outside of tables have, no document says
    rows = table.rows[1 : len(table.rows) - table.has_footer]
    for column in columns:
        default = _DEFAULTS.get(column.get("columnType", ""))
        place = table.columns.start + column.get("columnIndex", 0)
        for row in rows if default is not None else ():
            if cell_equals(grid.cell(row, place), default, "number"):
                grid.defaults.setdefault(row, set()).add(place)


def _rows_of(area: dict[str, Any], grid: Grid) -> range:
    return range(area.get("startRowIndex", 0), area.get("endRowIndex", grid.row_count))


def _pinned_rows(sheet: dict[str, Any], grid: Grid) -> Iterator[range]:
    protected = (
        one.get("range", {})
        for one in sheet.get("protectedRanges", ())
        if not one.get("warningOnly") and not one.get("requestingUserCanEdit")
    )
    yield from (table.rows for table in grid.tables)
    yield from (_rows_of(area, grid) for area in chain(sheet.get("merges", ()), protected))


def _add_comment(grid: Grid, area: dict[str, Any]) -> None:
    """Adds a comment to the first row of its range: a thread on many rows outlives the others."""
    row, left = area.get("startRowIndex", 0), area.get("startColumnIndex", 0)
    grid.rows.extend([] for _ in range(row + 1 - len(grid.rows)))
    columns = range(left, area.get("endColumnIndex", grid.column_count))
    grid.notes[row] = grid.notes.get(row, set()) | set(columns)


def _is_unticked(data: dict[str, Any], value: Cell) -> bool:
    """Whether the cell is a tick box without its tick: FALSE, or the second of two values of its own.

    https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/other#conditiontype
    """
    condition = data.get("dataValidation", {}).get("condition", {})
    if condition.get("type") != "BOOLEAN" or value is None:
        return False
    values = [one.get("userEnteredValue") for one in condition.get("values", ())]
    return value is False if len(values) < 2 else str(value) == values[1]
