"""The form of a smart sheet's rules: from rules to lines, and from what was typed to rules or errors."""

from __future__ import annotations

from datetime import date

import pytest

from library.rules.conditions import (
    MOST_CONDITIONS,
    IsExplicit,
    Order,
    PlaysGenre,
    RangeCondition,
    Rules,
    SavedBetween,
    SavedLately,
)
from library.rules.serialization import CONDITION_KINDS
from website.smart.forms import KINDS, SmartForm

RULES = Rules(
    (
        RangeCondition("tempo", low=99.5),
        RangeCondition("energy", low=0.333, high=0.57),
        RangeCondition("valence", high=0.123456789, negated=True),
        RangeCondition("release_year", low=1960, high=1969, negated=True),
        RangeCondition("release_year", low=1965, high=1969),
        RangeCondition("release_year", low=1650, high=1659),
        PlaysGenre("2 step"),
        SavedLately(30),
        SavedBetween(last=date(2026, 1, 1)),
        IsExplicit(negated=True),
    ),
    match="any",
    order=Order("tempo", descending=False),
    limit=100,
)


def posted(form: SmartForm) -> dict[str, str]:
    """Returns what a browser sends of the form."""
    data = {"name": form.name, "match": form.match, "order": form.order, "limit": form.limit}
    for line in form.lines:
        fields = {"kind": line.kind, "first": line.first, "second": line.second}
        fields["is"] = "not" if line.negated else "is"
        data |= {f"{name}-{line.number}": value for name, value in fields.items()}
    return data


def test_every_kind_of_condition_can_be_added() -> None:
    assert KINDS.keys() - {"decade"} == set(CONDITION_KINDS)
    assert [kind for kind, _ in SmartForm().adders] == list(KINDS)


def test_form_of_rules_that_is_sent_unchanged_means_the_same_rules():
    form = SmartForm.from_post(posted(SmartForm.from_rules("Mine", RULES)))
    assert form.is_valid
    assert (form.name, form.rules) == ("Mine", RULES)


def test_ten_years_that_have_a_name_are_shown_as_a_decade():
    kinds = [line.kind for line in SmartForm.from_rules("Mine", RULES).lines]
    assert kinds[3:6] == ["decade", "release_year", "release_year"]


def test_shares_are_shown_and_typed_in_percent():
    energy = SmartForm.from_rules("Mine", RULES).lines[1]
    assert (energy.first, energy.second, energy.unit, energy.limits) == ("33.3", "57", "%", ("0", "100"))
    form = SmartForm.from_post({"name": "x", "kind-0": "energy", "second-0": "45"})
    assert form.rules.conditions == (RangeCondition("energy", high=0.45),)


def test_empty_form_means_every_track_newest_first():
    form = SmartForm.from_post({"name": "All"})
    assert form.rules == Rules()


def test_a_condition_is_added_behind_the_others_and_nothing_typed_is_lost():
    data = {"name": "x", "kind-0": "tempo", "first-0": "fast", "second-0": "180", "limit": "10"}
    form = SmartForm.from_post(data | {"add": "genre"})
    assert [(line.number, line.kind, line.has_focus) for line in form.lines] == [
        (0, "tempo", False),
        (1, "genre", True),
    ]
    assert (form.lines[0].first, form.lines[0].second, form.limit) == ("fast", "180", "10")
    assert [line.kind for line in SmartForm.from_post(data | {"add": "loudness"}).lines] == ["tempo"]


def test_a_condition_is_taken_off_and_the_others_are_numbered_again():
    data = posted(SmartForm.from_rules("Mine", RULES)) | {"remove": "0"}
    form = SmartForm.from_post(data)
    assert form.rules.conditions == RULES.conditions[1:]
    assert [line.number for line in form.lines] == [*range(len(RULES.conditions) - 1)]


def test_no_more_conditions_can_be_added_than_rules_may_have():
    full = SmartForm.from_rules("Full", Rules((IsExplicit(),) * MOST_CONDITIONS))
    assert not list(full.adders)
    assert len(SmartForm.from_post(posted(full) | {"add": "tempo"}).lines) == MOST_CONDITIONS


def test_a_blank_line_is_no_condition_until_the_sheet_is_saved():
    form = SmartForm.from_post({"name": "x", "kind-0": "genre", "kind-1": "tempo", "first-1": "120"})
    assert form.rules.conditions == (RangeCondition("tempo", low=120),)
    assert form.is_valid
    form.require_complete()
    assert [bool(line.error) for line in form.lines] == [True, False]
    assert not form.is_valid


def test_error_is_shown_at_its_line_and_counts_the_blank_ones():
    data = {"name": "x", "kind-0": "genre", "kind-1": "tempo", "first-1": "fast", "limit": "10"}
    form = SmartForm.from_post(data)
    assert form.rules is None
    assert [line.error[:19] for line in form.lines] == ["", "Condition 2 (Tempo)"]
    assert (form.lines[1].first, form.limit, form.error) == ("fast", "10", "")


@pytest.mark.parametrize(
    ("bounds", "words"),
    [(("450", ""), "from 0% to 100%; 450% is not one"), (("70", "20"), "70%, is above the highest, 20%")],
)
def test_errors_of_shares_speak_of_percent(bounds, words):
    low, high = bounds
    form = SmartForm.from_post({"name": "x", "kind-0": "energy", "first-0": low, "second-0": high})
    assert words in form.lines[0].error


def test_error_of_the_rules_as_a_whole_is_shown_above_the_lines():
    form = SmartForm.from_post({"name": "x", "limit": "many"})
    assert form.error.startswith("The limit is a whole number")


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e999", "abc", "9" * 400])
@pytest.mark.parametrize("kind", ["tempo", "energy", "decade", "saved_lately", "release_year"])
def test_what_is_no_value_is_an_error(kind, value):
    form = SmartForm.from_post({"name": "x", f"kind-{0}": kind, "first-0": value})
    assert form.rules is None
    assert form.lines[0].error


@pytest.mark.parametrize(("name", "is_valid"), [("  Late   night ", True), (" ", False), ("x" * 81, False)])
def test_name_is_needed_and_has_a_longest_length(name, is_valid):
    form = SmartForm.from_post({"name": name})
    assert form.is_valid is is_valid
    assert bool(form.name_error) is not is_valid
    assert not is_valid or form.name == "Late night"


@pytest.mark.parametrize(("text", "low"), [("150,5", 150.5), ("150.5", 150.5), ("150", 150)])
def test_decimal_comma_counts_as_a_point(text, low):
    form = SmartForm.from_post({"name": "x", "kind-0": "tempo", "first-0": text})
    assert form.rules.conditions == (RangeCondition("tempo", low=low),)
