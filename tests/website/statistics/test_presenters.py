"""The bars of a range, and the picker."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from library.statistics.grouping import Grouping
from library.statistics.years import SavedYear
from website.statistics.forms import read_choice
from website.statistics.presenters import Axis, RangePresenter, format_start, present_segments

TODAY = date(2026, 11, 28)
YEARS = [
    SavedYear(2021, 3, date(2021, 5, 9), date(2021, 6, 1)),
    SavedYear(2026, 40, date(2026, 1, 1), date(2026, 11, 2)),
]


def axis(query: str, years: list[SavedYear] = YEARS) -> Axis:
    return Axis.of(read_choice(QueryDict(query), TODAY), years, TODAY)


def test_a_year_has_twelve_months_whatever_was_saved():
    labels = axis("range=2022").labels
    assert (len(labels), labels[0], labels[-1]) == (12, "Jan 2022", "Dec 2022")


def test_no_bar_is_before_the_first_save_or_in_the_future():
    assert axis("range=2021").labels[0] == "May 2021"
    assert axis("range=this-year").labels[-1] == "Nov 2026"
    assert axis("first=2026-10-01&last=9999-12-31").labels == ["Oct 2026", "Nov 2026"]
    assert axis("range=1999").labels == axis("range=9999").labels == []
    assert axis("range=all", []).labels == []


def test_long_ranges_are_grouped():
    assert (axis("range=all").grouping, axis("range=all").labels[0]) == (Grouping.QUARTER, "Q2 2021")
    long_ago = [SavedYear(2010, 1, date(2010, 7, 1), date(2010, 7, 1)), *YEARS]
    assert axis("range=all", long_ago).labels[:2] == ["2010", "2011"]
    assert axis("range=all", long_ago).name == "Year"


def test_a_save_of_the_future_is_shown():
    ahead = [SavedYear(2027, 1, date(2027, 1, 3), date(2027, 1, 3))]
    assert axis("range=all", ahead).labels == ["Jan 2027"]


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        ([date(2026, 6, 1)], "Jun 2026"),
        ([date(2026, 6, 1), date(2026, 11, 1)], "Jun to Nov 2026"),
        ([date(2025, 12, 1), date(2026, 5, 1)], "Dec 2025 to May 2026"),
    ],
)
def test_times_are_in_words(starts, words):
    assert Axis(Grouping.MONTH, starts).span(starts) == words


def test_quarters_and_years_have_names():
    assert format_start(date(2026, 10, 1), Grouping.QUARTER) == "Q4 2026"
    assert Axis(Grouping.YEAR, []).span([date(2020, 1, 1), date(2022, 1, 1)]) == "2020 to 2022"


def picker(query: str) -> RangePresenter:
    return RangePresenter(read_choice(QueryDict(query), TODAY), YEARS, "/statistics/")


def test_each_link_changes_one_thing():
    found = picker("range=2021&library=as-it-is")
    assert [(link.href, link.is_current) for link in found.year_links] == [
        ("/statistics/?range=2026&library=as-it-is", False),
        ("/statistics/?range=2021&library=as-it-is", True),
    ]
    assert [link.href for link in found.library_links] == [
        "/statistics/?range=2021",
        "/statistics/?range=2021&library=as-it-is",
    ]
    assert [link.is_current for link in found.presets] == [False, False, False]
    assert found.hidden == {"range": "own", "library": "as-it-is"}


@pytest.mark.parametrize(
    ("query", "is_open"), [("", False), ("range=2021", True), ("first=2026-02-30", True), ("range=own", True)]
)
def test_years_and_days_are_open_where_one_of_them_is_chosen(query, is_open):
    assert picker(query).is_open is is_open


def test_segments_keep_the_choice():
    links = present_segments("statistics-sound", read_choice(QueryDict("range=all"), TODAY))
    assert [link.href for link in links if link.is_current] == ["/statistics/sound/?range=all"]
