"""Longest increasing subsequences: what keeps its place while the rest is moved into order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

Number = TypeVar("Number", int, tuple[int, int])


def longest_increasing_subsequence(numbers: Sequence[Number]) -> list[int]:
    """Returns the indexes of a longest strictly increasing subsequence, ascending. Pairs are numbers too.

    Patience sorting, O(n log n): https://en.wikipedia.org/wiki/Longest_increasing_subsequence

        numbers  3  0  1  5  2
        result      1  2     4      (0, 1, 2)
    """
    # The common case, an unchanged order, needs no search.
    if all(one < other for one, other in pairwise(numbers)):
        return list(range(len(numbers)))
    tails: list[Number] = []
    tail_indexes: list[int] = []
    predecessors: list[int] = []
    for index, number in enumerate(numbers):
        # The longest subsequence that this number can extend; of equal length the one with the smallest end is kept,
        # because more numbers can extend it.
        length = bisect_left(tails, number)
        predecessors.append(tail_indexes[length - 1] if length else -1)
        tails[length : length + 1] = [number]
        tail_indexes[length : length + 1] = [index]
    chain: list[int] = []
    index = tail_indexes[-1]
    while index >= 0:
        chain.append(index)
        index = predecessors[index]
    return chain[::-1]
