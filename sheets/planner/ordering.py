"""Bringing rows into order with few moves: a move carries notes and the person's cells along, a rewrite would not.

as read    A B C D E        wanted order    D A B E C

A B E (or A B C) is a longest run of rows that are in order already: none of them moves. D goes before A, C behind E:
two moves, of which each is counted in the tab as the moves before it left it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from library.subsequences import longest_increasing_subsequence

Move = tuple[int, int, int]
"""First row, number of rows, and where to, each counted when the move's turn comes."""


class FenwickTree:
    """Numbers at the places 0 to size - 1, all 0 at first; adding and summing cost log(size).

    https://en.wikipedia.org/wiki/Fenwick_tree
    """

    def __init__(self, size: int) -> None:
        self._sums = [0] * (size + 1)

    def add(self, place: int, number: int) -> None:
        """Adds to the number at a place."""
        place += 1
        while place < len(self._sums):
            self._sums[place] += number
            place += place & -place

    def before(self, place: int) -> int:
        """Returns the sum of the numbers at the places below this one."""
        total = 0
        while place:
            total += self._sums[place]
            place -= place & -place
        return total


def consecutive(numbers: Sequence[int]) -> list[range]:
    """Returns ascending numbers as ranges of neighbours."""
    ranges: list[range] = []
    for number in numbers:
        if ranges and ranges[-1].stop == number:
            ranges[-1] = range(ranges[-1].start, number + 1)
        else:
            ranges.append(range(number, number + 1))
    return ranges


def plan_moves(order: Sequence[int], count: int) -> tuple[list[Move], list[int]]:
    """Returns the moves that bring rows into `order`, and where each of the `count` rows is afterwards.

    `order` holds rows as read; rows that it leaves out keep their neighbours.
    """
    unmoved = {order[place] for place in longest_increasing_subsequence(order)}
    # Place 0 is the top of the tab, place row + 1 the row as read. A moved row is counted at the one it follows, so
    # that no other place has to be counted anew: thousands of moves would take quadratic time.
    rows_at = FenwickTree(count + 1)
    for row in range(count):
        rows_at.add(row + 1, 1)
    moves: list[Move] = []
    followers: dict[int, list[int]] = {}
    anchor = 0
    # runs and not rows: thousands of single moves are slow at Google, and most rows of a sorted tab move together
    for run in _runs(order, unmoved):
        if run[0] in unmoved:
            anchor = run[-1] + 1
            continue
        source, target = rows_at.before(run[0] + 1), rows_at.before(anchor + 1)
        # they may be there already, because rows between them have moved away
        if not source <= target <= source + len(run):
            moves.append((source, len(run), target))
        rows_at.add(anchor, len(run))
        for row in run:
            rows_at.add(row + 1, -1)
        followers.setdefault(anchor, []).extend(run)
    return moves, _final_places(count, followers)


def _runs(order: Sequence[int], unmoved: set[int]) -> Iterator[list[int]]:
    """Rows that follow one another both as read and in order, and that all move or are all unmoved."""
    run = list(order[:1])
    for row, following in pairwise(order):
        if following == row + 1 and (row in unmoved) == (following in unmoved):
            run.append(following)
        else:
            yield run
            run = [following]
    if run:
        yield run


def _final_places(count: int, followers: dict[int, list[int]]) -> list[int]:
    moved = {row for rows in followers.values() for row in rows}
    places = [0] * count
    at = 0
    for anchor in range(count + 1):
        unmoved = [anchor - 1] if anchor and anchor - 1 not in moved else []
        for row in unmoved + followers.get(anchor, []):
            places[row] = at
            at += 1
    return places
