"""How many saved tracks fit rules."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django.asserts import assertNumQueries

from library.models import SavedTrack
from library.rules.conditions import IsExplicit, PlaysGenre, RangeCondition, Rules
from library.rules.counts import count_each, count_matching
from library.rules.matching import matching
from library.rules.presets import PRESETS
from tests.library.rules.strategies import TODAY
from tests.support.songs import Song, person, save

RULES = {
    **PRESETS,
    "all": Rules(),
    "fast": Rules((RangeCondition("tempo", low=120),)),
    "not jazz": Rules((PlaysGenre("jazz", negated=True),)),
    "jazz or explicit": Rules((PlaysGenre("jazz"), IsExplicit()), match="any"),
}


@pytest.fixture
def ada(db):
    ada, bob = person(), person("bob")
    for tempo in (90, 121, 140):
        saved = save(
            ada, Song(TODAY, tempo=tempo, energy=0.3, release_date="1994", genres=(("jazz", "soul"),))
        )
    SavedTrack.objects.create(user=ada, track=saved.track, added_at=TODAY - timedelta(1), position=1)
    save(ada, Song(TODAY, has_features=False, explicit=True, genres=(("rock",),)))
    save(ada, Song(TODAY, tempo=150), removed_at=TODAY)
    save(bob, Song(TODAY, tempo=150, genres=(("rock",),)))
    return ada


@pytest.mark.parametrize("name", RULES)
def test_as_many_are_counted_as_a_sheet_without_a_limit_would_hold(ada, name):
    rules = Rules(RULES[name].conditions, RULES[name].match)
    with assertNumQueries(1):
        count = count_matching(ada, RULES[name])
    assert count == len(matching(ada, rules))


def test_many_rules_are_counted_in_one_query(ada):
    with assertNumQueries(1):
        counts = count_each(ada, RULES)
    assert counts == {name: count_matching(ada, rules) for name, rules in RULES.items()}
    assert (counts["all"], counts["fast"], counts["Calm nineties"]) == (4, 2, 3)
    assert count_each(ada, {}) == {}
