"""Where our columns stand: by the mark they carry, then by header text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sheets.columns import COLUMNS, LINK, Column
from sheets.planner.cells import cell_equals
from sheets.planner.desired import DesiredTab, KnownRow
from sheets.planner.grid import Grid
from sheets.planner.header import Header, find_header
from sheets.planner.requests import ColumnTag
from sheets.planner.row_ownership import RowOwnership
from sheets.planner.track_links import key_of


@dataclass(frozen=True, slots=True)
class ColumnLocations:
    """`columns`: the chosen ones that stand, id to place. `dropped`: marked ones that are not chosen any more.

    `strays`: marks of ours that a column of the person's carries as well.
    """

    header: Header
    columns: dict[str, int]
    dropped: dict[str, int]
    strays: tuple[ColumnTag, ...] = ()

    @property
    def places(self) -> dict[str, int]:
        return {**self.columns, **self.dropped}

    @property
    def ours(self) -> frozenset[int]:
        return frozenset(self.places.values())


def locate_columns(grid: Grid, wanted: DesiredTab, by_key: Mapping[str, KnownRow]) -> ColumnLocations:
    found = _marked(grid, wanted, by_key)
    strays = tuple(tag for place, tag in sorted(grid.tags.items()) if found[tag.column] != place)
    found = _with_link(grid, found, wanted, by_key)
    header = _header(grid, found, wanted.columns)
    found = _with_headed(grid, header, found, wanted, by_key)
    if _would_cost_a_row(grid, found, wanted, by_key):
        found = {}
        header = _header(grid, found, wanted.columns)
    chosen = {column.id for column in wanted.columns}
    return ColumnLocations(
        header,
        {column_id: place for column_id, place in found.items() if column_id in chosen},
        {column_id: place for column_id, place in found.items() if column_id not in chosen},
        strays,
    )


def keys_in(grid: Grid) -> set[str]:
    """Keys of the rows that may be ours: fetch what the database knows of those that are not wanted."""
    marked = [place for place, tag in grid.tags.items() if tag.column == LINK]
    places = marked or [place for place, _ in _headed_link(grid)]
    rows = range(len(grid.rows))
    return {key for key in (key_at(grid, row, place) for place in places for row in rows) if key}


def dropped_in(grid: Grid, columns: Iterable[Column]) -> tuple[Column, ...]:
    """Marked columns that are not chosen any more: `Wanted.dropped`."""
    marked = {tag.column for tag in grid.tags.values()}
    return tuple(COLUMNS[name] for name in sorted(marked - {column.id for column in columns}))


def key_at(grid: Grid, row: int, link: int | None) -> str | None:
    cell = grid.cell(row, link) if link is not None else None
    return key_of(cell) if isinstance(cell, str) else None


def _keyed(grid: Grid, link: int | None, by_key: Mapping[str, KnownRow]) -> Iterator[tuple[int, KnownRow]]:
    for row in range(len(grid.rows)):
        known = by_key.get(key_at(grid, row, link) or "")
        if known:
            yield row, known


def _marked(grid: Grid, wanted: DesiredTab, by_key: Mapping[str, KnownRow]) -> dict[str, int]:
    """A mark that stands twice belongs to the column that holds our values; in doubt to the one that has the header,
    then to the left one."""
    places: dict[str, list[int]] = {}
    for place, tag in sorted(grid.tags.items()):
        places.setdefault(tag.column, []).append(place)
    columns = {column.id: (value, column) for value, column in enumerate((*wanted.columns, *wanted.dropped))}
    tops = range(max(1, grid.frozen_rows))
    link: int | None = None

    def likelihood(place: int) -> tuple[int, bool]:
        column_id = grid.tags[place].column
        has_title = any(grid.cell(row, place) == COLUMNS[column_id].header for row in tops)
        if column_id == LINK:
            return sum(1 for _ in _keyed(grid, place, by_key)), has_title
        if column_id not in columns:
            return 0, has_title
        right, wrong = _compare(grid, place, *columns[column_id], _keyed(grid, link, by_key))
        return right - wrong, has_title

    # max takes the first, the left one, of equals
    link = max(places.get(LINK, ()), key=likelihood, default=None)
    return {
        name: max(several, key=likelihood) if len(several) > 1 else several[0]
        for name, several in places.items()
    }


def _header(grid: Grid, places: Mapping[str, int], columns: Sequence[Column]) -> Header:
    link = places.get(LINK)
    chosen = [places[column.id] for column in columns if column.id in places]
    titles = {place: COLUMNS[column_id].header for column_id, place in places.items()}
    return find_header(grid, titles, chosen, lambda row: key_at(grid, row, link) is not None)


def _may_be_ours(grid: Grid, wanted: DesiredTab, column_id: str) -> bool:
    """Whether an unmarked column can be one that we laid: where any mark stands, the missing one went with its column."""
    return not grid.tags and (column_id in wanted.laid or not wanted.laid)


def _with_link(
    grid: Grid, found: dict[str, int], wanted: DesiredTab, by_key: Mapping[str, KnownRow]
) -> dict[str, int]:
    """An unmarked column headed Link: all of whose cells are links, some to our tracks and none to another than the one
    that stands beside it. Most cells are enough where we know that we laid one and that the marks are lost.

    Where others are marked it is taken as well: without the links, rows with few other cells would not be known again.
    """
    if LINK in found or (grid.tags and not wanted.laid):
        return found
    likeness = RowOwnership(grid, found, wanted)
    for place, share in _headed_link(grid):
        rows = list(_keyed(grid, place, by_key))
        are_others = any(likeness.is_other(*one) and not likeness.agrees(*one) for one in rows)
        if (wanted.laid and not grid.tags) or (share == 1 and rows and not are_others):
            return {**found, LINK: place}
    return found


def _headed_link(grid: Grid) -> Iterator[tuple[int, float]]:
    """Unmarked columns headed Link most of whose cells are links to tracks, with the share of those."""
    for row in range(min(len(grid.rows), max(1, grid.frozen_rows))):
        for place, cell in enumerate(grid.rows[row]):
            if cell == COLUMNS[LINK].header and place not in grid.tags:
                below = range(row + 1, len(grid.rows))
                texts = sum(grid.cell(other, place) is not None for other in below)
                links = sum(key_at(grid, other, place) is not None for other in below)
                if 2 * links > texts:
                    yield place, links / texts


def _with_headed(
    grid: Grid, header: Header, found: dict[str, int], wanted: DesiredTab, by_key: Mapping[str, KnownRow]
) -> dict[str, int]:
    """Unmarked columns that are headed like ours and hold our values: most of them, where we know that we laid one, else
    all. Without links nothing tells what should stand there.
    """
    found = dict(found)
    if LINK not in found or header.is_missing or header.row >= len(grid.rows):
        return found
    for value, column in enumerate(wanted.columns):
        if column.id in found or not _may_be_ours(grid, wanted, column.id):
            continue
        for place, cell in enumerate(grid.rows[header.row]):
            if cell != column.header or place in found.values():
                continue
            right, wrong = _compare(grid, place, value, column, _keyed(grid, found[LINK], by_key))
            if right > wrong and (wanted.laid or not wrong):
                found[column.id] = place
                break
    return found


def _compare(
    grid: Grid, place: int, value: int, column: Column, rows: Iterable[tuple[int, KnownRow]]
) -> tuple[int, int]:
    """How many of the cells that hold something hold what we would write, and how many something else."""
    right = wrong = 0
    for row, known in rows:
        stands = grid.cell(row, place)
        if stands is not None:
            is_right = cell_equals(stands, known.values[value], column.kind)
            right, wrong = right + is_right, wrong + (not is_right)
    return right, wrong


def _would_cost_a_row(
    grid: Grid, found: Mapping[str, int], wanted: DesiredTab, by_key: Mapping[str, KnownRow]
) -> bool:
    """Whether a table of which we do not know that we wrote it says word for word what we would delete: it stays theirs."""
    if wanted.laid or grid.tags or LINK not in found:
        return False
    likeness = RowOwnership(grid, found, wanted)
    return any(
        not wanted.keeps(known) and likeness.is_as_written(row, known)
        for row, known in _keyed(grid, found[LINK], by_key)
    )
