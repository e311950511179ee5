"""What should stand in the sheet, and which rows of it we know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sheets.columns import Column
from sheets.planner.cells import CellValue, fit_to_cell, truncate
from sheets.planner.track_links import key_of

Fate = Literal["wanted", "removed", "outside"]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it should stand: `key` is the Link cell's text, `values` are one a column in the columns' order."""

    key: str
    aliases: tuple[str, ...]
    values: tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class DesiredTab:
    """`rows` newest first, each with one value a column.

    `removed` and `outside` are rows of tracks that left the library, or that only the scope leaves out: the planner
    needs those whose keys stand in the sheet (`keys_in`). `laid` are the column ids of the last confirmed write, ()
    when unknown: while the choice stays, columns stay where the person dragged them. `dropped` are those that stand in the
    sheet and are not chosen any more (`dropped_in`): each row holds their values behind the others, so that what the
    person typed into them is known. `unchanged` says that `rows` and columns equal the last confirmed write, so that
    every difference in them was made by the person.
    A mirror holds `rows` and nothing else: rows to be kept there belong among `rows`.
    """

    columns: tuple[Column, ...]
    rows: Sequence[SheetRow]
    removed: Sequence[SheetRow] = ()
    outside: Sequence[SheetRow] = ()
    keep_removed: bool = False
    mode: Literal["merge", "mirror"] = "merge"
    laid: tuple[str, ...] = ()
    dropped: tuple[Column, ...] = ()
    unchanged: bool = False

    def keeps(self, known: KnownRow) -> bool:
        """Whether the track's row stays, whatever stands beside it."""
        is_kept = self.keep_removed and self.mode == "merge" and known.fate == "removed"
        return known.fate == "wanted" or is_kept


@dataclass(frozen=True, slots=True, eq=False)
class KnownRow:
    """A row that we know by its key. `rank` is its place among the wanted ones, newest 0; -1 for others."""

    key: str
    aliases: tuple[str, ...]
    values: tuple[CellValue, ...]
    fate: Fate
    rank: int = -1


@dataclass(frozen=True, slots=True)
class RowIndex:
    """All rows that we know: `newest` holds the wanted ones in order, `by_key` finds any by key or former key."""

    newest: list[KnownRow]
    by_key: dict[str, KnownRow]
    truncated: int


def index_rows(wanted: DesiredTab) -> RowIndex:
    """Where two rows claim one key, the one whose own key it is has it before one whose former key it is; among equals a
    wanted one before others, and the first of those."""
    link = next(place for place, column in enumerate(wanted.columns) if column.id == "link")
    entries: dict[str, KnownRow] = {}
    for known in _all(wanted, link):
        entries.setdefault(known.key, known)
    by_key = dict(entries)
    for known in entries.values():
        for alias in known.aliases:
            by_key.setdefault(alias, known)
    newest = [known for known in entries.values() if known.fate == "wanted"]
    return RowIndex(newest, by_key, sum(_cuts(row.values[: len(wanted.columns)]) for row in wanted.rows))


def _all(wanted: DesiredTab, link: int) -> Iterator[KnownRow]:
    yield from _known(wanted.rows, "wanted", link)
    yield from _known(wanted.removed, "removed", link)
    yield from _known(wanted.outside, "outside", link)


def _known(rows: Iterable[SheetRow], fate: Fate, link: int) -> Iterator[KnownRow]:
    for rank, row in enumerate(rows):
        key = key_of(row.key) or row.key
        aliases = tuple(key_of(alias) or alias for alias in row.aliases)
        values = [fit_to_cell(value) for value in row.values]
        # what is written here is what the row is found by next time
        values[link] = key
        yield KnownRow(key, aliases, tuple(values), fate, rank if fate == "wanted" else -1)


def _cuts(values: Iterable[CellValue]) -> int:
    """How many texts of the row do not fit into a cell."""
    return sum(isinstance(value, str) and truncate(value) is not value for value in values)
