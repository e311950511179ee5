"""What may stay where it is while the rest is moved into order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_increasing(numbers: Sequence[int]) -> list[int]:
    """The places of a longest increasing subsequence of different numbers."""
    ends: list[int] = []
    end_places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(end_places[length - 1] if length else -1)
        if length == len(ends):
            ends.append(number)
            end_places.append(place)
        else:
            ends[length], end_places[length] = number, place
    chain: list[int] = []
    place = end_places[-1] if end_places else -1
    while place >= 0:
        chain.append(place)
        place = before[place]
    return chain[::-1]
