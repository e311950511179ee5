"""What a row that comes in or goes does to everything that refers to the rows of a list.

The list has its header in row 1 and its data in rows 2 to 5. Each kind of reference is asked for after three edits: a row
inserted directly above the first row of data, one inserted directly below it, and the first row of data deleted.
"""

from __future__ import annotations

import pytest

from sandbox.google.workbook import Workbook
from sandbox.tests.google.workbook_requests import apply, area, delete, insert, small

EDITS = {"above": insert("ROWS", 1, 2), "below": insert("ROWS", 2, 3), "deleted": delete("ROWS", 1, 2)}

BOUNDED = area(1, 1, 5, 2)
OPEN = {name: value for name, value in BOUNDED.items() if name != "endRowIndex"}
WITH_HEADER = area(0, 1, 5, 2)


@pytest.fixture
def songs() -> Workbook:
    return small(["Song", "Plays"], ["a", 1], ["b", 2], ["c", 3], ["d", 4], row_count=9)


def rows_of(grid_range):
    return grid_range.get("startRowIndex"), grid_range.get("endRowIndex")


def expected(above, below, deleted):
    return list(zip(EDITS, (above, below, deleted), strict=True))


def cases(**kinds):
    """One parameter for each kind, edit and expected result."""
    return [
        pytest.param(kind, edit, result, id=f"{kind}-{edit}")
        for kind, results in kinds.items()
        for edit, result in expected(*results)
    ]


FORMULAS = {
    "range": "=SUM(B2:B5)",
    "open_range": "=COUNTA(B2:B)",
    "whole_column": "=COUNTA(B:B)",
    "cell": "=B2",
    "range_with_header": "=COUNTA(B1:B5)",
    "array_formula_in_the_header": "=ARRAYFORMULA(B2:B*2)",
}


@pytest.mark.parametrize(
    ("kind", "edit", "result"),
    cases(
        range=("=SUM(B3:B6)", "=SUM(B2:B6)", "=SUM(B2:B4)"),
        open_range=("=COUNTA(B3:B)", "=COUNTA(B2:B)", "=COUNTA(B2:B)"),
        whole_column=("=COUNTA(B:B)",) * 3,
        cell=("=B3", "=B2", "=#REF!"),
        range_with_header=("=COUNTA(B1:B6)", "=COUNTA(B1:B6)", "=COUNTA(B1:B4)"),
        array_formula_in_the_header=(
            "=ARRAYFORMULA(B3:B*2)",
            "=ARRAYFORMULA(B2:B*2)",
            "=ARRAYFORMULA(B2:B*2)",
        ),
    ),
)
def test_formulas(songs, kind, edit, result):
    songs.type_cell(0, 0, 3, FORMULAS[kind])
    apply(songs, EDITS[edit])
    assert songs.values(0)[0][3] == result


def conditional_format(grid_range):
    rule = {"ranges": [grid_range], "booleanRule": {"condition": {"type": "BLANK"}, "format": {}}}
    return {"addConditionalFormatRule": {"rule": rule}}


OBJECTS = {
    "conditional_format": conditional_format(BOUNDED),
    "open_conditional_format": conditional_format(OPEN),
    "filter": {"setBasicFilter": {"filter": {"range": WITH_HEADER}}},
    "table": {"addTable": {"table": {"range": WITH_HEADER}}},
    "protected_range": {"addProtectedRange": {"protectedRange": {"range": BOUNDED}}},
}


def place_of(book: Workbook, kind: str):
    """First and last row of the object, as an answer has them."""
    (sheet,) = book.get()["sheets"]
    match kind.removeprefix("open_"):
        case "conditional_format":
            return rows_of(sheet["conditionalFormats"][0]["ranges"][0])
        case "filter":
            return rows_of(sheet["basicFilter"]["range"])
        case "table":
            return rows_of(sheet["tables"][0]["range"])
        case "protected_range":
            return rows_of(sheet["protectedRanges"][0]["range"])
    raise AssertionError(kind)


@pytest.mark.parametrize(
    ("kind", "edit", "result"),
    cases(
        conditional_format=((2, 6), (1, 6), (1, 4)),
        open_conditional_format=((2, None), (1, None), (1, None)),
        filter=((0, 6), (0, 6), (0, 4)),
        table=((0, 6), (0, 6), (0, 4)),
        protected_range=((2, 6), (1, 6), (1, 4)),
    ),
)
def test_objects(songs, kind, edit, result):
    apply(songs, OBJECTS[kind], EDITS[edit])
    assert place_of(songs, kind) == result
