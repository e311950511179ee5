"""Bringing rows into order by moving as few as possible: a move carries notes and the person's cells along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from library.subsequences import longest_increasing_subsequence

Move = tuple[int, int, int]
"""First row, number of rows, and where to, each counted when the move's turn comes."""


def plan_moves(order: Sequence[int], count: int) -> tuple[list[Move], list[int]]:
    """The moves that bring rows into `order`, and where each of the `count` rows stands afterwards.

    `order` holds rows as read; rows that it leaves out stay among their neighbours.
    """
    staying = {order[place] for place in longest_increasing_subsequence(order)}
    # place 0 is the top of the tab, place row + 1 the row as read: a moved row counts at the one it follows
    tally = FenwickTree(count + 1)
    for row in range(count):
        tally.add(row + 1, 1)
    done: list[Move] = []
    followed: dict[int, list[int]] = {}
    anchor = 0
    for run in _runs(order, staying):
        if run[0] in staying:
            anchor = run[-1] + 1
            continue
        at, to = tally.before(run[0] + 1), tally.before(anchor + 1)
        if not at <= to <= at + len(run):
            done.append((at, len(run), to))
        tally.add(anchor, len(run))
        for row in run:
            tally.add(row + 1, -1)
        followed.setdefault(anchor, []).extend(run)
    return done, _places(count, followed)


def _runs(order: Sequence[int], staying: set[int]) -> Iterator[list[int]]:
    """Rows that follow one another both as read and in order, and share a fate."""
    run = list(order[:1])
    for row, following in pairwise(order):
        if following == row + 1 and (row in staying) == (following in staying):
            run.append(following)
        else:
            yield run
            run = [following]
    if run:
        yield run


def _places(count: int, followed: dict[int, list[int]]) -> list[int]:
    moved = {row for rows in followed.values() for row in rows}
    places = [0] * count
    at = 0
    for anchor in range(count + 1):
        own = [anchor - 1] if anchor and anchor - 1 not in moved else []
        for row in own + followed.get(anchor, []):
            places[row] = at
            at += 1
    return places


class FenwickTree:
    """Numbers at the places 0 to size - 1, all 0 at first; adding and summing cost log(size)."""

    def __init__(self, size: int) -> None:
        self._sums = [0] * (size + 1)

    def add(self, place: int, number: int) -> None:
        place += 1
        while place < len(self._sums):
            self._sums[place] += number
            place += place & -place

    def before(self, place: int) -> int:
        """The sum of the numbers at the places below this one."""
        total = 0
        while place:
            total += self._sums[place]
            place -= place & -place
        return total
