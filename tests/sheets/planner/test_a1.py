"""Addresses are written as Google Sheets shows them."""

from __future__ import annotations

import pytest

from sheets.planner.a1 import cell_address, column_letters, quoted_title


@pytest.mark.parametrize(
    ("column", "letters"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")],
)
def test_columns_after_z_have_several_letters(column, letters):
    assert column_letters(column) == letters


def test_rows_are_counted_from_1():
    assert cell_address(0, 0) == "A1"
    assert cell_address(99, 27) == "AB100"


def test_quotes_in_a_title_are_doubled():
    assert quoted_title("Ada's tracks") == "'Ada''s tracks'"
