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
from website.smart.forms import BLANK_LINES, SmartForm

RULES = Rules(
    (
        RangeCondition("tempo", low=99.5),
        RangeCondition("release_year", low=1960, high=1969, negated=True),
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
    data = {"name": form.name, "match": form.match, "sort": form.sort_by, "limit": form.limit}
    data["direction"] = "down" if form.descending else "up"
    for line in form.lines:
        fields = {"on": line.on, "first": line.first, "second": line.second}
        fields["is"] = "not" if line.negated else "is"
        data |= {f"{name}-{line.number}": value for name, value in fields.items()}
    return data


def test_form_of_rules_that_is_sent_unchanged_means_the_same_rules():
    form = SmartForm.from_post(posted(SmartForm.from_rules("Mine", RULES)))
    assert form.is_valid
    assert (form.name, form.rules) == ("Mine", RULES)


def test_empty_form_means_every_track_newest_first():
    form = SmartForm.from_post({"name": "All"})
    assert form.rules == Rules()


def test_blank_lines_are_added_up_to_the_most_conditions():
    assert len(SmartForm.from_rules("Mine", RULES).lines) == len(RULES.conditions) + BLANK_LINES
    full = Rules((IsExplicit(),) * MOST_CONDITIONS)
    assert len(SmartForm.from_rules("Full", full).lines) == MOST_CONDITIONS


def test_lines_in_use_are_numbered_again_without_the_blank_ones():
    form = SmartForm.from_post(
        {"name": "x", "on-0": "", "on-4": "explicit", "on-7": "genre", "first-7": "Jazz"}
    )
    assert [(line.number, line.on) for line in form.lines[:2]] == [(0, "explicit"), (1, "genre")]
    assert form.rules.conditions == (IsExplicit(), PlaysGenre("jazz"))


def test_error_is_shown_at_its_line_and_what_was_typed_is_kept():
    form = SmartForm.from_post(
        {"name": "x", "on-0": "explicit", "on-1": "tempo", "first-1": "fast", "limit": "10"}
    )
    assert form.rules is None
    assert [bool(line.error) for line in form.lines] == [False, True, False, False]
    assert (form.lines[1].first, form.limit, form.error) == ("fast", "10", "")


def test_error_of_the_rules_as_a_whole_is_shown_above_the_lines():
    form = SmartForm.from_post({"name": "x", "limit": "many"})
    assert form.error.startswith("The limit is a whole number")


@pytest.mark.parametrize(("name", "is_valid"), [("  Late   night ", True), (" ", False), ("x" * 81, False)])
def test_name_is_needed_and_has_a_longest_length(name, is_valid):
    form = SmartForm.from_post({"name": name})
    assert form.is_valid is is_valid
    assert bool(form.name_error) is not is_valid
    assert not is_valid or form.name == "Late night"


@pytest.mark.parametrize(("text", "low"), [("150,5", 150.5), ("150.5", 150.5), ("150", 150)])
def test_decimal_comma_counts_as_a_point(text, low):
    form = SmartForm.from_post({"name": "x", "on-0": "tempo", "first-0": text})
    assert form.rules.conditions == (RangeCondition("tempo", low=low),)
