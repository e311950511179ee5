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


def test_a_page_lies_in_the_middle():
    assert WHOLE.middle == 224
    assert Interval(Anchor(9, 9), Anchor(20, 30)).middle == 10


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
    assert ranks.anchors(page, 0, Interval(Anchor(0, 0), Anchor(9, 4))) == []
