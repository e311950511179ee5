"""Values keep their type: what is compared, what is cut, what a date is."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sheets.planner.cells import (
    Formula,
    cell_equals,
    date_serial,
    duration_serial,
    fit_to_cell,
    parse_cell,
    serialize_cell,
    truncate,
)

SECOND = 1 / 86_400


def test_text_that_looks_like_a_formula_is_not_a_formula():
    assert serialize_cell("=1+1") == {"userEnteredValue": {"stringValue": "=1+1"}}
    assert not cell_equals(Formula("=1+1"), "=1+1", "text")
    assert cell_equals("=1+1", "=1+1", "text")


def test_numbers_booleans_and_text_never_equal_one_another():
    assert not cell_equals(7.0, "7", "text")
    assert not cell_equals("7", 7.0, "number")
    assert not cell_equals(1.0, True, "boolean")
    assert not cell_equals(True, 1.0, "number")
    assert not cell_equals(None, False, "boolean")


def test_empty_text_is_an_empty_cell():
    assert fit_to_cell("") is None
    assert parse_cell({"userEnteredValue": {"stringValue": ""}}) is None
    assert cell_equals(None, None, "text")
    assert serialize_cell(None) == {}


def test_nan_and_infinity_are_empty_cells():
    assert [fit_to_cell(float("nan")), fit_to_cell(float("inf"))] == [None, None]


@pytest.mark.parametrize(("seconds", "is_same"), [(0.4, True), (-0.4, True), (0.6, False), (60, False)])
def test_dates_are_equal_to_half_a_second(seconds, is_same):
    assert cell_equals(46_000.5 + seconds * SECOND, 46_000.5, "date") is is_same


def test_numbers_other_than_dates_are_equal_only_to_rounding():
    assert cell_equals(0.1 + 0.2, 0.3, "number")
    assert not cell_equals(0.300001, 0.3, "number")


def test_text_is_truncated_at_50_000_utf_16_units_and_never_inside_an_emoji():
    assert truncate("a" * 50_000) == "a" * 50_000
    assert truncate("a" * 50_001) == "a" * 50_000
    assert truncate("a" + "🎧" * 25_000) == "a" + "🎧" * 24_999
    assert truncate("é" * 50_000) == "é" * 50_000


def test_date_is_wall_time_in_the_spreadsheets_zone():
    moment = datetime(2020, 1, 1, 12, 0, tzinfo=UTC)
    assert date_serial(moment, ZoneInfo("UTC")) == 43_831.5
    assert date_serial(moment, ZoneInfo("Asia/Kolkata")) == pytest.approx(43_831.5 + 5.5 / 24, abs=1e-8)
    assert date_serial(moment, ZoneInfo("America/New_York")) == pytest.approx(43_831.5 - 5 / 24, abs=1e-8)


def test_date_follows_summer_time():
    moment = datetime(2026, 7, 1, 22, 0, tzinfo=UTC)
    assert date_serial(moment, ZoneInfo("Europe/Berlin")) == 46_205.0


def test_duration_is_a_fraction_of_a_day_in_whole_seconds():
    assert duration_serial(163_636) == pytest.approx(163 / 86_400, abs=1e-10)
