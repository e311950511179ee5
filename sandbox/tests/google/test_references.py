"""References move with the rows and columns that they point to.

https://support.google.com/docs/answer/54813 says that inserted cells move others; what a range does is as in the editor.
"""

from __future__ import annotations

import pytest

from sandbox.google.workbook import Workbook

GID = 0


@pytest.fixture
def book() -> Workbook:
    return Workbook.new("id", "Songs")


def formula(book: Workbook, text: str, edit) -> str:
    """A formula in Z1 after an edit."""
    book.type_cell(GID, 0, 25, text)
    edit(book)
    values = book.values(GID)
    return next(cell for row in values for cell in row if isinstance(cell, str) and cell.startswith("="))


INSERT_AT_ROW_2 = lambda book: book.insert_rows(GID, 1)  # noqa: E731
INSERT_IN_ROW_3 = lambda book: book.insert_rows(GID, 2)  # noqa: E731
DELETE_ROW_2 = lambda book: book.delete_rows(GID, 1)  # noqa: E731
DELETE_ROWS_2_TO_9 = lambda book: book.delete_rows(GID, 1, 8)  # noqa: E731
INSERT_COLUMN_B = lambda book: book.insert_columns(GID, 1)  # noqa: E731
DELETE_COLUMN_B = lambda book: book.delete_columns(GID, 1)  # noqa: E731


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        ("=SUM(A2:A9)", INSERT_AT_ROW_2, "=SUM(A3:A10)"),
        ("=SUM(A2:A9)", INSERT_IN_ROW_3, "=SUM(A2:A10)"),
        ("=SUM(A1:A9)", INSERT_AT_ROW_2, "=SUM(A1:A10)"),
        ("=COUNTA(B2:B)", INSERT_AT_ROW_2, "=COUNTA(B3:B)"),
        ("=COUNTA(B:B)", INSERT_AT_ROW_2, "=COUNTA(B:B)"),
        ('=$A$5&"A5"', INSERT_AT_ROW_2, '=$A$6&"A5"'),
        ("=Other!A5", INSERT_AT_ROW_2, "=Other!A5"),
        ("=Sheet1!A5", INSERT_AT_ROW_2, "=Sheet1!A6"),
        ("=SUM(A2:A9)", DELETE_ROW_2, "=SUM(A2:A8)"),
        ("=SUM(A2:A9)", DELETE_ROWS_2_TO_9, "=SUM(#REF!)"),
        ("=A2+A3", DELETE_ROW_2, "=#REF!+A2"),
        ("=SUM(A1:C9)", INSERT_COLUMN_B, "=SUM(A1:D9)"),
        ("=SUM(B:C)", INSERT_COLUMN_B, "=SUM(C:D)"),
        ("=B1+C1", DELETE_COLUMN_B, "=#REF!+B1"),
        ("=LOG10(A2)", INSERT_AT_ROW_2, "=LOG10(A3)"),
    ],
)
def test_a_reference_moves_grows_and_breaks(book, text, edit, expected):
    assert formula(book, text, edit) == expected


def test_formulas_of_other_tabs_follow(book):
    other = book.add_tab("Sums").gid
    book.type_cell(other, 0, 0, "=COUNTA(Sheet1!B2:B)")
    book.insert_rows(GID, 1)
    assert book.values(other) == [["=COUNTA(Sheet1!B3:B)"]]


SHOWN_OF_OTHERS = [
    ("=Old!A1", "='It''s new'!A1", "=#REF!"),
    ("=old!$A$1&Old!B2", "='It''s new'!$A$1&'It''s new'!B2", "=#REF!&#REF!"),
    ("=SUM('Old'!A2:B)", "=SUM('It''s new'!A2:B)", "=SUM(#REF!)"),
    ("=COUNTA(Old!2:5)", "=COUNTA('It''s new'!2:5)", "=COUNTA(#REF!)"),
    ('="Old!A1"&Sheet1!A1&Older!A1', '="Old!A1"&Sheet1!A1&Older!A1', '="Old!A1"&Sheet1!A1&Older!A1'),
]


@pytest.fixture
def with_old_tab(book) -> int:
    """The id of a tab "Old" with text in A1, beside "Older"."""
    book.add_tab("Older")
    gid = book.add_tab("Old").gid
    book.type_cell(gid, 0, 0, "here")
    return gid


@pytest.mark.parametrize(("text", "renamed"), [(text, renamed) for text, renamed, _ in SHOWN_OF_OTHERS])
def test_formulas_follow_the_title_of_a_tab(book, with_old_tab, text, renamed):
    assert formula(book, text, lambda book: book.rename_tab(with_old_tab, "It's new")) == renamed


@pytest.mark.parametrize(("text", "broken"), [(text, broken) for text, _, broken in SHOWN_OF_OTHERS])
def test_what_refers_to_a_deleted_tab_is_broken(book, with_old_tab, text, broken):
    assert formula(book, text, lambda book: book.delete_tab(with_old_tab)) == broken


def test_a_formula_shows_the_renamed_tab_and_an_error_for_the_deleted_one(book, with_old_tab):
    book.type_cell(GID, 0, 0, "=Old!A1")
    book.rename_tab(with_old_tab, "Größe")
    assert book.values_get("Sheet1!A1")["values"] == [["here"]]
    book.delete_tab(with_old_tab)
    book.add_tab("Größe")
    assert book.values_get("Sheet1!A1")["values"] == [["#REF!"]]


def test_rules_of_validation_and_conditional_formats_follow_the_title_too(book, with_old_tab):
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=Old!A1>0"}]}
    area = {"sheetId": GID, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    rule = {"ranges": [area], "booleanRule": {"condition": condition, "format": {}}}
    book.batch_update(
        [
            {"setDataValidation": {"range": area, "rule": {"condition": condition}}},
            {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        ]
    )
    book.rename_tab(with_old_tab, "New")
    tab = book.tab(GID)
    found = (tab.rows[1].cell(0).validation, tab.conditional_formats[0]["booleanRule"])
    assert [rule["condition"]["values"] for rule in found] == [[{"userEnteredValue": "=New!A1>0"}]] * 2


def test_a_moved_row_takes_the_references_along(book):
    book.type_cell(GID, 0, 25, "=A3")
    rows = {"sheetId": GID, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    book.batch_update([{"moveDimension": {"source": rows, "destinationIndex": 6}}])
    assert book.values(GID)[0][25] == "=A6"
