"""Cells of ours that do not hold what they should, neighbours joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from syncer.load.sheet.cells import same
from syncer.load.sheet.columns import LINK
from syncer.load.sheet.found import Found
from syncer.load.sheet.frame import Frame, pieces
from syncer.load.sheet.grid import Grid
from syncer.load.sheet.persons import address
from syncer.load.sheet.standing import Standing
from syncer.load.sheet.steps import Piece, Rewrite
from syncer.transform.records import CellValue


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that will be written: its name as read ("" for a column that did not stand) and its column's header."""

    address: str
    header: str


@dataclass(frozen=True, slots=True)
class Rewrites:
    steps: list[Rewrite] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    differences: list[Difference] = field(default_factory=list)


def rewrites(
    grid: Grid, found: Found, standing: Standing, frame: Frame, places: Mapping[int, int]
) -> Rewrites:
    """Apart from restored keys, which the frame writes. `places`: where each row of ours that stays, as read, stands when these are written."""
    done = Rewrites()
    columns = [
        (value, column, found.columns.get(column.id, grid.column_count))
        for value, column in enumerate(frame.columns)
    ]
    open_runs: dict[Piece, tuple[int, list[tuple[CellValue, ...]]]] = {}
    for row in sorted(places, key=places.__getitem__):
        known = standing.rows[row]
        wrong = [
            (value, column, place)
            for value, column, place in columns
            if not same(grid.cell(row, place), known.values[value], column.kind)
            and not (column.id == LINK and row in standing.restored)
        ]
        if not wrong:
            continue
        done.rows.add(row)
        done.differences.extend(
            Difference(address(row, place) if place < grid.column_count else "", column.header)
            for _, column, place in wrong
        )
        for piece in pieces(frame.places, [value for value, _, _ in wrong]):
            top, rows = open_runs.get(piece, (-1, []))
            if top + len(rows) == places[row] and rows:
                rows.append(known.values)
            else:
                rows = [known.values]
                open_runs[piece] = (places[row], rows)
                done.steps.append(Rewrite(frame.gid, places[row], piece, rows))
    return done
