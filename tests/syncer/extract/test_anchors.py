"""Anchors and intervals of the halving search."""

from __future__ import annotations

import pytest

from syncer.extract.anchors import Anchor, Interval, Ranks
from tests.syncer.records import record, stored

WHOLE = Interval(Anchor(-1, -1), Anchor(499, 500))


def test_an_interval_counts_what_lies_between_its_anchors():
    assert (WHOLE.places, WHOLE.saves, WHOLE.differs) == (499, 500, True)
    upper = Interval(Anchor(-1, -1), Anchor(224, 224))
    assert (upper.places, upper.saves, upper.differs) == (224, 224, False)
    assert Interval(upper.above, upper.below, is_suspect=True).differs


@pytest.mark.parametrize(
    ("below", "overlap", "pages"),
    [(1, 0, 1), (49, 0, 1), (50, 0, 2), (98, 0, 2), (99, 0, 3), (49, 4, 1), (94, 4, 2), (95, 4, 3)],
)
def test_pages_of_an_interval_share_a_save_and_what_they_overlap(below, overlap, pages):
    assert Interval(Anchor(0, 0), Anchor(below, 999)).pages(overlap) == pages


@pytest.mark.parametrize(("below", "fits"), [(48, True), (49, True), (50, False)])
def test_an_interval_fits_a_page_together_with_its_anchors(below, fits):
    assert Interval(Anchor(0, 0), Anchor(below, 999)).fits_a_page is fits


@pytest.fixture
def ranks() -> Ranks:
    return Ranks([stored(number + 1, key, 20 - number) for number, key in enumerate("ABCDE")])


def test_saves_have_ranks_by_record_and_by_ref(ranks):
    assert [ranks.of(record(key, hour)) for key, hour in (("A", 20), ("C", 18), ("C", 9))] == [0, 2, None]
    assert ranks.of(record(None, 20)) is None
    assert (ranks.of_ref(3), ranks.of_ref(None)) == (2, -1)
    assert (ranks.ref_at(2), ranks.ref_at(-1)) == (3, None)


def test_anchors_are_the_first_and_last_saves_in_order(ranks):
    inside = Interval(Anchor(-1, -1), Anchor(9, 5))
    page = [record("X", 21), record("B", 19), record("C", 18), record("D", 17), record("A", 20)]
    assert ranks.anchors(page, 10, inside) == [Anchor(11, 1), Anchor(13, 3)]


def test_saves_outside_the_interval_are_no_anchors(ranks):
    page = [record("A", 20), record("E", 16)]
    assert ranks.anchors(page, 1, Interval(Anchor(0, 0), Anchor(9, 4))) == []


def test_the_upper_anchor_of_the_interval_is_one_in_its_place(ranks):
    page = [record("A", 20), record("C", 18), record("E", 16)]
    assert ranks.anchors(page, 0, Interval(Anchor(0, 0), Anchor(9, 4))) == [Anchor(0, 0), Anchor(1, 2)]


def ranks_of(*sizes: int) -> Ranks:
    """As many saves as `sizes` in one second each."""
    saves = [(place, number) for place, size in enumerate(sizes) for number in range(size)]
    return Ranks([stored(ref, f"T{ref}", -place) for ref, (place, _) in enumerate(saves)])


@pytest.mark.parametrize(("below", "pages_above"), [(98, 0), (99, 1), (343, 3), (344, 3), (499, 3), (588, 4)])
def test_a_page_leaves_a_whole_number_of_pages_above_it(below, pages_above):
    interval = Interval(Anchor(0, 0), Anchor(below, below + 1))
    assert ranks_of(*[1] * 600).probe(interval) == pages_above * 49


def test_at_the_top_a_page_begins_with_the_first_save():
    assert ranks_of(*[1] * 90).probe(Interval(Anchor(-1, -1), Anchor(89, 90))) == 0


@pytest.mark.parametrize(("first", "probe"), [(147, 146), (145, 144), (143, 150), (140, 147)])
def test_a_page_that_would_cut_a_second_in_two_lies_beside_it(first, probe):
    """Seven saves of one second, near the 147th place, in a library of single ones."""
    ranks = ranks_of(*[1] * first, 7, *[1] * 500)
    assert ranks.probe(Interval(Anchor(0, 0), Anchor(499, 499))) == probe
