"""Counting what stands before a line while lines come in and move (a Fenwick tree)."""

from __future__ import annotations


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
