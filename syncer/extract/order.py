"""Which of several ranks stand in order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise


def steady(ranks: Sequence[int]) -> list[int]:
    """The places of the longest rising run through `ranks`: what is left over has moved, or shares a second."""
    if all(one < other for one, other in pairwise(ranks)):
        return list(range(len(ranks)))
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, rank in enumerate(ranks):
        length = bisect_left(tails, rank)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [rank]
        ends[length : length + 1] = [place]
    places = []
    place = ends[-1]
    while place >= 0:
        places.append(place)
        place = before[place]
    return places[::-1]
