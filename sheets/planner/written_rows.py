"""What the last write left in the rows of a tab, as digests: the memory that tells our cells from the person's.

    key of the row, 8 bytes │ cell of column 1, 2 bytes │ cell of column 2, 2 bytes │ …

A row is as it was written if every cell of it is, whatever would be written into it today: another title, another time
zone, other columns. 10,000 rows of five columns take 180 KB. One cell in 65,000 is taken for another one by chance.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain

from sheets.columns import COLUMNS, LINK
from sheets.planner.cells import Cell, CellValue, fit_to_cell, lookup_key
from sheets.planner.track_links import key_of

KEY_BYTES = 8
CELL_BYTES = 2


@dataclass(frozen=True, slots=True)
class WrittenRows:
    """`columns`: ids of the columns that the digests are of, without Link. `digests`: those of a row's cells, by key."""

    columns: tuple[str, ...] = ()
    digests: Mapping[bytes, bytes] = field(default_factory=dict)

    def has_row(self, key: str) -> bool:
        """Whether a row with this key was written."""
        return _key_digest(key) in self.digests

    def to_bytes(self) -> bytes:
        """Returns the digests as they are stored; `columns` is stored beside them."""
        return b"".join(key + cells for key, cells in self.digests.items())


def read_written_rows(columns: Sequence[str], stored: bytes) -> WrittenRows:
    """Returns what `to_bytes` has made; nothing for bytes that another version has stored."""
    width = KEY_BYTES + CELL_BYTES * len(columns)
    if len(stored) % width or not set(columns) <= COLUMNS.keys():
        return WrittenRows()
    rows = (stored[start : start + width] for start in range(0, len(stored), width))
    return WrittenRows(tuple(columns), {row[:KEY_BYTES]: row[KEY_BYTES:] for row in rows})


def written_rows(
    columns: Sequence[str],
    wanted: Iterable[tuple[str, Sequence[CellValue]]],
    former: Iterable[tuple[str, Sequence[CellValue]]] = (),
    former_keys: Collection[str] = (),
) -> WrittenRows:
    """Returns the digests of rows: the Link cell's text, and values that begin with one for each of the columns.

    Of the `former` ones, of tracks that are no longer wanted, those whose row a sync has written: another row with such a
    link is the person's.
    """
    rows = chain(wanted, ((link, values) for link, values in former if (key_of(link) or link) in former_keys))
    places = [(place, column) for place, column in enumerate(columns) if column != LINK]
    digests = {
        _key_digest(key_of(link) or link): b"".join(
            _cell_digest(column, fit_to_cell(values[place])) for place, column in places
        )
        for link, values in rows
    }
    return WrittenRows(tuple(column for _, column in places), digests)


def is_as_written(
    memories: Collection[WrittenRows], keys: Collection[str], cells: Mapping[str, Cell]
) -> bool:
    """Whether writes left just these cells, by column id, in the row of the track that has had these keys.

    Each cell by one of the writes: of one whose answer was lost a part may be in the tab. Empty cells hold nothing of the
    person's and prove nothing, nor does Link alone.
    """
    filled = [(column, cell) for column, cell in cells.items() if cell is not None]
    # Looked up once a row and not once a cell.
    names = [_key_digest(key) for key in keys]
    rows = [
        (memory.columns, memory.digests[name])
        for memory in memories
        for name in names
        if name in memory.digests
    ]
    return bool(filled and rows) and all(_is_in(rows, column, cell) for column, cell in filled)


def _is_in(rows: Iterable[tuple[tuple[str, ...], bytes]], column: str, cell: Cell) -> bool:
    """Whether the cell is as it was written into this column of one of the rows."""
    digest = _cell_digest(column, cell)
    starts = ((columns.index(column) * CELL_BYTES, cells) for columns, cells in rows if column in columns)
    return any(cells[start : start + CELL_BYTES] == digest for start, cells in starts)


def _key_digest(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=KEY_BYTES).digest()


def _cell_digest(column: str, cell: Cell) -> bytes:
    # dates to the second and numbers to six places: as they come back from Google
    known = repr(lookup_key(cell, COLUMNS[column].kind))
    return blake2b(known.encode(), digest_size=CELL_BYTES).digest()
