"""Rules as JSON, there and back; what cannot be meant is refused by name."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.problems import InvalidRules
from library.rules.conditions import PlaysGenre, RangeCondition, Rules
from library.rules.serialization import rules_from_json, rules_to_json
from tests.library.rules.strategies import RULES
from tests.support.problems import text_of


@pytest.mark.slow
@given(RULES)
def test_rules_are_read_back_as_they_were_stored(rules):
    assert rules_from_json(json.loads(json.dumps(rules_to_json(rules)))) == rules


def test_keys_that_are_left_out_have_their_defaults():
    assert rules_from_json({}) == Rules()
    read = rules_from_json({"conditions": [{"on": "tempo", "low": 120}]})
    assert read.conditions == (RangeCondition("tempo", low=120.0),)


def test_genres_are_normalised():
    read = rules_from_json({"conditions": [{"on": "genre", "name": "Hip-Hop"}]})
    assert read.conditions == (PlaysGenre("hip hop"),)


WRONG = [
    (
        {"on": "tempo", "low": 300, "high": 100},
        "Condition 1 (tempo): the lowest value, 300, is above the highest",
    ),
    ({"on": "tempo"}, "Condition 1 (tempo): fill in at least one of the two values"),
    ({"on": "energy", "low": 7}, "Condition 1 (energy): enter a number from 0 to 1; 7 is not one"),
    ({"on": "energy", "low": float("nan")}, "Condition 1 (energy): enter a number from 0 to 1"),
    ({"on": "energy", "low": "0.5"}, "Condition 1 (energy): enter a number from 0 to 1"),
    ({"on": "energy", "low": True}, "Condition 1 (energy): enter a number from 0 to 1"),
    ({"on": "release_year", "low": 1999.5}, "Condition 1 (release year): a year is a whole number"),
    ({"on": "genre", "name": " "}, "Condition 1 (genre): name a genre"),
    ({"on": "genre", "name": 5}, "Condition 1 (genre): name a genre"),
    ({"on": "saved_lately", "days": 0}, "Condition 1 (saved lately): enter a whole number of days"),
    ({"on": "saved_between"}, "Condition 1 (saved between): fill in at least one of the two days"),
    ({"on": "saved_between", "first": "soon"}, "Condition 1 (saved between): 'soon' is not a day"),
    ({"on": "saved_between", "first": 5}, "Condition 1 (saved between): '5' is not a day"),
    (
        {"on": "saved_between", "first": "9999-12-31"},
        "Condition 1 (saved between): 31 Dec 9999 is too far away",
    ),
    (
        {"on": "saved_between", "first": "2026-02-01", "last": "2026-01-01"},
        "Condition 1 (saved between): the first day, 2026-02-01, is after the last",
    ),
    ({"on": "explicit", "negated": "no"}, "Condition 1 (explicit): negated is true or false"),
    ({"on": "explicit", "low": 1}, "Condition 1 (explicit): it has no value 'low'"),
    ({"on": "loudness"}, "Condition 1 (?): 'loudness' is not a kind of condition"),
    ({"on": ["tempo"]}, "Condition 1 (?): ['tempo'] is not a kind"),
    ("tempo", "Condition 1 is not an object"),
]


@pytest.mark.parametrize(("condition", "sentence"), WRONG)
def test_a_wrong_condition_is_named(condition, sentence):
    with pytest.raises(InvalidRules) as caught:
        rules_from_json({"conditions": [condition]})
    assert text_of(caught.value).startswith(sentence)
    assert caught.value.number == 1


@pytest.mark.parametrize(
    "rules",
    [
        [],
        None,
        {"join": "all"},
        {"match": "some"},
        {"conditions": {}},
        {"conditions": [{"on": "explicit"}] * 21},
        {"sort": None},
        {"sort": []},
        {"sort": "tempo"},
        {"sort": None},
        {"sort": []},
        {"sort": {"by": "price"}},
        {"sort": {"by": ["tempo"]}},
        {"sort": {"by": "tempo", "descending": 1}},
        {"limit": 0},
        {"limit": True},
        {"limit": "50"},
    ],
)
def test_wrong_rules_are_refused_with_a_sentence(rules):
    with pytest.raises(InvalidRules) as caught:
        rules_from_json(rules)
    assert text_of(caught.value).endswith(".")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
)


@pytest.mark.slow
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "conditions": st.lists(
                st.fixed_dictionaries(
                    {"on": st.sampled_from(["tempo", "genre", "saved_between", "saved_lately", "explicit"])},
                    optional=dict.fromkeys(
                        ("low", "high", "name", "first", "last", "days", "negated"), _JSON
                    ),
                ),
                max_size=2,
            ),
            "sort": _JSON,
            "limit": _JSON,
            "match": _JSON,
        },
    )
)
def test_whatever_is_sent_is_read_or_refused(data):
    try:
        rules = rules_from_json(data)
    except InvalidRules as refused:
        assert text_of(refused)
    else:
        assert rules_from_json(rules_to_json(rules)) == rules
