"""Which row of the tab belongs to which track."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sheets.columns import LINK, Column
from sheets.planner.cells import Cell, lookup_key
from sheets.planner.desired import DesiredTab, KnownRow, RowIndex
from sheets.planner.grid import Grid
from sheets.planner.locate_columns import ColumnLocations, key_at
from sheets.planner.row_ownership import RowOwnership, has_note, has_value_beside

_ENOUGH_CELLS = 2
"""A row without its key is known by its other cells, if at least so many hold something."""


@dataclass(frozen=True, slots=True)
class RowMatches:
    """`rows`: the rows of ours as read. `restored`: those among them whose key was damaged. `own`: the others in
    which something stands in our columns; they are the person's. `worded`: those among them that hold the link of a
    track which is not wanted any more. `typed`: by dropped column, the rows of known tracks whose cell there is the
    person's."""

    rows: dict[int, KnownRow] = field(default_factory=dict)
    restored: set[int] = field(default_factory=set)
    typed: dict[str, set[int]] = field(default_factory=dict)
    own: list[int] = field(default_factory=list)
    worded: dict[int, KnownRow] = field(default_factory=dict)

    @property
    def first_rows(self) -> dict[KnownRow, int]:
        """Each track's topmost row."""
        return {known: row for row, known in sorted(self.rows.items(), reverse=True)}

    def give(self, row: int, *, is_leaving: bool) -> None:
        """To the person."""
        entry = self.rows.pop(row)
        self.own.append(row)
        if is_leaving:
            self.worded[row] = entry


def match_rows(grid: Grid, found: ColumnLocations, wanted: DesiredTab, known: RowIndex) -> RowMatches:
    standing = RowMatches()
    link = found.columns.get(LINK)
    for row, cells in enumerate(grid.rows):
        if row == found.header.row and not found.header.is_missing:
            continue
        entry = known.by_key.get(key_at(grid, row, link) or "")
        if entry:
            standing.rows[row] = entry
        elif any(place < len(cells) and cells[place] is not None for place in found.ours):
            standing.own.append(row)
    likeness = RowOwnership(grid, found.places, wanted)
    _tell_apart(grid, found, wanted, likeness, standing)
    _restore(grid, found, wanted.columns, known, standing)
    for row, entry in standing.rows.items():
        for name in likeness.typed_into(row, entry):
            standing.typed.setdefault(name, set()).add(row)
    return standing


def _tell_apart(
    grid: Grid, found: ColumnLocations, wanted: DesiredTab, likeness: RowOwnership, standing: RowMatches
) -> None:
    """Leave rows to the person that hold a track's link, and otherwise what they typed."""
    told = {row for row, entry in standing.rows.items() if likeness.agrees(row, entry)}
    entries = {standing.rows[row] for row in told}
    for row, entry in list(standing.rows.items()):
        is_told = entry in entries or entry.fate != "wanted" or likeness.is_enough(entry)
        if row not in told and is_told and likeness.is_other(row, entry):
            standing.give(row, is_leaving=not wanted.keeps(entry))
    first = standing.first_rows if wanted.mode == "mirror" else {}
    for row, entry in list(standing.rows.items()):
        is_leaving = not wanted.keeps(entry) and not likeness.is_as_written(row, entry)
        is_repeated = first.get(entry, row) != row and likeness.is_other(row, entry)
        if not is_leaving and not is_repeated:
            continue
        is_beside = row in told and (has_note(grid, row) or has_value_beside(grid, row, found.ours))
        if not is_beside and not likeness.typed_into(row, entry):
            standing.give(row, is_leaving=True)
    for row in standing.worded.keys() - told:
        for name, place in found.dropped.items():
            if grid.cell(row, place) is not None:
                standing.typed.setdefault(name, set()).add(row)
    standing.own.sort()


def _restore(
    grid: Grid, found: ColumnLocations, columns: Sequence[Column], known: RowIndex, standing: RowMatches
) -> None:
    """Give rows with a damaged key back to the missing track whose other cells stand in them.

    A column in which nothing stands tells nothing: the batch before this one may just have brought it back.
    """
    if not standing.own:
        return
    telling = [
        (value, column, found.columns[column.id])
        for value, column in enumerate(columns)
        if column.id in found.columns and column.identifies_row
    ]
    below = [
        cells for row, cells in enumerate(grid.rows) if found.header.is_missing or row != found.header.row
    ]
    telling = [
        one for one in telling if any(one[2] < len(cells) and cells[one[2]] is not None for cells in below)
    ]
    there = set(standing.rows.values())
    missing: dict[tuple[object, ...], list[KnownRow]] = {}
    if len(telling) >= _ENOUGH_CELLS:
        for entry in reversed(known.newest):
            if entry not in there:
                told = tuple(lookup_key(entry.values[value], column.kind) for value, column, _ in telling)
                missing.setdefault(told, []).append(entry)
    for row in list(standing.own) if missing else ():
        cells: list[Cell] = [grid.cell(row, place) for _, _, place in telling]
        told = tuple(
            lookup_key(cell, column.kind) for cell, (_, column, _) in zip(cells, telling, strict=True)
        )
        if sum(cell is not None for cell in cells) >= _ENOUGH_CELLS and missing.get(told):
            standing.rows[row] = missing[told].pop()
            standing.restored.add(row)
            standing.own.remove(row)
            standing.worded.pop(row, None)
