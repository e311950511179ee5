"""Which row is the header: people insert rows above it, sort it away, rename it or delete it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from sheets.planner.grid import Grid

_TELLING_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Header:
    """`is_missing`: a row has to be inserted for it."""

    row: int
    is_missing: bool = False


def find_header(
    grid: Grid, titles: Mapping[int, str], chosen: Collection[int], is_key: Callable[[int], bool]
) -> Header:
    """`titles` are the headers of our columns by where the columns stand, those that are not chosen any more among
    them; `is_key` tells the rows of tracks.

    The first row that still says most of them, or most of the chosen ones'; else the frozen row that says most; else one that looks renamed; else
    the first row, where nothing stands in our columns. Otherwise the header is gone: what stands there is somebody's.
    """

    def matches(row: int, columns: Iterable[int] = titles) -> int:
        return sum(grid.cell(row, column) == titles[column] for column in columns)

    for row in range(len(grid.rows)):
        is_said = 2 * matches(row) > len(titles) or 2 * matches(row, chosen) > len(chosen)
        if is_said and not is_key(row):
            return Header(row)
    frozen = [row for row in range(grid.frozen_rows) if not is_key(row)]
    best = max(frozen, key=lambda row: (matches(row), row), default=None)
    if best is not None and matches(best):
        return Header(best)
    renamed = [row for row in frozen if _is_full_of_text(grid, row, titles)]
    is_free = all(grid.cell(0, column) is None for column in titles)
    return Header(renamed[0]) if renamed else Header(0, is_missing=not is_free)


def _is_full_of_text(grid: Grid, row: int, columns: Collection[int]) -> bool:
    """A header in the person's own words. Their rows hardly fill all of our columns with text, dates included."""
    return len(columns) >= _TELLING_COLUMNS and all(
        isinstance(grid.cell(row, place), str) for place in columns
    )
