"""Plain values as cell input: RAW stores them unchanged, USER_ENTERED parses them as typed text."""

from __future__ import annotations

from typing import Any

from sandbox.google.cells import MAX_CHARACTERS, Value, extended_value, number
from sandbox.google.errors import bad_field, invalid
from sandbox.google.ranges import Area
from sandbox.google.tab import Tab
from sandbox.google.typed_input import parse

Rows = list[list[Any]]


def write_requests(tab: Tab, area: Area, rows: Rows, option: str) -> list[dict[str, Any]]:
    """Returns updateCells requests for runs of cells to write; null cells separate the runs."""
    if option not in ("RAW", "USER_ENTERED"):
        raise invalid("'valueInputOption' is required but not specified")
    requests: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        for column, cells in _runs([_cell_data(value, option) for value in row]):
            start = {"sheetId": tab.gid, "rowIndex": area.top + place, "columnIndex": area.left + column}
            fields = "userEnteredValue"
            if any("userEnteredFormat" in cell for cell in cells):
                fields += ",userEnteredFormat.numberFormat"
            requests.append({"updateCells": {"start": start, "rows": [{"values": cells}], "fields": fields}})
    return requests


def _runs(cells: list[dict[str, Any] | None]) -> list[tuple[int, list[dict[str, Any]]]]:
    """Yields the runs. Cells that bring a format are a run of their own: the others keep their formats."""
    runs: list[tuple[int, list[dict[str, Any]]]] = []
    before: str | None = None
    for column, cell in enumerate(cells):
        kind = None if cell is None else "formatted" if "userEnteredFormat" in cell else "plain"
        if cell is not None and kind == before:
            runs[-1][1].append(cell)
        elif cell is not None:
            runs.append((column, [cell]))
        before = kind
    return runs


def _cell_data(value: Any, option: str) -> dict[str, Any] | None:
    if value is None:
        return None
    if not isinstance(value, str | int | float | bool):
        kind = "list_value" if isinstance(value, list) else "struct_value"
        raise bad_field("data.values", f"Invalid values[0][0]: {kind}")
    if isinstance(value, str) and len(value) > MAX_CHARACTERS:
        raise invalid(
            f"Your input contains more than the maximum of {MAX_CHARACTERS} characters in a single cell."
        )
    look = None
    entered: Value | None = value
    if isinstance(value, str):
        entered, look = parse(value) if option == "USER_ENTERED" else (value or None, None)
    elif not isinstance(value, bool):
        entered = number(value)
    data: dict[str, Any] = {} if entered is None else {"userEnteredValue": extended_value(entered)}
    return {**data, "userEnteredFormat": {"numberFormat": look}} if look else data
