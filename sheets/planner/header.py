"""Which row is the header: people insert rows above it, sort it away, rename it or delete it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from sheets.planner.grid import Grid

_MIN_RENAMED_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Header:
    """`is_missing`: a row has to be inserted for it at `row`."""

    row: int
    is_missing: bool = False


def find_header(
    grid: Grid,
    titles: Mapping[int, str],
    chosen: Collection[int],
    is_key: Callable[[int], bool],
    is_of_track: Callable[[int], bool],
) -> Header:
    """Returns the header's row. `titles` are the headers of all managed columns by position, those no longer chosen
    among them; `is_key` recognises the rows of tracks, `is_of_track` also those whose link was typed over.

    It is the first of these that applies:
    1. of the rows that hold most of the titles, or most of the chosen columns' titles, the one that holds the most;
    2. the frozen row that holds most titles, if it holds any;
    3. a frozen row that looks renamed: a text in each managed column, none of them a link, and no track's words;
    4. the first row, where the managed columns are empty there.
    Otherwise the header is missing: the first row is the person's.
    """

    def matches(row: int, columns: Iterable[int] = titles) -> int:
        return sum(grid.cell(row, column) == titles[column] for column in columns)

    likely: dict[int, int] = {}
    for row in range(len(grid.rows)):
        # most and not all: people rename single headers, and a choice of columns may just have changed
        count = matches(row)
        has_most = 2 * count > len(titles) or 2 * matches(row, chosen) > len(chosen)
        if has_most and not is_key(row):
            likely[row] = count
    if likely:
        # max takes the first, the upper one, of equals
        return Header(max(likely, key=likely.__getitem__))
    frozen = [row for row in range(grid.frozen_rows) if not is_key(row)]
    # the lowest of equals: a title above the header may repeat one of its words
    best = max(frozen, key=lambda row: (matches(row), row), default=None)
    if best is not None and matches(best):
        return Header(best)
    renamed = [row for row in frozen if _is_full_of_titles(grid, row, titles) and not is_of_track(row)]
    # only where those cells are empty: otherwise the row would be written over, and it may be the person's
    is_free = all(grid.cell(0, column) is None for column in titles)
    return Header(renamed[0]) if renamed else Header(0, is_missing=not is_free)


def _is_full_of_titles(grid: Grid, row: int, columns: Collection[int]) -> bool:
    # a row that the person added hardly fills every managed column with text, dates included; a link is no title
    cells = [grid.cell(row, place) for place in columns]
    return len(columns) >= _MIN_RENAMED_COLUMNS and all(
        isinstance(cell, str) and "://" not in cell for cell in cells
    )
