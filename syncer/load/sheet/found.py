"""Where our columns stand: by the mark they carry, then by header text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from syncer.load.sheet.cells import same
from syncer.load.sheet.columns import CATALOGUE, LINK
from syncer.load.sheet.grid import Grid
from syncer.load.sheet.header import Header, find_header
from syncer.load.sheet.keys import key_of
from syncer.load.sheet.wanted import Known
from syncer.transform.records import CellValue, Column


@dataclass(frozen=True, slots=True)
class Found:
    """`columns`: the chosen ones that stand, id to place. `dropped`: marked ones that are not chosen any more."""

    header: Header
    columns: dict[str, int]
    dropped: dict[str, int]

    @property
    def ours(self) -> frozenset[int]:
        return frozenset((*self.columns.values(), *self.dropped.values()))


def find_columns(grid: Grid, columns: Sequence[Column], by_key: Mapping[str, Known]) -> Found:
    marked = _marked(grid)
    link = marked.get(LINK, _link_by_header(grid, marked))
    everywhere = marked if link is None else {**marked, LINK: link}
    header = _header(grid, everywhere, columns, by_key)
    found = dict(everywhere)
    for value, column in enumerate(columns):
        # without links to tell our rows by, columns headed like ours are the person's
        by_text = _by_header(grid, header, column, set(found.values())) if link is not None else None
        if column.id not in found and by_text is not None:
            beside = ((row, known.values[value]) for row, known in _keyed(grid, link, by_key))
            if _holds_ours(grid, by_text, column, beside):
                found[column.id] = by_text
    chosen = {column.id for column in columns}
    return Found(
        header,
        {column_id: place for column_id, place in found.items() if column_id in chosen},
        {column_id: place for column_id, place in found.items() if column_id not in chosen},
    )


def keys_in(grid: Grid) -> set[str]:
    """Keys of the rows that may be ours: fetch what the database knows of those that are not wanted."""
    marked = _marked(grid)
    link = marked.get(LINK, _link_by_header(grid, marked))
    if link is None:
        return set()
    return {key for key in (key_at(grid, row, link) for row in range(len(grid.rows))) if key}


def key_at(grid: Grid, row: int, link: int | None) -> str | None:
    cell = grid.cell(row, link) if link is not None else None
    return key_of(cell) if isinstance(cell, str) else None


def _keyed(grid: Grid, link: int | None, by_key: Mapping[str, Known]) -> Iterator[tuple[int, Known]]:
    for row in range(len(grid.rows)):
        known = by_key.get(key_at(grid, row, link) or "")
        if known:
            yield row, known


def _marked(grid: Grid) -> dict[str, int]:
    """A mark that stands twice belongs to the column that still has the header, else to the left one."""
    places: dict[str, int] = {}
    tops = range(max(1, grid.frozen_rows))
    for place, tag in sorted(grid.tags.items()):
        title = CATALOGUE[tag.column].header
        if tag.column not in places or (
            any(grid.cell(row, place) == title for row in tops)
            and not any(grid.cell(row, places[tag.column]) == title for row in tops)
        ):
            places[tag.column] = place
    return places


def _header(
    grid: Grid, places: Mapping[str, int], columns: Sequence[Column], by_key: Mapping[str, Known]
) -> Header:
    link = places.get(LINK)
    chosen = [places[column.id] for column in columns if column.id in places]
    titles = {place: CATALOGUE[column_id].header for column_id, place in places.items()}
    return find_header(grid, titles, chosen, lambda row: key_at(grid, row, link) in by_key)


def _link_by_header(grid: Grid, marked: Mapping[str, int]) -> int | None:
    """An unmarked column headed Link, most of whose cells are links to tracks."""
    for row in range(min(len(grid.rows), max(1, grid.frozen_rows))):
        for place, cell in enumerate(grid.rows[row]):
            if cell == CATALOGUE[LINK].header and place not in grid.tags and place not in marked.values():
                below = [grid.cell(other, place) for other in range(row + 1, len(grid.rows))]
                texts = [text for text in below if text is not None]
                if 2 * sum(isinstance(text, str) and key_of(text) is not None for text in texts) > len(texts):
                    return place
    return None


def _by_header(grid: Grid, header: Header, column: Column, taken: set[int]) -> int | None:
    if header.is_missing or header.row >= len(grid.rows):
        return None
    for place, cell in enumerate(grid.rows[header.row]):
        if cell == column.header and place not in taken and place not in grid.tags:
            return place
    return None


def _holds_ours(grid: Grid, place: int, column: Column, rows: Iterable[tuple[int, CellValue]]) -> bool:
    """Whether most of what stands beside our keys is what we would write: a person's own Genres are not ours."""
    right = wrong = 0
    for row, value in rows:
        stands = grid.cell(row, place)
        if stands is not None:
            is_right = same(stands, value, column.kind)
            right, wrong = right + is_right, wrong + (not is_right)
    return right > wrong or wrong == 0
