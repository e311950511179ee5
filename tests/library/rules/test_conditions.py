"""Which rules match other tracks on another day."""

from datetime import date

import pytest

from library.rules.conditions import IsExplicit, RangeCondition, Rules, SavedBetween, SavedLately


@pytest.mark.parametrize(
    ("conditions", "moves"),
    [
        ((), False),
        ((RangeCondition("tempo", low=100), SavedBetween(first=date(2026, 1, 1)), IsExplicit()), False),
        ((IsExplicit(), SavedLately(30)), True),
        ((SavedLately(1, negated=True),), True),
    ],
)
def test_only_conditions_on_the_last_days_move_with_time(conditions, moves):
    assert Rules(conditions).move_with_time is moves
