"""What a tab should hold, and an index of the rows that the database knows, by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sheets.columns import LINK, Column
from sheets.planner.cells import CellValue, fit_to_cell, truncate
from sheets.planner.track_links import key_of
from sheets.planner.written_rows import WrittenRows

RowStatus = Literal["wanted", "removed", "out_of_scope"]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it should be: `key` is the Link cell's text, `values` are one a column in the columns' order."""

    key: str
    aliases: tuple[str, ...]
    values: tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class DesiredTab:
    """`rows` newest first, each with one value a column.

    `removed` and `out_of_scope` are rows of tracks that left the library, or that only the scope leaves out: the
    planner needs those whose keys are in the sheet (`keys_in`). `written_columns` are the column ids of the last
    confirmed write, () when unknown: until the choice changes, columns keep the order that the person dragged them
    into. `dropped` are
    columns in the sheet that are no longer chosen (`dropped_in`): each row holds their values behind the others, so
    that what the person typed into them is recognised. `unchanged` says that `rows` and columns equal the last
    confirmed write, so that every difference in them was made by the person.
    `written` is what the last writes left in the rows, the one that Google confirmed and those whose answer was lost.
    `displaces`: whether new rows may take the place of the first or last track's row.
    A mirror holds `rows` and nothing else: rows to be kept there belong among `rows`.
    """

    columns: tuple[Column, ...]
    rows: Sequence[SheetRow]
    removed: Sequence[SheetRow] = ()
    out_of_scope: Sequence[SheetRow] = ()
    keep_removed: bool = False
    mode: Literal["merge", "mirror"] = "merge"
    written_columns: tuple[str, ...] = ()
    dropped: tuple[Column, ...] = ()
    unchanged: bool = False
    written: tuple[WrittenRows, ...] = ()
    displaces: bool = True

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """In the order of the rows' values."""
        return (*self.columns, *self.dropped)

    def keeps(self, row: KnownRow) -> bool:
        """Whether the track's row is kept, with or without the person's content beside it."""
        is_kept = self.keep_removed and self.mode == "merge" and row.status == "removed"
        return row.status == "wanted" or is_kept


# compared by identity, because rows are dictionary keys and there are 50,000 of them
@dataclass(frozen=True, slots=True, eq=False)
class KnownRow:
    """A row that the database knows, its values as a cell can hold them."""

    key: str
    aliases: tuple[str, ...]
    values: tuple[CellValue, ...]
    status: RowStatus


@dataclass(frozen=True, slots=True)
class RowIndex:
    """`newest` holds the wanted rows in order, `by_key` finds any row by its key or a former key."""

    newest: list[KnownRow]
    by_key: dict[str, KnownRow]
    truncated: int


def index_rows(desired: DesiredTab) -> RowIndex:
    """Returns the index of all rows of the desired tab.

    Where two rows claim one key, the row whose present key it is has it before one whose former key it is; among
    equals a wanted one before others, and the first of those.
    """
    # values of dropped columns are only compared and never written, so none of them can be cut
    width = len(desired.columns)
    rows: dict[str, KnownRow] = {}
    for row in _known_rows(desired):
        rows.setdefault(row.key, row)
    # former keys after all present ones: when Spotify gives a track the id that another one had, the row under that
    # id is the other's
    by_key = dict(rows)
    for row in rows.values():
        for alias in row.aliases:
            by_key.setdefault(alias, row)
    newest = [row for row in rows.values() if row.status == "wanted"]
    return RowIndex(newest, by_key, sum(_count_too_long(row.values[:width]) for row in desired.rows))


def _known_rows(desired: DesiredTab) -> Iterator[KnownRow]:
    link = next(place for place, column in enumerate(desired.columns) if column.id == LINK)
    yield from _with_status(desired.rows, "wanted", link)
    yield from _with_status(desired.removed, "removed", link)
    yield from _with_status(desired.out_of_scope, "out_of_scope", link)


def _with_status(rows: Iterable[SheetRow], status: RowStatus, link: int) -> Iterator[KnownRow]:
    for row in rows:
        key = key_of(row.key) or row.key
        aliases = tuple(key_of(alias) or alias for alias in row.aliases)
        values = [fit_to_cell(value) for value in row.values]
        # what is written here is what the row is found by next time
        values[link] = key
        yield KnownRow(key, aliases, tuple(values), status)


def _count_too_long(values: Iterable[CellValue]) -> int:
    return sum(isinstance(value, str) and truncate(value) is not value for value in values)
