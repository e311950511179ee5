"""What rules would put into a smart sheet."""

from __future__ import annotations

import pytest

from library.rules.conditions import Order, RangeCondition, Rules
from library.rules.preview import PREVIEW_ROWS, preview_rules
from tests.library.rules.strategies import TODAY
from tests.support.songs import Song, person, save

FAST = RangeCondition("tempo", low=120)


@pytest.mark.parametrize(
    ("limit", "count", "shown"), [(None, 9, PREVIEW_ROWS), (20, 9, PREVIEW_ROWS), (3, 3, 3)]
)
def test_all_that_fit_are_counted_and_the_first_of_them_shown(db, limit, count, shown) -> None:
    ada = person()
    for tempo in (90, *range(121, 130)):
        save(ada, Song(TODAY, tempo=tempo))
    preview = preview_rules(ada, Rules((FAST,), order=Order("tempo"), limit=limit))
    assert (preview.matching, preview.count) == (9, count)
    assert [one.track.features.tempo for one in preview.first] == [*range(129, 120, -1)][:shown]
