"""The choice of a range: read from an address, and written into one."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from website.statistics.forms import Choice, read_choice

TODAY = date(2026, 11, 28)


def choice(query: str = "") -> Choice:
    return read_choice(QueryDict(query), TODAY)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("", date(2025, 12, 1), None),
        ("range=12-months", date(2025, 12, 1), None),
        ("range=this-year", date(2026, 1, 1), None),
        ("range=2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("range=0001", date(1, 1, 1), date(1, 12, 31)),
        ("range=9999", date(9999, 1, 1), date(9999, 12, 31)),
        ("range=all", None, None),
        ("range=own&first=2026-01-05&last=2026-01-05", date(2026, 1, 5), date(2026, 1, 5)),
        ("first=2026-01-05", date(2026, 1, 5), None),
        ("range=own&last=2026-01-05", None, date(2026, 1, 5)),
    ],
)
def test_a_range_has_days(query, first, last):
    found = choice(query)
    assert (found.period.first, found.period.last, found.period.as_it_is) == (first, last, False)


def test_in_december_the_last_12_months_are_the_year():
    assert read_choice(QueryDict(), date(2026, 12, 31)).first == date(2026, 1, 1)


@pytest.mark.parametrize("name", ["0000", "٢٠٢٦", "20260", "1e10", "yesterday", "-999"])
def test_an_unknown_range_is_the_usual_one(name):
    found = choice(f"range={name}")
    assert (found.name, found.first) == ("12-months", date(2025, 12, 1))


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("first=2026-02-30", "first", "This is not a day of the calendar."),
        ("range=own&last=tomorrow", "last", "This is not a day of the calendar."),
        ("first=2026-02-02&last=2026-02-01", "last", "The last day is before the first one."),
    ],
)
def test_wrong_days_are_named_and_the_usual_range_is_shown(query, field, words):
    found = choice(query)
    assert found.days.errors == {field: [words]}
    assert (found.name, found.first) == ("12-months", date(2025, 12, 1))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?range=2019",
        "?range=own&first=2026-01-05&last=2026-02-01",
        "?range=own&last=2026-02-01&library=as-it-is",
        "?range=all&library=as-it-is&genres=count",
    ],
)
def test_what_is_chosen_is_in_the_address(query):
    assert choice(query.removeprefix("?")).query == query


def test_one_thing_is_changed_and_the_others_stay():
    found = choice("range=own&first=2026-01-05&genres=count")
    assert found.of_range("all").query == "?range=all&genres=count"
    assert (
        found.of_library(as_it_is=True).query == "?range=own&first=2026-01-05&library=as-it-is&genres=count"
    )
    assert found.of_genres(by_count=False).query == "?range=own&first=2026-01-05"
