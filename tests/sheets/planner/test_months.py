"""A tab with a row a month: months are inserted and corrected, and no other cell is touched."""

from __future__ import annotations

import pytest

from sheets.planner.months import MonthTable, plan_months
from sheets.planner.requests import add_tab
from tests.sheets.planner.tab_under_test import GID, TabUnderTest

JANUARY, FEBRUARY, MARCH, APRIL = 46_023.0, 46_054.0, 46_082.0, 46_113.0
HEADERS = ("Month", "Saved")
FORMATS = ({"type": "DATE", "pattern": "yyyy-mm"}, {"type": "NUMBER", "pattern": "0"})


def table(*rows):
    return MonthTable(HEADERS, rows, FORMATS)


def write(tab, *rows):
    plan = plan_months(tab.read(), table(*rows), HEADERS)
    if plan.steps:
        tab.send(plan.requests)
    return plan


@pytest.fixture
def tab():
    tab = TabUnderTest()
    write(tab, (FEBRUARY, 3.0), (JANUARY, 5.0))
    return tab


def test_blank_tab_gets_the_whole_table(tab):
    assert [row[:2] for row in tab.values] == [["Month", "Saved"], [FEBRUARY, 3.0], [JANUARY, 5.0]]


def test_up_to_date_table_needs_no_request(tab):
    plan = write(tab, (FEBRUARY, 3.0), (JANUARY, 5.0))
    assert (plan.steps, plan.row_count) == ((), 2)


def test_new_month_is_inserted_under_the_header(tab):
    plan = write(tab, (MARCH, 1.0), (FEBRUARY, 4.0), (JANUARY, 5.0))
    assert (plan.added, plan.updated) == (1, 1)
    assert tab.column(0) == ["Month", MARCH, FEBRUARY, JANUARY]
    assert tab.column(1) == ["Saved", 1.0, 4.0, 5.0]


@pytest.mark.parametrize("note", [False, True])
def test_ranges_that_begin_in_the_first_row_hold_new_months(tab, note):
    tab.send([add_tab(8, "Dashboard", 9, 3)])
    tab.book.type_cell(8, 0, 0, "=SUM(code!B2:B)")
    tab.type(1, 3, "on holiday")
    if note:
        tab.note(1, 3, "in Rome")
    plan = write(tab, (APRIL, 2.0), (MARCH, 1.0), (FEBRUARY, 4.0), (JANUARY, 5.0))
    assert (plan.added, plan.updated, plan.displaces) == (2, 1, not note)
    assert tab.column(0) == ["Month", APRIL, MARCH, FEBRUARY, JANUARY]
    assert tab.column(1) == ["Saved", 2.0, 1.0, 4.0, 5.0]
    assert tab.column(3) == [None, None, None, "on holiday", None]
    # a row with a note is pushed down as it is, and the range with it
    assert tab.book.values(8)[0][0] == ("=SUM(code!B4:B)" if note else "=SUM(code!B2:B)")
    assert write(tab, (APRIL, 2.0), (MARCH, 1.0), (FEBRUARY, 4.0), (JANUARY, 5.0)).steps == ()


def test_columns_are_located_where_the_user_moved_them_under_a_title(tab):
    tab.book.insert_rows(GID, 0)
    tab.type(0, 0, "My year")
    tab.book.move_column(GID, 1, 4)
    write(tab, (FEBRUARY, 4.0), (JANUARY, 5.0))
    assert tab.column(3) == [None, "Saved", 4.0, 5.0]
    assert tab.values[0][0] == "My year"


def test_months_that_the_table_lacks_are_kept(tab):
    write(tab, (FEBRUARY, 3.0))
    assert tab.column(0) == ["Month", FEBRUARY, JANUARY]


def test_nothing_is_planned_when_a_header_is_gone(tab):
    tab.type(0, 1, "Gespeichert")
    assert plan_months(tab.read(), table((FEBRUARY, 3.0)), HEADERS) is None
