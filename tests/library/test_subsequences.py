"""Longest increasing subsequences, compared with all subsequences of short lists."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.subsequences import longest_increasing_subsequence


@pytest.mark.parametrize(
    ("numbers", "indexes"),
    [([], []), ([7], [0]), ([1, 2, 3], [0, 1, 2]), ([3, 0, 1, 5, 2], [1, 2, 4]), ([2, 2], [1])],
)
def test_result_is_the_indexes_of_the_subsequence(numbers, indexes):
    assert longest_increasing_subsequence(numbers) == indexes


@given(st.lists(st.integers(0, 6), max_size=8))
def test_no_increasing_subsequence_is_longer(numbers):
    chosen = [numbers[index] for index in longest_increasing_subsequence(numbers)]
    assert is_increasing(chosen)
    assert not any(is_increasing(longer) for longer in combinations(numbers, len(chosen) + 1))


def is_increasing(numbers) -> bool:
    return all(one < other for one, other in pairwise(numbers))
