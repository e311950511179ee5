"""What stands beside every track alike holds no row, and comes with each new one."""

from __future__ import annotations

import pytest

from sheets.planner.furniture import relative_formula
from tests.sheets.planner.tab_under_test import GID

HEARD, YEAR = 5, 6


@pytest.fixture
def count() -> int:
    return 8


def fill_year(tab, rows: int = 8) -> None:
    tab.type(1, YEAR, "=YEAR(D2)")
    tab.book.fill_down(GID, 1, rows - 1, YEAR)


@pytest.mark.parametrize(
    ("formula", "row", "expected"),
    [
        ("=YEAR(D2)", 1, "=YEAR(D[0])"),
        ("=YEAR(d9)", 8, "=YEAR(D[0])"),
        ("=B1&B3", 1, "=B[-1]&B[1]"),
        ("=D2-D$1", 1, "=D[0]-D$1"),
        ('="D2"&LOG10(A2)', 1, '="D2"&LOG10(A[0])'),
        ("=$D2", 1, "=$D[0]"),
    ],
)
def test_a_formula_is_the_same_in_each_row(formula, row, expected):
    assert relative_formula(formula, row) == expected


def test_an_unticked_box_holds_no_row_and_a_ticked_one_does(tab, library):
    tab.book.add_tick_boxes(GID, 1, 11, HEARD)
    tab.type(3, HEARD, "TRUE")
    library.remove(4)
    library.remove(2)
    planned = tab.sync(library.desired())
    assert (planned.deleted, [kept.row for kept in planned.kept]) == (1, [4])
    assert tab.column(HEARD).count(True) == 1


def test_a_box_with_values_of_its_own_is_unticked_by_its_second(tab, library):
    area = {"sheetId": GID, "startRowIndex": 1, "endRowIndex": 9, "startColumnIndex": HEARD}
    values = [{"userEnteredValue": "yes"}, {"userEnteredValue": "no"}]
    rule = {"condition": {"type": "BOOLEAN", "values": values}}
    tab.send([{"setDataValidation": {"range": area | {"endColumnIndex": HEARD + 1}, "rule": rule}}])
    tab.type(3, HEARD, "no")
    tab.type(4, HEARD, "yes")
    library.remove(3)
    library.remove(2)
    assert tab.sync(library.desired()).deleted == 1


def make_table(tab, kind: str) -> None:
    """A Google table over F and G, whose second column has this type."""
    area = {"sheetId": GID, "startRowIndex": 0, "endRowIndex": 9, "startColumnIndex": 5, "endColumnIndex": 7}
    columns = [{"columnIndex": 0, "columnType": "TEXT"}, {"columnIndex": 1, "columnType": kind}]
    tab.send([{"addTable": {"table": {"range": area, "columnProperties": columns}}}])


@pytest.mark.parametrize(("kind", "theirs"), [("BOOLEAN", "TRUE"), ("RATINGS_CHIP", "3"), ("DOUBLE", "0")])
def test_the_default_of_a_tables_typed_column_holds_no_row_and_another_value_does(tab, library, kind, theirs):
    make_table(tab, kind)
    tab.type(3, 6, theirs)
    library.remove(4)
    library.remove(2)
    planned = tab.sync(library.desired())
    assert (planned.deleted, [kept.row for kept in planned.kept]) == (1, [4])


def test_new_rows_come_into_a_typed_column_and_hold_no_row_later(tab, library):
    make_table(tab, "RATINGS_CHIP")
    library.save(1)
    tab.sync(library.desired())
    assert tab.book.tab(GID).tables[0]["range"]["endRowIndex"] == 10
    # as when Google has filled the new row in
    tab.type(1, 6, "0")
    library.remove(0)
    assert tab.sync(library.desired()).deleted == 1


def test_a_filled_down_formula_holds_no_row_and_another_one_does(tab, library):
    fill_year(tab)
    tab.type(3, YEAR, "=YEAR(D4)+1")
    library.remove(4)
    library.remove(2)
    planned = tab.sync(library.desired())
    assert (planned.deleted, [kept.row for kept in planned.kept]) == (1, [4])


def test_a_formula_in_one_row_is_the_persons(tab, library):
    tab.type(3, YEAR, "=YEAR(D4)")
    library.remove(2)
    assert tab.sync(library.desired()).deleted == 0


def test_new_rows_get_the_formula_of_their_neighbours(tab, library):
    fill_year(tab)
    library.save(2)
    tab.sync(library.desired())
    assert tab.column(YEAR)[1:] == [f"=YEAR(D{row})" for row in range(2, 12)]


def test_a_new_oldest_row_gets_the_formula_of_the_row_above(tab, library):
    tab.book.delete_rows(GID, 8, 1)
    fill_year(tab, 7)
    tab.sync(library.desired())
    assert tab.column(YEAR)[1:] == [f"=YEAR(D{row})" for row in range(2, 10)]


def test_new_rows_get_a_tick_box_without_a_tick(tab, library):
    tab.book.add_tick_boxes(GID, 1, 8, HEARD)
    library.save(1)
    tab.sync(library.desired())
    assert tab.book.tab(GID).rows[1].cell(HEARD).validation is not None
    assert not any(tab.column(HEARD)[1:])


def test_a_formula_is_filled_where_our_columns_change_in_the_same_sync(tab, library):
    fill_year(tab)
    library.save(1)
    tab.choose(library, "artist", "track", "album", "added", "duration", "link")
    year = YEAR + 1
    assert [row[year] for row in tab.values[1:]] == [f"=YEAR(D{row})" for row in range(2, 11)]


def test_batches_of_any_size_fill_the_same(tab, library):
    fill_year(tab)
    library.save(4)
    other = tab.copy()
    tab.sync(library.desired())
    for part in other.parts(library.desired(), 1_200):
        other.send(part)
    assert other.values == tab.values
