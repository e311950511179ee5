"""The sheet once our columns and the header stand where they belong: where everything else is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sheets.columns import LINK, Column
from sheets.planner import requests as ask
from sheets.planner.cells import Cell
from sheets.planner.desired import DesiredTab
from sheets.planner.grid import Grid
from sheets.planner.layout import lay
from sheets.planner.locate_columns import ColumnLocations
from sheets.planner.match_rows import RowMatches
from sheets.planner.metadata import untag
from sheets.planner.requests import Request
from sheets.planner.steps import Piece, Rewrite, Step, Together


@dataclass(frozen=True, slots=True)
class Frame:
    """`places`: where each chosen column stands from now on. `pieces`: the same, neighbours together. `dropped`: where
    those stand that are not chosen any more, until they go after everything else.

    `shift` is 1 where a row was inserted for the header; `header` is the row it stands in; `used` are the rows down to
    the last in which something stands; `row_count` and `frozen` are the grid's.
    """

    gid: int
    columns: Sequence[Column]
    places: tuple[int, ...]
    dropped: dict[str, int]
    shift: int
    header: int
    used: int
    row_count: int
    frozen: int

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return pieces(self.places, range(len(self.places)))


def pieces(places: Sequence[int], values: Sequence[int]) -> tuple[Piece, ...]:
    """These values of a row as runs of neighbouring columns."""
    runs: list[tuple[int, list[int]]] = []
    for place, value in sorted((places[value], value) for value in values):
        if runs and runs[-1][0] + len(runs[-1][1]) == place:
            runs[-1][1].append(value)
        else:
            runs.append((place, [value]))
    return tuple(Piece(column, tuple(run)) for column, run in runs)


def frame(
    grid: Grid, found: ColumnLocations, standing: RowMatches, wanted: DesiredTab
) -> tuple[Frame, list[Step]]:
    """The frame, and the steps that make it: nothing where it stands already."""
    places, dropped, requests = lay(
        grid,
        found,
        wanted.columns,
        in_order=wanted.laid != tuple(column.id for column in wanted.columns),
        packed=wanted.mode == "mirror",
    )
    is_first = not found.ours and grid.is_blank
    shift = int(found.header.is_missing)
    made = Frame(
        gid=grid.gid,
        columns=wanted.columns,
        places=places,
        dropped=dropped,
        shift=shift,
        header=found.header.row,
        used=max(len(grid.rows), found.header.row + 1 - shift) + shift,
        row_count=max(grid.row_count + shift, 2 if is_first else 1),
        frozen=max(grid.frozen_rows, 1) if is_first else grid.frozen_rows + shift * (grid.frozen_rows > 0),
    )
    requests = [
        # all at once: halfway, the header could not be recognised
        *requests,
        *map(untag, found.strays),
        *_header(grid, found, made),
        *(_dress(grid, made) if is_first else []),
    ]
    return made, [*([Together(tuple(requests))] if requests else []), *_keys(standing, made)]


def _header(grid: Grid, found: ColumnLocations, made: Frame) -> list[Request]:
    requests = [ask.insert(grid.gid, "ROWS", 0, 1)] if made.shift else []
    titles = [column.header for column in made.columns]
    if made.shift or header_cells(grid, found, made.columns) != titles:
        requests += [
            ask.write(grid.gid, made.header, piece.column, [piece.of(titles)]) for piece in made.pieces
        ]
    return requests


def _keys(standing: RowMatches, made: Frame) -> list[Rewrite]:
    """Before anything else is written into the rows: those still without their key are known by their other cells."""
    link = next(value for value, column in enumerate(made.columns) if column.id == LINK)
    piece = Piece(made.places[link], (link,))
    return [
        Rewrite(made.gid, rows.start + made.shift, piece, [standing.rows[row].values for row in rows])
        for rows in runs(sorted(standing.restored))
    ]


def header_cells(grid: Grid, found: ColumnLocations, columns: Sequence[Column]) -> list[Cell]:
    """What stands in the header now; None for columns that do not stand yet."""
    row = found.header.row
    return [
        grid.cell(row, found.columns[column.id]) if column.id in found.columns else None for column in columns
    ]


def _dress(grid: Grid, made: Frame) -> list[Request]:
    """Only a tab in which nothing stood gets a frozen header; one row has to stay unfrozen."""
    requests = [ask.append(grid.gid, "ROWS", made.row_count - grid.row_count)] if grid.row_count < 2 else []
    requests += [
        ask.embolden(grid.gid, made.header, piece.column, len(piece.values)) for piece in made.pieces
    ]
    return requests + ([ask.freeze(grid.gid, made.frozen)] if made.frozen != grid.frozen_rows else [])


def runs(numbers: Sequence[int]) -> list[range]:
    """Ascending numbers as ranges of neighbours."""
    found: list[range] = []
    for number in numbers:
        if found and found[-1].stop == number:
            found[-1] = range(found[-1].start, number + 1)
        else:
            found.append(range(number, number + 1))
    return found
