"""Where the managed columns are: by the tag that they carry, then by header text and content.

    tags:     artist  track         link           (metadata moves with a column and is deleted with it)
    row 0:    Artist  Track  Album  Link   Rating
    row 1:    Björk   Jóga   Homog  …/1    five
    row 2:    Air     Talis  Moon   …/2    four

Artist, Track and Link are found by their tags, also after the person has dragged or renamed them. Album
was written before and lost its tag in a copy: the header says Album, and rows 1 and 2, found by their links, hold the
albums that belong there, so it is taken. Rating is the person's, and so is a column headed Album with other content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sheets.columns import COLUMNS, LINK, Column
from sheets.planner.cells import cell_equals
from sheets.planner.desired import DesiredTab, KnownRow
from sheets.planner.grid import Grid
from sheets.planner.header import Header, find_header
from sheets.planner.requests import ColumnTag
from sheets.planner.row_ownership import RowOwnership
from sheets.planner.track_links import key_at

Positions = dict[str, int]
"""Column ids and the positions of those columns."""


@dataclass(frozen=True, slots=True)
class ColumnLocations:
    """`columns`: the chosen columns that the tab has. `dropped`: tagged ones that are no longer chosen.

    `stray_tags`: tags that a column of the person's carries as well, because it was copied.
    """

    header: Header
    columns: Positions
    dropped: Positions
    stray_tags: tuple[ColumnTag, ...] = ()

    @property
    def all_columns(self) -> Positions:
        """The chosen and the dropped columns."""
        return {**self.columns, **self.dropped}

    @property
    def managed(self) -> frozenset[int]:
        """The positions of all columns that a sync may write into."""
        return frozenset(self.all_columns.values())


def locate_columns(grid: Grid, desired: DesiredTab, by_key: Mapping[str, KnownRow]) -> ColumnLocations:
    """Returns where the columns are; `by_key` finds the rows that the database knows."""
    # Link first: its keys lead to the tracks whose values show whether the other columns are managed
    positions = _tagged(grid, desired, by_key)
    strays = tuple(tag for place, tag in sorted(grid.tags.items()) if positions[tag.column] != place)
    positions = _add_untagged_link(grid, positions, desired, by_key)
    positions = _find_without_header(grid, positions, desired, by_key)
    header = _find_header(grid, positions, desired, by_key)
    positions = _add_untagged(grid, header, positions, desired, by_key)
    # after everything is located, because the question needs all columns of the table
    if _would_delete_user_row(grid, positions, desired, by_key):
        positions = {}
        header = _find_header(grid, positions, desired, by_key)
    chosen = {column.id for column in desired.columns}
    return ColumnLocations(
        header,
        {column_id: place for column_id, place in positions.items() if column_id in chosen},
        {column_id: place for column_id, place in positions.items() if column_id not in chosen},
        strays,
    )


def keys_in(grid: Grid) -> set[str]:
    """Returns the keys of rows that may be managed: the caller fetches those of them that are not wanted."""
    tagged = [place for place, tag in grid.tags.items() if tag.column == LINK]
    places = tagged or [one.place for one in _columns_of_links(grid)]
    rows = range(len(grid.rows))
    # of every column of links, because which one is managed is only known once their tracks are fetched
    return {key for key in (key_at(grid, row, place) for place in places for row in rows) if key}


def dropped_in(grid: Grid, columns: Iterable[Column]) -> tuple[Column, ...]:
    """Returns the tagged columns that are no longer chosen: `DesiredTab.dropped`."""
    tagged = {tag.column for tag in grid.tags.values()}
    return tuple(COLUMNS[name] for name in sorted(tagged - {column.id for column in columns}))


def _known_rows(
    grid: Grid, link: int | None, by_key: Mapping[str, KnownRow]
) -> Iterator[tuple[int, KnownRow]]:
    for row in range(len(grid.rows)):
        known = by_key.get(key_at(grid, row, link) or "")
        if known:
            yield row, known


def _tagged(grid: Grid, desired: DesiredTab, by_key: Mapping[str, KnownRow]) -> Positions:
    """A tag that two columns carry belongs to the one that holds the track's values; in doubt to the one that has the
    header, then to the left one. The tracks are those of the links, also where Link has lost its own tag."""
    places: dict[str, list[int]] = {}
    for place, tag in sorted(grid.tags.items()):
        places.setdefault(tag.column, []).append(place)
    columns = {column.id: (index, column) for index, column in enumerate(desired.all_columns)}
    header_rows = range(max(1, grid.frozen_rows))
    link: int | None = None

    # people copy a column to keep its old values, and Google copies the tag along; the copy must not be written into
    def likelihood(place: int) -> tuple[int, bool]:
        column_id = grid.tags[place].column
        has_title = any(grid.cell(row, place) == COLUMNS[column_id].header for row in header_rows)
        if column_id == LINK:
            return sum(1 for _ in _known_rows(grid, place, by_key)), has_title
        if column_id not in columns:
            return 0, has_title
        right, wrong = _count_cells(grid, place, *columns[column_id], _known_rows(grid, link, by_key))
        return right - wrong, has_title

    # max takes the first, the left one, of equals
    link = max(places.get(LINK, ()), key=likelihood, default=None)
    if link is None and len(places) < len(grid.tags):
        link = next((column.place for column in _columns_of_links(grid) if column.is_headed), None)
    return {
        name: max(several, key=likelihood) if len(several) > 1 else several[0]
        for name, several in places.items()
    }


def _find_header(
    grid: Grid, positions: Positions, desired: DesiredTab, by_key: Mapping[str, KnownRow]
) -> Header:
    link = positions.get(LINK)
    chosen = [positions[column.id] for column in desired.columns if column.id in positions]
    titles = {place: COLUMNS[column_id].header for column_id, place in positions.items()}
    texts = [
        (value, positions[column.id])
        for value, column in enumerate(desired.all_columns)
        if column.id in positions and column.id != LINK and column.kind == "text"
    ]

    def is_of_track(row: int) -> bool:
        cells = [(value, grid.cell(row, place)) for value, place in texts]
        return any(
            sum(cell is not None and known.values[value] == cell for value, cell in cells)
            >= min(2, len(cells))
            > 0
            for known in by_key.values()
        )

    return find_header(grid, titles, chosen, lambda row: key_at(grid, row, link) is not None, is_of_track)


def _may_have_lost_tag(grid: Grid, desired: DesiredTab, column_id: str) -> bool:
    # Tags are lost all together, when the tab's content is copied; one that is missing beside others was deleted with
    # its column.
    return not grid.tags and (column_id in desired.written_columns or not desired.written_columns)


def _add_untagged_link(
    grid: Grid, positions: Positions, desired: DesiredTab, by_key: Mapping[str, KnownRow]
) -> Positions:
    """An untagged column headed Link most of whose cells are links. The row's other cells decide whether it is managed:

        Track (tagged)   Link          Link
        Jóga             …/joga        …/hunter
        my own words     …/hunter      …/joga        most rows agree with the left one, and none with the right one

    Where the other cells say nothing, all of its cells have to be links, or all tags to be lost.
    Where other columns are tagged it is taken as well: without the links, rows with few other cells would not be
    recognised.
    """
    if LINK in positions or (grid.tags and not desired.written_columns):
        return positions
    ownership = RowOwnership(grid, positions, desired)
    for column in _columns_of_links(grid):
        if not column.is_headed:
            continue
        rows = list(_known_rows(grid, column.place, by_key))
        votes = [ownership.compare(*row) for row in rows]
        agreeing, others = sum(vote > 0 for vote in votes), sum(vote < 0 for vote in votes)
        is_proven = agreeing > others or (bool(rows) and column.share == 1 and not others)
        if (desired.written_columns and not grid.tags) or is_proven:
            return {**positions, LINK: column.place}
    return positions


@dataclass(frozen=True, slots=True)
class _LinkColumn:
    """`share`: how many of its cells are links, without its title. `is_headed`: whether one of its cells is the title."""

    place: int
    share: float
    is_headed: bool


def _columns_of_links(grid: Grid) -> Iterator[_LinkColumn]:
    """Untagged columns most of whose cells are links to tracks."""
    for place in range(max(map(len, grid.rows), default=0)):
        if place in grid.tags:
            continue
        # in any row: people write above the header, and sort it into their rows
        is_title = [grid.cell(row, place) == COLUMNS[LINK].header for row in range(len(grid.rows))]
        texts = sum(grid.cell(row, place) is not None for row in range(len(grid.rows))) - any(is_title)
        links = sum(key_at(grid, row, place) is not None for row in range(len(grid.rows)))
        # most and not all: a damaged link must not make the column the person's
        if 2 * links > texts:
            yield _LinkColumn(place, links / texts, any(is_title))


def _find_without_header(
    grid: Grid, positions: Positions, desired: DesiredTab, by_key: Mapping[str, KnownRow]
) -> Positions:
    """A table that was written before and has lost its tags and its header: found by its links and values.

    Each column is the one where most rows hold the values of their links' tracks. A column of few different values,
    as Explicit is, has to agree everywhere, and at least one column beside Link has to be found.
    """
    if positions or grid.tags or not desired.written_columns:
        return positions
    for links in _columns_of_links(grid):
        rows = list(_known_rows(grid, links.place, by_key))
        found = {LINK: links.place}
        for index, column in enumerate(desired.columns):
            if column.id in desired.written_columns and column.id != LINK:
                taken = set(found.values())
                counts = {
                    place: _count_cells(grid, place, index, column, rows)
                    for place in range(grid.column_count)
                    if place not in taken
                }
                # max takes the first, the left one, of equals
                best = max(counts, key=lambda place: counts[place][0] - counts[place][1], default=None)
                different = {grid.cell(row, best) for row, _ in rows} - {None} if best is not None else set()
                if best is not None and _is_column_of(column, *counts[best], len(different)):
                    found[column.id] = best
        if len(found) > 1 or set(desired.written_columns) == {LINK}:
            return found
    return positions


def _is_column_of(column: Column, right: int, wrong: int, different: int) -> bool:
    """Whether a column without a title holds what was written, by how many cells are right, wrong, and different."""
    if column.kind == "text":
        return right > wrong
    return right > 0 and not wrong and different > 1


def _add_untagged(
    grid: Grid, header: Header, positions: Positions, desired: DesiredTab, by_key: Mapping[str, KnownRow]
) -> Positions:
    """Untagged columns that have a column's header and its values: most of them where it was written before, else all.

    Without links it is unknown which values those would be.
    """
    positions = dict(positions)
    if LINK not in positions or header.is_missing or header.row >= len(grid.rows):
        return positions
    for index, column in enumerate(desired.columns):
        if column.id in positions or not _may_have_lost_tag(grid, desired, column.id):
            continue
        for place, cell in enumerate(grid.rows[header.row]):
            if cell != column.header or place in positions.values():
                continue
            rows = _known_rows(grid, positions[LINK], by_key)
            right, wrong = _count_cells(grid, place, index, column, rows)
            # a user's column headed by chance like a managed one, with one equal cell, must not be taken over:
            # where nothing proves that a sync wrote it, every filled cell has to agree
            if right > wrong and (desired.written_columns or not wrong):
                positions[column.id] = place
                break
    return positions


def _count_cells(
    grid: Grid, place: int, index: int, column: Column, rows: Iterable[tuple[int, KnownRow]]
) -> tuple[int, int]:
    """How many of the cells that hold something hold the track's value, and how many something else."""
    right = wrong = 0
    for row, known in rows:
        cell = grid.cell(row, place)
        if cell is not None:
            is_right = cell_equals(cell, known.values[index], column.kind)
            right, wrong = right + is_right, wrong + (not is_right)
    return right, wrong


def _would_delete_user_row(
    grid: Grid, positions: Positions, desired: DesiredTab, by_key: Mapping[str, KnownRow]
) -> bool:
    """Whether a table that nothing proves to be written by a sync has a row equal to one that would be deleted.

    Then the whole table is the person's own list of songs, made before they linked the sheet.
    """
    if desired.written_columns or grid.tags or LINK not in positions:
        return False
    ownership = RowOwnership(grid, positions, desired)
    return any(
        not desired.keeps(known) and ownership.is_unedited(row, known)
        for row, known in _known_rows(grid, positions[LINK], by_key)
    )
