"""Missing tracks: each directly under the nearest newer one that stands in the sheet, else under the header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sheets.planner.desired import KnownRow
from sheets.planner.fenwick_tree import FenwickTree
from sheets.planner.frame import Frame
from sheets.planner.steps import Insert


@dataclass(frozen=True, slots=True)
class Inserts:
    """`pushed` tells how far rows that stood there were pushed down, `row_count` the grid's height afterwards."""

    steps: list[Insert]
    pushed: FenwickTree
    row_count: int


def inserts(newest: Sequence[KnownRow], stands: Mapping[KnownRow, int], frame: Frame, top: int) -> Inserts:
    """`stands`: the row of each track that stands. `top`: the row for what is newer than all of those.

    Runs go in newest first, so that a plan that stops between two batches leaves the newest ones standing.
    """
    size = max(frame.used, top) + 1
    pushed = FenwickTree(size + 1)
    row_count, is_filled = frame.row_count, False
    steps: list[Insert] = []
    columns = list(zip(frame.places, frame.columns, strict=True))
    for base, run in _missing(newest, stands, top):
        row = base + pushed.before(base)
        fills = base >= frame.used and not is_filled
        rows = [known.values for known in run]
        steps.append(Insert(frame.gid, row, row_count if fills else None, columns, frame.pieces, rows))
        pushed.add(base, len(run))
        row_count = max(row_count, row + len(run)) if fills else row_count + len(run)
        is_filled = is_filled or fills
    return Inserts(steps, pushed, row_count)


def _missing(
    newest: Sequence[KnownRow], stands: Mapping[KnownRow, int], top: int
) -> list[tuple[int, list[KnownRow]]]:
    """Runs of missing tracks with the row that each begins in, before any of them is inserted."""
    runs: list[tuple[int, list[KnownRow]]] = []
    base, is_open = top, False
    for known in newest:
        if known in stands:
            base, is_open = stands[known] + 1, False
        elif is_open:
            runs[-1][1].append(known)
        else:
            runs.append((base, [known]))
            is_open = True
    return runs
