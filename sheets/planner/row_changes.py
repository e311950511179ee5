"""Cells of ours that do not hold what they should, neighbours joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sheets.columns import LINK
from sheets.planner import requests as ask
from sheets.planner.cells import same
from sheets.planner.desired import KnownRow
from sheets.planner.frame import Frame, pieces
from sheets.planner.grid import Grid
from sheets.planner.locate_columns import ColumnLocations
from sheets.planner.match_rows import RowMatches
from sheets.planner.requests import Request
from sheets.planner.steps import Piece, Rewrite, Step, Together
from sheets.planner.user_content import address


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that will be written: its name as read ("" for a column that did not stand) and its column's header."""

    address: str
    header: str


@dataclass(frozen=True, slots=True)
class Rewrites:
    """`differences` are those in rows of wanted tracks: what is known of others may have changed by itself."""

    steps: list[Step] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    differences: list[Difference] = field(default_factory=list)


def rewrites(
    grid: Grid, found: ColumnLocations, standing: RowMatches, frame: Frame, places: Mapping[int, int]
) -> Rewrites:
    """Apart from restored keys, which are written before. `places`: where each row of ours that stays, as read, stands
    when these are written."""
    done = Rewrites()
    spots = [found.columns.get(column.id, grid.column_count) for column in frame.columns]
    last: dict[Piece, Rewrite] = {}
    count = Counter(standing.rows[row] for row in places)
    repeated: dict[KnownRow, list[Request]] = {}
    for row in sorted(places, key=places.__getitem__):
        known = standing.rows[row]
        values = known.values
        wrong = [
            value
            for value, column in enumerate(frame.columns)
            if not same(grid.cell(row, spots[value]), values[value], column.kind)
            and not (column.id == LINK and row in standing.restored)
        ]
        if wrong:
            done.rows.add(row)
        if wrong and known.fate == "wanted":
            done.differences.extend(_differences(grid, row, spots, frame, wrong))
        for piece in pieces(frame.places, wrong):
            if count[known] > 1:
                request = ask.write(frame.gid, places[row], piece.column, [piece.of(values)])
                repeated.setdefault(known, []).append(request)
                continue
            rewrite = last.get(piece)
            if rewrite is None or rewrite.row + rewrite.units != places[row]:
                rewrite = last[piece] = Rewrite(frame.gid, places[row], piece, [])
                done.steps.append(rewrite)
            rewrite.rows.append(values)
    # rows of one track at once: beside one that is right already, the others would look like the person's
    done.steps[:0] = [Together(tuple(requests)) for requests in repeated.values()]
    return done


def _differences(
    grid: Grid, row: int, spots: Sequence[int], frame: Frame, wrong: Sequence[int]
) -> Iterator[Difference]:
    for value in wrong:
        stood = spots[value] < grid.column_count
        yield Difference(address(row, spots[value]) if stood else "", frame.columns[value].header)
