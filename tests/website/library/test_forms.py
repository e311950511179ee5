"""What is typed and chosen, as what the library is asked for."""

from __future__ import annotations

import pytest

from accounts.models import User
from library.rules.conditions import IsExplicit, PlaysGenre, RangeCondition
from library.search import Sorting
from tests.support.songs import person
from website.library.forms import LibraryForm


@pytest.fixture
def ada(db) -> User:
    return person()


def test_an_empty_form_asks_for_everything(ada):
    form = LibraryForm(ada, {})
    assert form.is_valid()
    asked = form.as_filter()
    assert (asked.search.text, asked.search.conditions, asked.search.removed) == ("", (), None)
    assert asked.sorting == Sorting("added", descending=True)
    assert form.given == {}


def test_percentages_become_shares_and_tempo_stays(ada):
    form = LibraryForm(
        ada, {"energy_min": "12,5", "valence_max": "80", "tempo_min": "120", "tempo_max": "140"}
    )
    assert form.is_valid()
    assert form.as_filter().search.conditions == (
        RangeCondition("tempo", 120, 140),
        RangeCondition("energy", 0.125, None),
        RangeCondition("valence", None, 0.8),
    )


def test_a_genre_is_taken_in_any_spelling(ada):
    form = LibraryForm(ada, {"genre": "Hip-Hop", "explicit": "no"})
    assert form.is_valid()
    assert form.as_filter().search.conditions == (PlaysGenre("hip hop"), IsExplicit(negated=True))


def test_the_usual_order_and_empty_fields_are_not_in_the_address(ada):
    form = LibraryForm(ada, {"sort": "-added", "genre": " ", "search": " a ", "other": "x"})
    assert form.given == {"search": "a"}


def test_removed_tracks_alone_are_listed_by_when_they_went(ada):
    form = LibraryForm(ada, {"removed": "only"})
    assert form.is_valid()
    assert (form.sorting, form.given) == (Sorting("removed", descending=True), {"removed": "only"})
    assert form["sort"].value() == "-removed"
    by_save = LibraryForm(ada, {"removed": "only", "sort": "-added"})
    assert by_save.is_valid()
    assert (by_save.sorting, by_save.given["sort"]) == (Sorting("added", descending=True), "-added")


def test_without_removed_tracks_there_is_no_order_by_when_they_went(ada):
    form = LibraryForm(ada, {"sort": "removed"})
    assert form.is_valid()
    assert (form.sorting, form.given) == (Sorting("added", descending=True), {})
    assert "-removed" not in dict(form.fields["sort"].choices)
    assert "-removed" in dict(LibraryForm(ada, {"removed": "any"}).fields["sort"].choices)


def test_what_can_be_chosen_of_removed_tracks_depends_on_the_day(ada):
    def labels(**data: str) -> list[str]:
        return [str(label) for _, label in LibraryForm(ada, data).fields["removed"].choices]

    assert labels() == ["Not shown", "Only these", "Shown as well"]
    assert labels(as_of="2026-01-01") == ["All of that day", "Those still saved", "Those removed since"]


def test_problems_name_the_field(ada):
    form = LibraryForm(ada, {"saved_from": "2026-02-02", "saved_to": "2026-01-01"})
    assert form.problems == [("id_saved_to", "Saved up to", "This end lies before the beginning.")]
